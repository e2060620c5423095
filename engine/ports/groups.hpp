#pragma once
// Who is in a group of the directory. Read at times and written down, never while something is
// decided: engine/decisions/0025-offices-by-groups.md.

#include "engine/model/effect.hpp"
#include "engine/model/id.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure {

// An entry of the directory, by what says which person it is.
struct group_member {
  std::string directory_id;  // entryUUID
  std::string hr_number;     // as the directory has it; may be empty
  account_id account;        // empty: the entry bears no account of ours
};

struct group_reading {
  outcome why;  // `people` count only when this is done: a part of a group is no group
  std::vector<group_member> people;
};

// Calls come from several threads. Whatever is not `done` makes nobody a member:
//   not_found  there is no such group
//   invalid    it is larger or nested deeper than the implementation follows
//   transient, throttled, denied  the directory cannot be asked
class group_reader {
 public:
  virtual ~group_reader() = default;
  // The people in the group and in the groups within it, each once. A circle of groups ends where
  // it began; a member that is not there any more, or is no person's entry, is nobody.
  virtual group_reading read(std::string_view dn) = 0;
};

}  // namespace tenure
