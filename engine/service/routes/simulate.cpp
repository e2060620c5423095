// tenure simulate: the time to come, without touching anything.
#include "engine/flow/simulate.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

constexpr std::size_t events_max = 100'000;

json::array strings(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& each : all) out.push_back(json::string(each));
  return out;
}

json::array sweeps_json(const std::vector<flow::foreseen_sweep>& all) {
  json::array out;
  for (const auto& each : all) {
    out.push_back({{"at", to_text(each.at)}, {"mailboxes", each.mailboxes},
                   {"leftOut", each.left_out}, {"folders", strings(each.folders)},
                   {"clauses", strings(each.rules)}});
  }
  return out;
}

result<http::response> simulate(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto until = text_in(*body, "until");
  if (!until) return until.error();
  auto day = parse_date(*until);
  if (!day) {
    return refusal{.code = "request.date.malformed", .message = "until is no date",
                   .way_out = "Write YYYY-MM-DD"};
  }
  auto end = app.calendar->start_of(add(*day, {.days = 1}));
  auto seen = flow::simulate(*app.engine, end, events_max, [&](instant at) {
    asked.report({.what = "at " + to_text(at)});
  });
  json::array events;
  std::map<std::string, std::int64_t> counts;
  for (const auto& e : seen.steps) {
    events.push_back({{"at", to_text(e.at)}, {"account", e.address},
                      {"what", e.from + " -> " + e.to},
                      {"clause", e.rules.empty() ? "" : e.rules.front()}});
    ++counts[e.to];
  }
  json::object totals;
  for (const auto& [state, count] : counts) totals[state] = count;
  return ok(json::object{{"events", std::move(events)}, {"counts", std::move(totals)},
                         {"sweeps", sweeps_json(seen.sweeps)}});
}

}  // namespace

void add_simulate_routes(http::router& to, application& app) {
  to.add("POST", "/v1/simulations",
         [&app](const http::request& asked) { return simulate(app, asked); },
         "Show what will happen until a date");
}

}  // namespace tenure::service
