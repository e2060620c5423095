#include "engine/http/router.hpp"

#include "engine/http/target.hpp"

#include <stdexcept>

namespace tenure::http {
namespace {

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string> split_pattern(std::string_view pattern) {
  if (!pattern.starts_with('/')) throw std::logic_error("route without leading slash");
  std::vector<std::string> out;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);
    auto end = pattern.find('/');
    out.emplace_back(pattern.substr(0, end));
    pattern = end == std::string_view::npos ? std::string_view() : pattern.substr(end);
  }
  return out;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_parameter(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return true;
}

// Literal before parameter, decided at the first segment where two patterns differ in that.
bool closer(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (is_parameter(a[i]) != is_parameter(b[i])) return is_parameter(b[i]);
  }
  return false;
}

attributes parameters(const std::vector<std::string>& pattern,
                      const std::vector<std::string>& path) {
  attributes out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_parameter(pattern[i])) out[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
  }
  return out;
}

response no_such_path(const request& what) {
  return problem(404, {"request.path.not_found", "There is nothing at this path", what.path, "",
                       "openapi.yaml lists the paths there are."});
}

response no_such_method(const request& what, const std::string& allow) {
  auto out = problem(405, {"request.method.denied", what.method + " is not possible here",
                           what.path, "", "Possible: " + allow + "."});
  out.headers["Allow"] = allow;
  return out;
}

}  // namespace

void router::add(std::string_view method, std::string_view pattern, handler what,
                 std::string_view summary) {
  for (const auto& e : entries_) {
    if (e.shown.method == method && e.shown.pattern == pattern) {
      throw std::logic_error("route added twice: " + e.shown.method + " " + e.shown.pattern);
    }
  }
  entries_.push_back({{std::string(method), std::string(pattern), std::string(summary)},
                      split_pattern(pattern),
                      std::move(what)});
}

void router::admit_with(admission check) { admission_ = std::move(check); }
void router::log_incidents_with(incident_log log) { incident_log_ = std::move(log); }

response router::handle(request what) const {
  auto path = split_path(what.path);
  if (!path) return problem(path.error());
  const entry* best = nullptr;
  std::string allow;
  for (const auto& e : entries_) {
    if (!fits(e.segments, *path)) continue;
    if (allow.find(e.shown.method) == std::string::npos) {
      allow += (allow.empty() ? "" : ", ") + e.shown.method;
    }
    if (e.shown.method != what.method) continue;
    if (best == nullptr || closer(e.segments, best->segments)) best = &e;
  }
  if (allow.empty()) return no_such_path(what);
  if (best == nullptr) return no_such_method(what, allow);
  what.path_parameters = parameters(best->segments, *path);
  return run(*best, what);
}

// The one place where exceptions of use cases end.
response router::run(const entry& found, request& what) const {
  std::string thrown = "unknown exception";
  try {
    if (admission_) {
      if (auto admitted = admission_(what); !admitted) return problem(admitted.error());
    }
    auto answer = found.what(what);
    return answer ? *answer : problem(answer.error());
  } catch (const environment_lost& lost) {
    if (incident_log_) incident_log_(what, lost.what());
    return problem(503, {"environment.lost", "The service has lost its store for the moment", "",
                         "", "Try again; `tenure doctor` says what is wrong."});
  } catch (const std::exception& error) {
    thrown = error.what();
  } catch (...) {
  }
  auto id = incident_log_ ? incident_log_(what, thrown) : std::string("not logged");
  return problem(500, {"internal.incident", "Something went wrong inside Tenure (incident " + id +
                           "). Nothing more is said here; the service's log has the rest",
                       "", "", "Give the incident's number to whoever runs the service."});
}

std::vector<route> router::routes() const {
  std::vector<route> out;
  for (const auto& e : entries_) out.push_back(e.shown);
  return out;
}

}  // namespace tenure::http
