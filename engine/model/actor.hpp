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

// One person under one name: blanks and the letter case of ASCII mean nothing, so that
// nobody is two people by typing differently.
inline std::string person_key(std::string_view who) {
  std::string key;
  for (char c : who) {
    bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return key;
}

// The engine itself: results of effects and deadlines that came due.
inline actor the_engine() { return {"engine", "engine", "engine"}; }

}  // namespace tenure
