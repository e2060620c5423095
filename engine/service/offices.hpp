#pragma once
// Reading the groups of the directory that fill offices (`roles: {dpo: {groups: [...]}}`), as often
// as the configuration says (`offices:`). Source: engine/decisions/0025-offices-by-groups.md.

#include "engine/model/instant.hpp"

#include <string>
#include <vector>

namespace tenure::service {

class application;

// Reads them all and writes down who is in them, by person: an entry that bears an account is that
// account's person, whoever's number it shows; two entries of one person are one. An office of
// which any group could not be read keeps what was read before, for as long as that counts.
// What went wrong, in words, an office each.
std::vector<std::string> read_offices(application& app);

// At start: what was read for an office that the configuration gives to other groups, or to none
// now, is forgotten.
void forget_former_offices(application& app);

// Reads when it is time: after `readEvery`, a minute after trouble.
class office_watch {
 public:
  explicit office_watch(application& app) : app_(app) {}
  // What to tell: trouble that was not told before, or that it is over.
  std::string look();

 private:
  application& app_;
  instant next_{};
  std::string said_;
};

struct office_state {
  std::string role;
  bool counts = false;  // somebody read it, and not too long ago
  std::string words;    // "3 people, read 2026-11-30T09:00:00.000000Z"
};
std::vector<office_state> office_states(application& app);

}  // namespace tenure::service
