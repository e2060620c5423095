#pragma once
// What a database says about its own durability, read back after it was set. Anything less than
// "on the disk when commit returns" is refused: an acknowledged decision must survive a power cut.

#include "engine/model/refusal.hpp"

#include <string>

namespace tenure::storage {

struct sqlite_durability {
  std::string journal_mode;  // "wal" is the only one accepted
  std::string synchronous;   // "2" (FULL) or "3" (EXTRA)
};

struct postgresql_durability {
  std::string fsync;               // "on"
  std::string full_page_writes;    // "on"
  std::string synchronous_commit;  // anything but "off"
};

// Refusal: store.not_durable, naming the setting.
result<void> refuse_unless_durable(const sqlite_durability& said);
result<void> refuse_unless_durable(const postgresql_durability& said);

}  // namespace tenure::storage
