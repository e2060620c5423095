#pragma once
// The deletion brake between lists: engaged by a decision that it stopped, released by two people.

#include "engine/flow/engine.hpp"

#include <string>
#include <vector>

namespace tenure::flow {

struct brake_status {
  std::string id;    // "delete"
  std::string verb;
  std::int64_t counted = 0;  // in the last 24 hours, or since the last release
  std::int64_t limit = 0;
  bool pulled = false;
  std::string since;
  std::vector<std::string> released_by;
};

brake_status delete_brake(line& on);

// One more person releases it, in the caller's transaction. With the second the counts start anew
// and every account that it stopped (its state has the tag `stopped`) is told (brake.released).
// Refused: brake.not_found, brake.conflict (not pulled), brake.same_person.denied.
result<brake_status> release_brake(line& on, const std::string& id, const actor& by,
                                   std::string_view reason, const event_id& as);

}  // namespace tenure::flow
