#pragma once
// A legal hold by matter: while one is active nothing of the account is archived, deleted or
// destroyed (WYO-III.H). Several may be active at once.

#include "engine/model/actor.hpp"
#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>

namespace tenure {

struct hold {
  hold_id id;
  account_id account;
  std::string matter;  // the proceeding's reference
  actor placed_by;     // only this authority lifts it
  instant placed;
  std::optional<instant> lifted;
  bool operator==(const hold&) const = default;
};

}  // namespace tenure
