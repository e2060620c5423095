#include "engine/decide/decide.hpp"

#include "engine/decide/deliberation.hpp"
#include "engine/decide/disposition.hpp"

#include <stdexcept>

namespace tenure::decide {

std::vector<std::string_view> guard_names();
std::vector<std::string_view> action_names();
std::vector<std::string_view> actor_names();
std::vector<std::string_view> delay_names();

std::vector<std::string_view> known_names(std::string_view kind) {
  if (kind == "guards") return guard_names();
  if (kind == "actions") return action_names();
  if (kind == "actors") return actor_names();
  if (kind == "delays") return delay_names();
  throw std::logic_error("no kind of name " + std::string(kind));
}

namespace {

// The condition without what tells who the person is: fit for the public leaf.
mailbox_condition without_names(mailbox_condition condition) {
  condition.address.reset();
  condition.aliases.reset();
  condition.display_name.reset();
  condition.forwarding.reset();
  condition.auto_reply.reset();
  condition.delegates.reset();
  return condition;
}

// A result of an effect that the account no longer waits for.
bool came_too_late(const account& of, const event& what) {
  auto invoke = invoke_of(what.name);
  if (invoke.empty()) return false;
  auto waiting = of.pending.find(std::string(invoke));
  return waiting == of.pending.end() || waiting->second.text() != value_of(what.data, "effect");
}

result<statechart::macrostep> step_chart(deliberation& d) {
  const auto& chart = d.by.chart;
  if (d.known.account.state.empty()) return statechart::initial(chart, d);
  auto at = statechart::parse(chart, d.known.account.state);
  if (!at) return at.error();
  return statechart::step(chart, *at, d.what.name, d);
}

void take_consequences(deliberation& d, const statechart::macrostep& taken) {
  auto settled = statechart::settle(taken);
  for (const auto* invoke : settled.stopped) d.stop(invoke->id);
  for (const auto* delay : settled.cleared) d.clear_deadline(delay->event);
  for (const auto* invoke : settled.started) d.start(*invoke);
  for (const auto* delay : settled.set) d.set_deadline(*delay);
}

bool starts(const decision& out, std::string_view verb) {
  for (const auto& effect : out.effects) {
    if (effect.verb == verb) return true;
  }
  return false;
}

// A state whose desired condition differs from the last one is reconciled without being asked;
// where the workflow waits for it (closing), it has its own invoke.
void reconcile_if_needed(deliberation& d, const mailbox_condition& before,
                         const mailbox_condition& after) {
  bool exists = !d.out.next.directory_id.empty();
  bool differs = !says_nothing(difference(after, before));
  if (exists && (differs || d.repair_wanted) && !starts(d.out, "reconcile")) {
    d.add_effect("reconcile", "", {});
  }
  for (auto& effect : d.out.effects) effect.desired = after;
}

journal_entry entry_of(deliberation& d, const mailbox_condition& before,
                       const mailbox_condition& after) {
  if (before == after) {
    d.facts["desired"] = to_json(without_names(after));
  } else {
    d.facts["desiredBefore"] = to_json(without_names(before));
    d.facts["desiredAfter"] = to_json(without_names(after));
  }
  d.facts["pack"] = d.by.pack.digest;
  for (auto name : {"effect", "outcome", "detail", "list", "line", "matter", "task"}) {
    auto value = value_of(d.what.data, name);
    if (!value.empty()) d.facts[name] = value;
  }
  if (auto read_back = condition_from_json(value_of(d.what.data, "observed"))) {
    d.facts["observed"] = to_json(without_names(*read_back));
  }
  return {.at = d.what.at, .account = d.out.next.id, .cause = d.what.id, .event = d.what.name,
          .from = d.known.account.state, .to = d.out.next.state, .by = d.what.by,
          .rules = {d.clauses.begin(), d.clauses.end()}, .facts = d.facts,
          .personal = {{"person", d.out.next.person.value}, {"address", d.out.next.address}}};
}

// An account begins with a joiner whom HR knows and with nothing else: an event that lost its way
// must not make one.
std::optional<refusal> no_account_for(const snapshot& known, const event& what) {
  if (what.name != "joiner.notified" || known.account.id.empty()) {
    return refusal{.code = "account.unknown", .message = "there is no such account",
                   .place = what.name};
  }
  if (!known.person) {
    return refusal{.code = "person.unknown", .message = "HR's data do not know this person",
                   .place = "person", .way_out = "Load the staff list, then send the row again"};
  }
  return std::nullopt;
}

void begin_account(deliberation& d) {
  for (auto name : {"startDate", "leavingDate", "unit"}) {
    auto value = value_of(d.what.data, name);
    if (!value.empty()) d.out.next.context[name] = value;
  }
  take_name(d);
}

// News that no state needs to answer to: the mailbox is as desired, a notice went out.
bool is_report(std::string_view name) {
  return name == "condition.reached" || name.starts_with("notice.");
}

// Nothing moves, but that it happened or was tried is in the trail.
decision unchanged(deliberation& d, std::string why) {
  if (!is_report(d.what.name)) d.facts["ignored"] = why;
  auto desired = desired_condition(d.known.account, d.by);
  d.explain(std::move(why));
  d.out.entries.push_back(entry_of(d, desired, desired));
  return std::move(d.out);
}

}  // namespace

result<decision> decide(const snapshot& known, const event& what, const rules& by) {
  deliberation d(known, what, by);
  bool is_new = known.account.state.empty();
  if (is_new) {
    if (auto why = no_account_for(known, what)) return *why;
    auto name = stems_wanted(known, what, by);
    if (!name) return name.error();
    begin_account(d);
  } else if (came_too_late(known.account, what)) {
    return unchanged(d, "the account no longer waits for this");
  }
  if (auto why = alias_refused(d)) return *why;
  auto taken = step_chart(d);
  if (!taken) return taken.error();
  if (!taken->taken && !is_new) return unchanged(d, "this means nothing in this state");

  auto before = desired_condition(known.account, by);
  d.out.next.state = statechart::to_text(by.chart, taken->next);
  d.out.changed = true;
  take_consequences(d, *taken);
  auto after = desired_condition(d.out.next, by);
  reconcile_if_needed(d, before, after);
  if (d.out.next.state != known.account.state) {
    d.out.explanation.insert(d.out.explanation.begin(), state_in_words(d.out.next, by));
  }
  d.out.entries.push_back(entry_of(d, before, after));
  return std::move(d.out);
}

}  // namespace tenure::decide
