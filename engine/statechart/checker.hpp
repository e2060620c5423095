#pragma once
// Private to engine/statechart: what is well formed and would still surprise somebody.

#include "engine/statechart/chart.hpp"
#include "engine/statechart/findings.hpp"

namespace tenure::statechart {

// A state that nothing leads to; a state that is not final and cannot be left; a cycle of `always`
// without guards; an `always` that stays where it is; a candidate behind an unguarded one; an
// onDone of something that cannot be done.
void check(const chart& in, findings& wrong);

}  // namespace tenure::statechart
