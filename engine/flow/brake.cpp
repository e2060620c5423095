#include "engine/flow/brake.hpp"

#include "engine/decide/deletions.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::flow {
namespace {

constexpr std::string_view sweep_covered = "brake.sweep.covered", next_sweep_at = "sweep.next";
constexpr std::string_view sweep_counted = "brake.sweep.counted";
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
    if (state.tagged(stopped_tag)) tell_those_in(on, state.path, by, as);
  }
}

// "brake.delete": since when it is on; empty: it is not.
std::string pulled_setting(const std::string& id) { return "brake." + id; }
std::string released_setting(const std::string& id) { return "brake." + id + ".released"; }
// + the person's key; their name.
std::string voter_prefix(const std::string& id) { return "brake." + id + ".by."; }

std::int64_t number_of(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::int64_t number_in(line& on, std::string_view setting) {
  return number_of(on.in.settings().get(setting).value_or(""));
}

brake_status status_of(line& on, const std::string& id) {
  brake_status out{.id = id, .verb = id};
  out.since = on.in.settings().get(pulled_setting(id)).value_or("");
  out.pulled = !out.since.empty();
  for (const auto& [key, who] : on.in.settings().with_prefix(voter_prefix(id))) {
    if (!who.empty()) out.released_by.push_back(who);
  }
  return out;
}

std::int64_t most_messages(line& on) { return number_of(on.of.rules.pack.sweep.most.value); }

void go_on_sweeping(line& on, const brake_status& stopped) {
  on.in.settings().put(sweep_covered, std::to_string(stopped.counted + most_messages(on)));
  on.in.settings().put(next_sweep_at, to_text(on.now));
}

}  // namespace

brake_status delete_brake(line& on) {
  auto out = status_of(on, "delete");
  const auto counts = on.deletions_so_far();
  out.counted = counts.last_day;
  out.limit = decide::deletions_in_a_day(on.of.rules.pack, person_kind::employee, counts.accounts);
  return out;
}

brake_status sweep_brake(line& on) {
  auto out = status_of(on, "sweep");
  out.counted = number_in(on, sweep_counted);
  out.limit = std::max(most_messages(on), number_in(on, sweep_covered));
  return out;
}

std::vector<brake_status> brakes(line& on) {
  std::vector<brake_status> out{delete_brake(on)};
  if (on.of.rules.pack.sweep.wanted()) out.push_back(sweep_brake(on));
  return out;
}

bool engage_sweep_brake(line& on, std::int64_t found) {
  bool stops = found > sweep_brake(on).limit;
  auto& settings = on.in.settings();
  settings.put(sweep_counted, std::to_string(found));
  settings.put(sweep_covered, "");
  if (stops) settings.put(pulled_setting("sweep"), to_text(on.now));
  return stops;
}

result<brake_status> release_brake(line& on, const std::string& id, const actor& by,
                                   std::string_view reason, const event_id& as) {
  auto all = brakes(on);
  auto found = std::find_if(all.begin(), all.end(),
                            [&](const brake_status& each) { return each.id == id; });
  if (found == all.end()) {
    return refusal{.code = "brake.not_found", .message = "there is no brake called " + id};
  }
  auto now = *found;
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
  settings.put(voter_prefix(id) + person_key(by.who), open ? "" : by.who);
  if (open) {
    for (const auto& who : now.released_by) {
      settings.put(voter_prefix(id) + person_key(who), "");
    }
    settings.put(pulled_setting(id), "");
    settings.put(released_setting(id), to_text(on.now));
    if (id == "delete") tell_stopped(on, by, as);
    else go_on_sweeping(on, now);
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
