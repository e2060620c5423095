#pragma once
// A pack that wants a leaver's mail handed over has to say to whom. Private to loading.

#include "engine/policy/pack.hpp"

#include <string>
#include <vector>

namespace tenure::policy {

// What is wrong, a sentence each; empty: the pack wants no hand-over, or every mailbox that is to
// be handed over has somebody who may receive it.
std::vector<std::string> faults_in_hand_over(const pack& of);

}  // namespace tenure::policy
