#include "engine/service/cli/command.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace tenure::cli {
namespace {

// {"from name", "to name"} of "from=to" or "name".
std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  auto mark = name.find('=');
  if (mark == std::string_view::npos) return {name, name};
  return {name.substr(0, mark), name.substr(mark + 1)};
}

}  // namespace

std::string argument::key() const {
  std::string out(name.substr(positional() ? 0 : 2));
  out = out.substr(0, out.find(' '));
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::vector<const command*> all_commands() {
  std::vector<const command*> out;
  for (auto family : {hr_commands(), account_commands(), work_commands(), case_commands(),
                      evidence_commands(), notice_commands(), mailbox_commands(),
                      designation_commands(), attestation_commands(),
                      trail_commands(), world_commands(), people_commands()}) {
    for (const auto& each : family) out.push_back(&each);
  }
  return out;
}

http::request get(std::string path, attributes query) {
  http::request out;
  out.method = "GET";
  out.path = std::move(path);
  out.query = std::move(query);
  return out;
}

http::request post(std::string path, std::string body) {
  http::request out;
  out.method = "POST";
  out.path = std::move(path);
  out.body = std::move(body);
  return out;
}

http::request remove(std::string path) {
  http::request out;
  out.method = "DELETE";
  out.path = std::move(path);
  return out;
}

attributes query_of(const attributes& given, std::initializer_list<std::string_view> names) {
  attributes out;
  for (auto name : names) {
    auto [from, to] = split_name(name);
    if (auto found = given.find(from); found != given.end()) out.emplace(to, found->second);
  }
  return out;
}

std::string body_of(const attributes& given, std::initializer_list<std::string_view> names) {
  boost::json::object out;
  for (const auto& [name, value] : query_of(given, names)) out[name] = value;
  return boost::json::serialize(out);
}

}  // namespace tenure::cli
