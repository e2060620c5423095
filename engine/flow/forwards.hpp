#pragma once
// What a mailbox forwarded to is on record before closing takes it away.

#include "engine/effects/reconciler.hpp"
#include "engine/flow/engine.hpp"

namespace tenure::flow {

// Tells each account `forwards.noted` in one transaction, durable when it returns true; false when
// the store is not there. An effect that is repeated after a crash notes nothing twice.
bool note_forwards(engine& on,
                   const std::vector<std::pair<const effects::work*, attributes>>& found);

}  // namespace tenure::flow
