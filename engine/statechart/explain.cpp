#include "engine/statechart/explain.hpp"

#include <algorithm>

namespace tenure::statechart {
namespace {

possible as_possible(const chart& in, const transition& way) {
  possible next{&way, nullptr, nullptr};
  for (auto index : in.states[way.source].invokes) {
    const auto& invoke = in.invokes[index];
    if (way.event == "xstate.done.actor." + invoke.id ||
        way.event == "xstate.error.actor." + invoke.id) {
      next.waits_for = &invoke;
    }
  }
  if (way.by == trigger::after) next.deadline = in.find_delay(way.event);
  return next;
}

std::string cause_of(const possible& next) {
  const auto& way = *next.way;
  switch (way.by) {
    case trigger::event: return "on " + way.event;
    case trigger::always: return "as soon as possible";
    case trigger::after: return "after " + next.deadline->name;
    case trigger::invoke_done: return "when " + next.waits_for->id + " is done";
    case trigger::invoke_error: return "when " + next.waits_for->id + " has failed";
    case trigger::state_done: return "when this part is done";
  }
  return {};
}

}  // namespace

attributes mailbox_of(const chart& in, const configuration& where) {
  attributes merged;
  for (auto state : where.active) {
    for (const auto& [key, value] : in.states[state].mailbox) merged.insert_or_assign(key, value);
  }
  return merged;
}

std::vector<described> descriptions(const chart& in, const configuration& where) {
  std::vector<described> found;
  for (auto index : where.active) {
    const auto& state = in.states[index];
    if (index != 0 && !state.description.empty()) found.push_back({&state, state.description});
  }
  return found;
}

std::vector<possible> possibilities(const chart& in, const configuration& where) {
  std::vector<possible> found;
  if (is_done(in, where)) return found;
  for (auto at = where.active.rbegin(); at != where.active.rend(); ++at) {
    const auto& state = in.states[*at];
    for (auto index : state.always) found.push_back(as_possible(in, in.transitions[index]));
    for (auto index : state.handlers) found.push_back(as_possible(in, in.transitions[index]));
  }
  return found;
}

std::vector<const invocation*> running_invokes(const chart& in, const configuration& where) {
  std::vector<const invocation*> running;
  if (is_done(in, where)) return running;
  for (auto state : where.active) {
    for (auto index : in.states[state].invokes) running.push_back(&in.invokes[index]);
  }
  return running;
}

std::vector<const delay*> running_deadlines(const chart& in, const configuration& where) {
  std::vector<const delay*> running;
  if (is_done(in, where)) return running;
  for (auto state : where.active) {
    for (auto index : in.states[state].delays) running.push_back(&in.delays[index]);
  }
  return running;
}

std::string in_words(const chart& in, const possible& next) {
  const auto& way = *next.way;
  auto text = cause_of(next);
  if (way.guard) text += ", if " + way.guard->type;
  for (auto target : way.targets) {
    const auto& state = in.states[target];
    text += " -> " + (state.path.empty() ? in.id : state.path);
    if (!state.description.empty()) text += " (" + state.description + ")";
  }
  if (way.targets.empty()) text += ", staying here";
  return text;
}

}  // namespace tenure::statechart
