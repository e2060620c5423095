#include "engine/flow/brake.hpp"

#include <algorithm>

namespace tenure::flow {
namespace {

constexpr std::string_view pulled_setting = "brake.delete";
constexpr std::string_view released_setting = "brake.delete.released";
constexpr std::string_view voter_prefix = "brake.delete.by.";  // + the person's key; their name
constexpr std::string_view stopped_tag = "stopped";
constexpr std::size_t page = 1000;

void tell_those_in(line& on, std::string_view state, const actor& by, const event_id& as) {
  account_id after;
  for (;;) {
    auto some = on.in.accounts().list(after, state, page);
    for (const auto& a : some) {
      on.in.inbox().put({.id = as.derive<event_id>(a.id.text()), .name = "brake.released",
                         .at = on.now, .account = a.id, .by = by, .data = {}});
    }
    if (some.size() < page) return;
    after = some.back().id;
  }
}

// Everybody whom the brake stopped, by the workflow's word for it.
void tell_stopped(line& on, const actor& by, const event_id& as) {
  for (const auto& state : on.of.rules.chart.states) {
    bool stopped = std::find(state.tags.begin(), state.tags.end(), stopped_tag) != state.tags.end();
    if (stopped) tell_those_in(on, state.path, by, as);
  }
}

}  // namespace

brake_status delete_brake(line& on) {
  const auto& pack = on.of.rules.pack;
  brake_status out{.id = "delete", .verb = "delete"};
  out.counted = on.deletions_so_far().last_day;
  out.limit = pack.number("brake.delete.daily", person_kind::employee);
  out.since = on.in.settings().get(pulled_setting).value_or("");
  out.pulled = !out.since.empty();
  for (const auto& [key, who] : on.in.settings().with_prefix(voter_prefix)) {
    if (!who.empty()) out.released_by.push_back(who);
  }
  return out;
}

result<brake_status> release_brake(line& on, const std::string& id, const actor& by,
                                   std::string_view reason, const event_id& as) {
  if (id != "delete") {
    return refusal{.code = "brake.not_found", .message = "there is no brake called " + id};
  }
  auto now = delete_brake(on);
  if (!now.pulled) return refusal{.code = "brake.conflict", .message = "the brake is not on"};
  for (const auto& who : now.released_by) {
    if (person_key(who) == person_key(by.who)) {
      return refusal{.code = "brake.same_person.denied",
                     .message = "you have released it already; a second person must"};
    }
  }
  auto needed = on.of.rules.pack.number("brake.release.people", person_kind::employee);
  bool open = static_cast<std::int64_t>(now.released_by.size()) + 1 >= needed;
  auto& settings = on.in.settings();
  settings.put(std::string(voter_prefix) + person_key(by.who), open ? "" : by.who);
  if (open) {
    for (const auto& who : now.released_by) {
      settings.put(std::string(voter_prefix) + person_key(who), "");
    }
    settings.put(pulled_setting, "");
    settings.put(released_setting, to_text(on.now));
    tell_stopped(on, by, as);
  }
  on.in.journal().append({.at = on.now, .account = {}, .cause = as, .event = "brake.release",
                          .from = "on", .to = open ? "off" : "on", .by = by, .rules = {},
                          .facts = {{"brake", id}, {"reason", std::string(reason)}},
                          .personal = {}});
  now.released_by.push_back(by.who);
  now.pulled = !open;
  return now;
}

}  // namespace tenure::flow
