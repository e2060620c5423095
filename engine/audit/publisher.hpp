#pragma once
// Writes the trail where anybody can check it: tiles, bundles and the signed checkpoint in a folder
// (C2SP tlog-tiles). Incremental: a call costs the entries since the last tile.

#include "engine/audit/note.hpp"
#include "engine/audit/sha256.hpp"
#include "engine/ports/store.hpp"

#include <filesystem>

namespace tenure::audit {

struct published {
  std::uint64_t size = 0;
  digest root{};
  bool changed = false;  // a new checkpoint was written
};

// Brings `trail` up to the store's newest entry. Call it at most once at a time, within a second
// after a commit. Refusals of replay() and last_checkpoint(): then nothing was signed. A crash
// anywhere leaves a trail that the next call completes.
result<published> publish(store& from, instant now, const signing_key& key,
                          const std::filesystem::path& trail);

struct exported {
  std::uint64_t size = 0;
  digest root{};
  std::uint64_t personal_values = 0;
};

// The whole log into `folder`, which must be empty or missing ("audit.export.not_empty"), with a
// checkpoint of its own. Every entry is recomputed on the way. `with_personal` adds personal.jsonl:
// the values and salts that were not erased; give it only to who may read them.
result<exported> export_trail(store& from, instant now, const signing_key& key,
                              const std::filesystem::path& folder, bool with_personal = false);

}  // namespace tenure::audit
