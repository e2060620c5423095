#include "engine/check/deeds.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

constexpr std::string_view kinds[] = {"task ", "notice ", "tell "};
constexpr std::string_view action = "does ";

bool of_case(std::string_view invoke) { return !split_qualified(invoke).of.empty(); }

void note_undone(witness& seen, const awaited& before, const event& what) {
  auto id = value_of(what.data, "effect");
  for (const auto& e : before.flying) {
    if (e.id.text() != id || e.verb != "reconcile" || !of_case(e.invoke)) continue;
    seen.undone = what.name.starts_with("xstate.error.");
    seen.in_place = !seen.undone;
  }
}

// Said by who asked, or found out by the helpdesk.
void note_outcome(witness& seen, const awaited& before, const event& what) {
  auto outcome = value_of(what.data, "outcome"), finished = value_of(what.data, "effect");
  bool found_out = std::any_of(before.tasks.begin(), before.tasks.end(), [&](const task& t) {
    return t.kind == "findOutcome" && t.id.text() == finished;
  });
  if (what.name != "case.concluded" && !found_out) return;
  seen.further_action = outcome == "furtherAction";
  seen.outcome_at = what.at;
}

}  // namespace

bool is_deed(std::string_view name) {
  return std::any_of(std::begin(kinds), std::end(kinds), [&](std::string_view kind) {
    return name.starts_with(kind) && name.size() > kind.size();
  });
}

bool is_deed_of_a_step(std::string_view name) {
  return is_deed(name) || (name.starts_with(action) && name.size() > action.size());
}

void note_deeds(witness& seen, const std::set<std::string>& asked_for, const awaited& before,
                const event& what, const decision& made) {
  note_undone(seen, before, what);
  note_outcome(seen, before, what);
  auto note = [&](std::string_view kind, std::string_view name) {
    auto deed = std::string(kind) + std::string(name);
    if (asked_for.contains(deed)) seen.did.insert(std::move(deed));
  };
  auto finished = value_of(what.data, "effect");
  for (const auto& t : before.tasks) {
    if (t.id.text() == finished) note("task ", t.kind);
  }
  for (const auto& e : made.effects) {
    if (e.verb == "notify") note("notice ", value_of(e.input, "template"));
  }
  for (const auto& told : made.events) note("tell ", told.name);
  for (const auto& news : made.news) {
    note("tell ", news.event);
    if (!news.as_subject) note("tell ", news.event + " to holder");
  }
}

bool left_undone(const world& of) {
  auto at_it = [](const auto& each) { return of_case(each.invoke); };
  return of.seen.undone && std::none_of(of.flying.begin(), of.flying.end(), at_it) &&
         std::none_of(of.tasks.begin(), of.tasks.end(), at_it);
}

}  // namespace tenure::check
