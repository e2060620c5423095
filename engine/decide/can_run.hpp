#pragma once
// Whether a workflow can be run: the vocabulary says which names a workflow may use, and the tables
// of this folder give them their meaning. A vocabulary that was edited may be ahead of the tables;
// asked at load, so that no line stops at a name in the middle of somebody's life.

#include "engine/model/refusal.hpp"
#include "engine/statechart/chart.hpp"

namespace tenure::decide {

// Refused (chart.name_unknown) when the chart uses a guard, action, actor or delay that nothing
// answers to; one line of the message for each, with its file and line.
result<void> can_run(const statechart::chart& chart);

}  // namespace tenure::decide
