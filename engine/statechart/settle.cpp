#include "engine/statechart/step.hpp"

#include <algorithm>

namespace tenure::statechart {
namespace {

// What remains of a run of starts and stops of one thing: the first stop, if it ran before, and the
// last start, if it runs afterwards.
template <class Thing>
struct ledger {
  std::vector<const Thing*> ended, begun;

  void begin(const Thing* thing) { begun.push_back(thing); }
  void end(const Thing* thing) {
    auto here = std::ranges::find(begun, thing);
    if (here != begun.end()) begun.erase(here);
    else ended.push_back(thing);
  }
};

}  // namespace

settlement settle(const macrostep& of) {
  using enum consequence::kind;
  ledger<invocation> invokes;
  ledger<delay> deadlines;
  for (const auto& each : of.consequences) {
    switch (each.is) {
      case action: break;
      case invoke_started: invokes.begin(each.invoke); break;
      case invoke_stopped: invokes.end(each.invoke); break;
      case deadline_set: deadlines.begin(each.deadline); break;
      case deadline_cleared: deadlines.end(each.deadline); break;
    }
  }
  return {std::move(invokes.ended), std::move(invokes.begun), std::move(deadlines.ended),
          std::move(deadlines.begun)};
}

}  // namespace tenure::statechart
