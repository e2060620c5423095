#pragma once
// What a configuration means and what can happen next, for people, the reconciler and the pages.

#include "engine/statechart/chart.hpp"
#include "engine/statechart/configuration.hpp"

#include <string>
#include <vector>

namespace tenure::statechart {

// meta.mailbox of the active states, outer before inner: the inner one wins. Between the regions of
// a parallel state the later one in the file wins.
attributes mailbox_of(const chart& in, const configuration& where);

// The active states that say something about themselves, outer before inner.
struct described {
  const state_node* state;
  std::string_view description;
};
std::vector<described> descriptions(const chart& in, const configuration& where);

// One way on from a configuration. For each event the candidates stand in the order in which they
// are tried, an inner state's before an outer one's.
struct possible {
  const transition* way = nullptr;
  const invocation* waits_for = nullptr;  // of a result of an invoke
  const delay* deadline = nullptr;        // of a deadline
};
std::vector<possible> possibilities(const chart& in, const configuration& where);

// The invokes that run and the deadlines that are set in this configuration, in document order.
std::vector<const invocation*> running_invokes(const chart& in, const configuration& where);
std::vector<const delay*> running_deadlines(const chart& in, const configuration& where);

// "on leaver.notified -> leaving (A leaving date is known; ...)",
// "when archive is done, if x -> y".
std::string in_words(const chart& in, const possible& next);

}  // namespace tenure::statechart
