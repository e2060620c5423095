#pragma once
// Something that is on record about a person or a unit, with its days and where the proof is:
// training that was done, a policy that was read, a commitment that was signed (CAM-6a, CAM-6b,
// WYO-I.E, MAS-R), a unit's acceptable-use policy (MAS-2). Nothing here is believed longer than its
// days. Why it is so: engine/decisions/0022-attestations.md.

#include "engine/model/actor.hpp"
#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>

namespace tenure {

struct attestation {
  attestation_id id;
  std::string about;     // the HR id of a person, or "unit:" and the id of a unit
  std::string kind;      // a word of the vocabulary's `attestations`: "policyAwareness"
  std::string evidence;  // where the proof is, in words: "e-learning record 4711"
  instant from;
  instant until;         // the first instant at which it does not stand any more
  actor recorded_by;
  std::optional<instant> withdrawn;

  bool operator==(const attestation&) const = default;
  bool stands_at(instant now) const {
    return from <= now && now < until && (!withdrawn || now < *withdrawn);
  }
};

}  // namespace tenure
