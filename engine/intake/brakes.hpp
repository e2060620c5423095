#pragma once
// Whether a list may be acted on, or is held as a whole until two people release it. Counted are
// the verbs that take something away or make many at once, by list, by share of all accounts,
// and over a rolling 24 hours of all feeds together, so that slices do not get round it.

#include "engine/intake/plan.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace tenure::intake {

// The limits of one verb, from the pack ("brake.close.count" and so on).
struct brake_limits {
  std::int64_t count = 0;    // in one list
  std::int64_t percent = 0;  // of all accounts, in one list
  std::int64_t daily = 0;    // in 24 hours, over all lists
};

struct brake_rules {
  std::map<std::string, brake_limits> by_verb;  // "create", "close" (with "redate"), "absent"
  std::int64_t shrink_percent = 0;  // how much a full snapshot may shrink against the last one
};

struct hold_reason {
  std::string code;     // "brake.count", "brake.percent", "brake.daily", "brake.shrunk",
                        // "brake.empty", or "hr.list.*"
  std::string message;  // one sentence with the numbers
  bool releasable = true;  // false: the file itself cannot be trusted and must be corrected
};

std::map<std::string, std::int64_t> count_verbs(const plan& of);

// Empty: the list may be applied. `accounts`: how many there are; the first list into an empty
// store may create as many as it likes. `last_rows`: rows of the last applied snapshot of this
// kind, or 0.
std::vector<hold_reason> reasons_to_hold(const hr_list_file& list, const plan& of,
                                         const brake_rules& by, transaction& in, instant now,
                                         std::int64_t accounts, std::int64_t last_rows);

}  // namespace tenure::intake
