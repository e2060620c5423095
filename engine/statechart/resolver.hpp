#pragma once
// Private to engine/statechart: turns the names of initial states and targets into indexes, and
// refuses names and shapes that lead nowhere.

#include "engine/statechart/findings.hpp"
#include "engine/statechart/reader.hpp"

namespace tenure::statechart {

void resolve(draft& of, findings& wrong);

// "account.leaving", for messages.
std::string place_in(const chart& in, state_index state);

}  // namespace tenure::statechart
