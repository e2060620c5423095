#pragma once
// The transitions of a workflow by name, for who counts which of them were taken.

#include "engine/statechart/chart.hpp"

#include <set>
#include <string>

namespace tenure::statechart {

// "emergencyAccess awaitingDecision case.withdrawn -> refused", "... [guard] -> ..."; "-> (stays)"
// where it has no target.
std::string name_of(const chart& in, const transition& of);
std::set<std::string> transitions_of(const chart& in);

}  // namespace tenure::statechart
