#pragma once
// The steps that deciding about an account and about a case have in common. Private to decide.

#include "engine/decide/deliberation.hpp"

#include <string>
#include <string_view>

namespace tenure::decide {

// A result of an effect that nobody waits for any longer.
bool came_too_late(const deliberation& d, std::string_view event);
// Enters the chart, or steps it by `event`.
result<statechart::macrostep> step_chart(deliberation& d, std::string_view event);
// Tells the deliberation what the step started, stopped, set and cleared.
void take_consequences(deliberation& d, const statechart::macrostep& taken);
// A state whose desired condition differs from the last one is reconciled without being asked;
// where the workflow waits for it (closing), it has its own invoke.
void reconcile_if_needed(deliberation& d, const mailbox_condition& before,
                         const mailbox_condition& after);
// The line of the trail, where entries are wanted (rules).
void add_entry(deliberation& d, const mailbox_condition& before, const mailbox_condition& after);
// Nothing moves, but that it happened or was tried is in the trail.
decision unchanged(deliberation& d, std::string why);

}  // namespace tenure::decide
