#pragma once
// Something happened that an account's workflow may answer to.

#include "engine/model/actor.hpp"
#include "engine/model/attributes.hpp"
#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <string>

namespace tenure {

// `name` is what workflows say under `on`: "leaver.notified", "hold.released", ... The engine's
// own: "xstate.done.actor.<invoke>" and "xstate.error.actor.<invoke>" for a finished effect or
// task, "xstate.after.<delay>.<state path>" for a deadline (the names XState v5 uses).
struct event {
  event_id id;  // the same event put twice is handled once
  std::string name;
  instant at;  // when it became known to the engine (UTC); decisions know no other time
  account_id account;
  actor by;
  attributes data;
  bool operator==(const event&) const = default;
};

// "xstate.done.actor.archive" -> "archive"; empty when `name` is no result of an invoke.
inline std::string_view invoke_of(std::string_view name) {
  constexpr std::string_view done = "xstate.done.actor.", error = "xstate.error.actor.";
  if (name.starts_with(done)) return name.substr(done.size());
  if (name.starts_with(error)) return name.substr(error.size());
  return {};
}

}  // namespace tenure
