#pragma once
// The transitions of workflows by name, and which of them were taken.

#include "engine/statechart/chart.hpp"

#include <set>
#include <string>

namespace tenure::test {

// "emergencyAccess awaitingDecision case.withdrawn -> refused"
std::string name_of(const statechart::chart& in, const statechart::transition& of);
std::set<std::string> transitions_of(const statechart::chart& in);

}  // namespace tenure::test
