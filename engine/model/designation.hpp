#pragma once
// A recorded, dated delegation of authority (WYO-II.B1): `designee` may decide for `principal`
// within the dates. A deputy counts only while the principal is absent.

#include "engine/model/actor.hpp"
#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>

namespace tenure {

struct designation {
  designation_id id;
  hr_id principal;
  hr_id designee;
  bool deputy = false;  // true: only while the principal is absent
  instant from;
  instant until;
  actor made_by;  // the principal, or who may appoint for them
  std::optional<instant> ended;

  bool operator==(const designation&) const = default;
  bool stands_at(instant now) const {
    return from <= now && now < until && (!ended || now < *ended);
  }
};

}  // namespace tenure
