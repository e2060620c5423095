#pragma once
// Stepping a statechart, with the semantics of SCXML as XState v5 has them: an event is run to
// completion; inner states are asked before outer ones, candidates in document order; internal
// events (done.state) and `always` are settled before the step returns. Pure but for `environment`.

#include "engine/statechart/chart.hpp"
#include "engine/statechart/configuration.hpp"

#include <string_view>
#include <vector>

namespace tenure::statechart {

inline constexpr int microsteps_max = 1000;

// What guards know and actions do. Called in exact execution order; an action may change what
// later guards answer.
class environment {
 public:
  virtual ~environment() = default;
  // `event` is the event being handled: the one given to step(), an internal
  // "xstate.done.state.<id>", or "xstate.init". Asked any number of times.
  virtual bool guard(const named& guard, std::string_view event) = 0;
  virtual void action(const named& action) = 0;
};

// What follows for the world, and when. The pointers lead into the chart.
struct consequence {
  enum class kind { action, invoke_started, invoke_stopped, deadline_set, deadline_cleared };
  kind is;
  const named* action = nullptr;       // of `action`; the environment has already been told
  const invocation* invoke = nullptr;  // of `invoke_*`
  const delay* deadline = nullptr;     // of `deadline_*`
};

// One event run to completion.
struct macrostep {
  configuration next;
  bool taken = false;  // false: the event meant nothing here, `next` is where we were
  bool done = false;   // the workflow has come to its end
  int microsteps = 0;
  std::vector<consequence> consequences;            // in execution order
  std::vector<state_index> entered, exited;         // in order; a state may be both
  std::vector<const transition*> transitions;       // in the order in which they were taken
};

// Enters the chart. Errors: chart.endless (more than microsteps_max microsteps; names the cycle).
result<macrostep> initial(const chart& in, environment& env);

// Handles one event. `where` must come from this chart. Any event, even one that the chart does not
// know, lets `always` be tried again, because guards may answer differently by now (as XState
// does). A chart that is done takes nothing. An "xstate.error.actor.x" that nothing answers to
// means nothing (XState would give up the whole chart). Errors: chart.endless.
result<macrostep> step(const chart& in, const configuration& where, std::string_view event,
                       environment& env);

// What is left to do when a step is over: an invoke that was started and stopped within it, or a
// deadline that was set and cleared, leaves no trace. Stops and clears come before starts and sets:
// an id in both lists is a new run of it.
struct settlement {
  std::vector<const invocation*> stopped, started;
  std::vector<const delay*> cleared, set;
};
settlement settle(const macrostep& of);

}  // namespace tenure::statechart
