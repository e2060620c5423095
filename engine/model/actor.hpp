#pragma once
// Who acts, in which capacity, and how we know. Every event carries one; the trail keeps it.

#include <string>
#include <string_view>

namespace tenure {

struct actor {
  std::string who;       // HR id or system name ("hr-feed", "clock", "engine"); personal data
  std::string capacity;  // "hr", "helpdesk", "manager", "headOfService", "engine", ...
  std::string proof;     // how it is known: "peer uid 1000", "demonstration", "engine"
  auto operator<=>(const actor&) const = default;
};

// One person under one name, to find out whether two names may be one person's. The same for names
// that differ only in letter case of any script, in how a letter is composed or which form of it is
// used (full width, ligature), in blanks and characters that show nothing, and for names that look
// alike across scripts: Latin a and Cyrillic а, 0 and O, 1 and l, m and rn (UTS 39). Bytes that are
// no UTF-8 are all the same. So it errs towards one person, and never makes two of one. It is a
// key, not fit for people to read; it does not know nicknames, or one person with two accounts.
std::string person_key(std::string_view who);

// The engine itself: results of effects and deadlines that came due.
inline actor the_engine() { return {"engine", "engine", "engine"}; }

}  // namespace tenure
