#pragma once
// The time to come, decided by the code that will decide it: every deadline on a virtual clock,
// with every effect taken to succeed and every task left undone; and when it is looked for old
// mail. Nothing is kept, and no mailbox is looked into.

#include "engine/flow/engine.hpp"

#include <cstdint>
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

// A look for old mail. Whether it finds any, nobody knows before.
struct foreseen_sweep {
  instant at;
  std::int64_t mailboxes = 0;  // that it looks into
  std::int64_t left_out = 0;   // in use, but something keeps their mail
  std::vector<std::string> folders;  // in each mailbox
  std::vector<std::string> rules;
};

struct foreseen {
  std::vector<simulated> steps;
  std::vector<foreseen_sweep> sweeps;  // none while the brake "sweep" is on
};

// In one transaction that is rolled back. `each` is told how far it got. Stops after
// `events_max` events.
foreseen simulate(engine& on, instant until, std::size_t events_max,
                  const std::function<void(instant)>& each);

}  // namespace tenure::flow
