#pragma once
// The last question before something that cannot be undone, and the event of a finished task.

#include "engine/effects/performer.hpp"
#include "engine/flow/engine.hpp"

namespace tenure::flow {

// True only when the account still waits for this very effect and no hold is active on it, read in
// a transaction of its own right now. Anything that goes wrong while asking is a no: fail closed.
bool still_wanted(engine& on, const effects::work& item);

// The same for old messages that are about to go: in use, not withdrawn, and no hold or case keeps
// its mail.
bool may_sweep(engine& on, const effects::work& item);

// The same whether or not there is a hold, as long as what was agreed to stands: for what takes
// nothing away.
bool still_waited_for(engine& on, const effects::work& item);

// False when it is a case's own call by which somebody would get in, and its agreement does not
// stand at this moment: a last look for the lane of `reconcile`. Any trouble is a no.
bool may_open(engine& on, const effects::work& item);

// Where the copies that this effect makes may go right now: the mailbox, in use, of the account it
// names; nullopt as above, and when either mailbox is of the secure network.
std::optional<mailbox_ref> recipient_now(engine& on, const effects::work& item);

// "xstate.done.actor.<invoke>" for a task that a workflow waits for, else "task.done.<kind>".
event task_event(const task& finished, const actor& by, const attributes& data, instant now);

}  // namespace tenure::flow
