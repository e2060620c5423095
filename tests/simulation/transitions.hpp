#pragma once
// Which transitions of its workflow a case took, worked out from its entries in the trail: event,
// state before, state after.

#include "engine/statechart/chart.hpp"

#include <map>
#include <set>
#include <string>

namespace tenure::test {

// "emergencyAccess awaitingDecision case.withdrawn -> refused"
std::set<std::string> transitions_of(const statechart::chart& in);

// Those that must have been taken whatever the guards answered, as far as nothing is known of their
// answers; `from` is empty for the beginning.
std::set<std::string> transitions_taken(const statechart::chart& in, const std::string& event,
                                        const std::string& from, const std::string& to,
                                        const std::map<std::string, bool>& known = {});

}  // namespace tenure::test
