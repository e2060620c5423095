#pragma once
// The time to come, decided by the code that will decide it: every deadline on a virtual clock,
// with every effect taken to succeed and every task left undone. Nothing is kept.

#include "engine/flow/engine.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tenure::flow {

struct simulated {
  instant at;
  account_id account;
  std::string address;
  std::string from, to;             // states
  std::vector<std::string> rules;
};

// In one transaction that is rolled back. `each` is told how far it got. Stops after
// `events_max` events.
std::vector<simulated> simulate(engine& on, instant until, std::size_t events_max,
                                const std::function<void(instant)>& each);

}  // namespace tenure::flow
