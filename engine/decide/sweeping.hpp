#pragma once
// The words of the account's workflow for sweeping. Private to this folder.

#include "engine/decide/deliberation.hpp"
#include "engine/decide/sweep.hpp"

namespace tenure::decide {

// --- guard
bool sweep_allowed(deliberation& d);

// --- actions
// From the folders in which something was found, or from all: messages older than the pack says.
void sweep_folders(deliberation& d, const attributes& params);
// It is over, done or not: how many went from which folder, for the trail. What is still there is
// found by the next look.
void note_swept(deliberation& d, const attributes& params);

}  // namespace tenure::decide
