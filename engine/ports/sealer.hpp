#pragma once
// Turns journal entries into leaves of the audit log. The store calls it inside the transaction
// that appends them; engine/audit implements it. See engine/decisions/0004-audit-trail.md.

#include "engine/model/decision.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenure {

// A personal value beside its leaf: the leaf holds HMAC-SHA256(salt, value) only. Deleting the row
// erases the person from the trail; every proof still holds.
struct personal_value {
  std::string name;
  std::string salt;  // 32 bytes
  std::string value;
};

struct sealed_entry {
  std::string leaf;  // the exact bytes hashed and exported; at most 65,535
  std::string leaf_hash;  // 32 bytes: SHA-256(0x00 || leaf)
  std::vector<personal_value> personal;
  std::string head;  // the log's head after this leaf: opaque here, stored by the store
};

class sealer {
 public:
  virtual ~sealer() = default;

  // `index`: the leaf's place, from 0 without gaps. `head`: the head before it, empty at index 0.
  // `commit_at`: when the transaction is made. O(log index) hashes.
  virtual sealed_entry seal(const journal_entry& entry, std::uint64_t index, instant commit_at,
                            std::string_view head) = 0;
};

}  // namespace tenure
