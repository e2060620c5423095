#pragma once
// What somebody changed behind our back: mailboxes that are not in the condition their state asks
// for. Found by asking the systems, repaired by telling the workflow (drift.found).

#include "engine/service/application.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace tenure::service {

struct drift {
  account of;
  mailbox_condition differs;   // what is desired and not so
  mailbox_condition observed;
  std::string trouble;         // the systems could not tell; then the two above say nothing
  bool repairing = false;
};

struct drift_report {
  std::int64_t checked = 0;
  std::vector<drift> found;
};

// Looks at one account, or at all that exist in the systems, page by page, between the engine's own
// turns. `repair` tells the workflow of each. `go_on` is told how many were looked at; false stops.
drift_report look_for_drift(application& app, const std::optional<account>& only, bool repair,
                            const actor& by, const std::function<bool(std::int64_t)>& go_on);

}  // namespace tenure::service
