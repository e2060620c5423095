#pragma once
// What becomes of an effect's outcome: the result event for the workflow, or another attempt.

#include "engine/effects/performer.hpp"
#include "engine/ports/store.hpp"

#include <chrono>

namespace tenure::effects {

struct retry_rules {
  std::chrono::seconds first{30};  // doubled with each attempt
  std::chrono::seconds longest{std::chrono::hours(1)};
  int attempts_before_task = 4;  // then the helpdesk gets a task, and it goes on being tried
};

// Closes the effect's outbox row and puts the result event into the inbox, in the caller's
// transaction: after a crash either both are there or the effect is claimed again. Recording the
// same outcome twice is harmless; so is recording after a later epoch claimed the effect.
//
// An effect that has been failing for `attempts_before_task` attempts opens one helpdesk task
// "serverUnreachable" (empty account, input verb and trouble) for its verb; the verb's next success
// closes it.
void record(transaction& in, const work& item, std::int64_t epoch, const outcome& how, instant now,
            const retry_rules& by);

// When the next attempt may run: doubling, with a spread of up to a quarter that follows from the
// effect's id, so that 10,000 effects that failed together do not come back together.
instant next_attempt(const effect& what, const outcome& how, instant now, const retry_rules& by);

// The event that tells the workflow. Its id follows from the effect's, so it counts once.
event result_event(const work& item, const outcome& how, instant now);

// Whether this outcome means that the verb has been failing for a while.
bool is_outage(const effect& what, const outcome& how, const retry_rules& by);

}  // namespace tenure::effects
