#pragma once
// Who acts, in which capacity, and how we know. Every event carries one; the trail keeps it.

#include <string>

namespace tenure {

struct actor {
  std::string who;       // HR id or system name ("hr-feed", "clock", "engine"); personal data
  std::string capacity;  // "hr", "helpdesk", "manager", "headOfService", "engine", ...
  std::string proof;     // how it is known: "peer uid 1000", "demonstration", "engine"
  auto operator<=>(const actor&) const = default;
};

// The engine itself: results of effects and deadlines that came due.
inline actor the_engine() { return {"engine", "engine", "engine"}; }

}  // namespace tenure
