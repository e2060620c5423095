#pragma once
// Where an account stands in its workflow: the set of active states.

#include "engine/model/refusal.hpp"
#include "engine/statechart/chart.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure::statechart {

// Every active state, ancestors and the root included, in document order. Made by initial(), step()
// and parse(), which only make legal ones: one active child of a compound, all of a parallel.
struct configuration {
  std::vector<state_index> active;
  bool operator==(const configuration&) const = default;
};

// The paths of the active leaves in document order joined by ',': "leaving.waiting",
// "granting.messages.copying,granting.telling.sending". The stored and displayed form.
std::string to_text(const chart& in, const configuration& where);

// Exactly what to_text() writes. Errors: chart.configuration (an unknown state, a state that is no
// leaf, leaves that cannot be active together, a region missing, a different order).
result<configuration> parse(const chart& in, std::string_view text);

bool is_active(const configuration& where, state_index state);
// The workflow has come to its end: nothing can happen any more.
bool is_done(const chart& in, const configuration& where);

}  // namespace tenure::statechart
