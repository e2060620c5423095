#include "engine/statechart/transitions.hpp"

namespace tenure::statechart {

std::string name_of(const chart& in, const transition& of) {
  const auto& source = in.states[of.source];
  auto event = of.event.empty() ? "always" : of.event;
  // "xstate.after.answerWithin.emergencyAccess.awaitingDecision" is said shorter.
  auto tail = event.rfind("." + source.id);
  if (event.starts_with("xstate.after.") && tail != event.npos) event.resize(tail);
  auto out = in.id + " " + (source.path.empty() ? "(root)" : source.path) + " " + event;
  if (of.guard) out += " [" + of.guard->type + "]";
  out += " ->";
  for (auto target : of.targets) out += " " + in.states[target].path;
  return of.targets.empty() ? out + " (stays)" : out;
}

std::set<std::string> transitions_of(const chart& in) {
  std::set<std::string> out;
  for (const auto& each : in.transitions) out.insert(name_of(in, each));
  return out;
}

}  // namespace tenure::statechart
