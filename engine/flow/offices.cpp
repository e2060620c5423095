#include "engine/flow/offices.hpp"

#include <algorithm>
#include <iterator>

namespace tenure::flow {
namespace {

constexpr std::string_view prefix = "office.";

std::string setting_of(std::string_view role) { return std::string(prefix) + std::string(role); }

std::string joined(const std::vector<hr_id>& all) {
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : ",") + each.value;
  return out;
}

std::vector<hr_id> listed(std::string_view text) {
  std::vector<hr_id> out;
  while (!text.empty()) {
    auto comma = std::min(text.find(','), text.size());
    out.push_back({std::string(text.substr(0, comma))});
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

std::vector<hr_id> without(const std::vector<hr_id>& all, const std::vector<hr_id>& these) {
  std::vector<hr_id> out;
  std::ranges::set_difference(all, these, std::back_inserter(out));
  return out;
}

void note(line& on, const std::string& role, const std::vector<hr_id>& before,
          const std::vector<hr_id>& now, const char* event, const event_id& cause) {
  attributes personal;
  const std::pair<const char*, std::string> lists[] = {{"holders", joined(now)},
                                                       {"came", joined(without(now, before))},
                                                       {"went", joined(without(before, now))}};
  for (const auto& [name, people] : lists) {
    if (!people.empty()) personal[name] = people;
  }
  on.in.journal().append({.at = on.now, .account = {}, .cause = cause, .event = event, .from = "",
                          .to = "", .by = the_engine(), .rules = {},
                          .facts = {{"office", role}, {"people", std::to_string(now.size())}},
                          .personal = std::move(personal)});
}

}  // namespace

std::optional<office_reading> last_reading(setting_table& from, std::string_view role) {
  auto stored = attributes_from_json(from.get(setting_of(role)).value_or(""));
  if (!stored) return std::nullopt;
  auto at = parse_instant(value_of(*stored, "at"));
  auto until = parse_instant(value_of(*stored, "until"));
  if (!at || !until) return std::nullopt;
  return office_reading{*at, *until, listed(value_of(*stored, "people")),
                        std::string(value_of(*stored, "groups"))};
}

void keep_reading(line& on, const std::string& role, office_reading read, const event_id& cause) {
  std::ranges::sort(read.people);
  auto twice = std::ranges::unique(read.people);
  read.people.erase(twice.begin(), twice.end());
  auto before = last_reading(on.in.settings(), role);
  bool counted = before && on.now < before->until;
  if (!counted || before->people != read.people) {
    note(on, role, counted ? before->people : std::vector<hr_id>{}, read.people, "office.read",
         cause);
  }
  on.in.settings().put(setting_of(role), to_json({{"at", to_text(read.at)},
                                                  {"until", to_text(read.until)},
                                                  {"people", joined(read.people)},
                                                  {"groups", read.groups}}));
}

bool forget_readings(line& on, const std::function<std::string(std::string_view)>& groups_of,
                     const std::function<event_id()>& cause) {
  bool changed = false;
  for (const auto& [name, value] : on.in.settings().with_prefix(prefix)) {
    auto role = name.substr(prefix.size());
    auto before = last_reading(on.in.settings(), role);
    if (!before || before->groups == groups_of(role)) continue;
    note(on, role, before->people, {}, "office.left", cause());
    on.in.settings().put(name, "");
    changed = true;
  }
  return changed;
}

}  // namespace tenure::flow
