#include "tests/simulation/transitions.hpp"

#include "engine/statechart/step.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace tenure::test {
namespace {

using statechart::chart;
using statechart::transition;

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

using answers = std::map<std::string, bool>;

// Answers guards as told; a guard that it was told nothing of is noted.
struct told_world final : statechart::environment {
  explicit told_world(const answers& how) : known(how) {}
  bool guard(const statechart::named& asked, std::string_view) override {
    auto found = known.find(asked.type);
    if (found == known.end() && !unknown) unknown = asked.type;
    return found != known.end() && found->second;
  }
  void action(const statechart::named&) override {}
  const answers& known;
  std::optional<std::string> unknown;
};

struct search {
  const chart& in;
  const std::string& event;
  const std::string& from;
  const std::string& to;
  std::optional<std::set<std::string>> certain;

  void with(const answers& how) {
    told_world world(how);
    auto at = statechart::parse(in, from);
    if (!from.empty() && !at) return;
    auto taken = from.empty() ? statechart::initial(in, world)
                              : statechart::step(in, *at, event, world);
    if (world.unknown && how.size() < 14) {
      for (bool answer : {false, true}) {
        auto next = how;
        next[*world.unknown] = answer;
        with(next);
      }
      return;
    }
    if (!taken || statechart::to_text(in, taken->next) != to) return;
    std::set<std::string> names;
    for (const auto* each : taken->transitions) names.insert(name_of(in, *each));
    if (!certain) certain = names;
    std::erase_if(*certain, [&](const auto& name) { return !names.contains(name); });
  }
};

}  // namespace

std::set<std::string> transitions_of(const chart& in) {
  std::set<std::string> out;
  for (const auto& each : in.transitions) out.insert(name_of(in, each));
  return out;
}

std::set<std::string> transitions_taken(const chart& in, const std::string& event,
                                        const std::string& from, const std::string& to,
                                        const std::map<std::string, bool>& known) {
  // An answer that ends a question is the end of its invoke.
  std::vector<std::string> meanings{event};
  if (event == "case.answered") {
    meanings = {"xstate.done.actor.decision", "xstate.done.actor.confirmation"};
  }
  for (const auto& meant : meanings) {
    search all{in, meant, from, to, std::nullopt};
    all.with(known);
    if (all.certain && !all.certain->empty()) return *all.certain;
  }
  return {};
}

}  // namespace tenure::test
