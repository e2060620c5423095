#pragma once
// The brakes between lists: on deleting mailboxes and on sweeping messages. Engaged by what they
// stopped, released by two people.

#include "engine/flow/engine.hpp"

#include <string>
#include <vector>

namespace tenure::flow {

struct brake_status {
  std::string id;    // "delete", "sweep"
  std::string verb;
  std::int64_t counted = 0;  // delete: in the last 24 hours, or since the last release; sweep: by
                             // the last look, which comes once a day at most
  std::int64_t limit = 0;
  bool pulled = false;
  std::string since;
  std::vector<std::string> released_by;
};

brake_status delete_brake(line& on);
brake_status sweep_brake(line& on);
// Those that the organisation has: no brake on what it does not do.
std::vector<brake_status> brakes(line& on);

// A look has found so many old messages. True: more than the limit, and the brake is on. What two
// people have released passes once: the number that they were shown, and one limit more for what
// has grown old since.
bool engage_sweep_brake(line& on, std::int64_t found);

// One more person releases it, in the caller's transaction. With the second the counts of deletions
// start anew and every account that it stopped (its state has the tag `stopped`) is told
// (brake.released); a sweep is looked for at once.
// Refused: brake.not_found, brake.conflict (not pulled), brake.same_person.denied.
result<brake_status> release_brake(line& on, const std::string& id, const actor& by,
                                   std::string_view reason, const event_id& as);

}  // namespace tenure::flow
