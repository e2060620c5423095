#pragma once
// Is this database the one that the trail was made from? Asked before the engine may act, and in
// full by `tenure audit verify`.

#include "engine/audit/checkpoint.hpp"
#include "engine/ports/store.hpp"

#include <filesystem>

namespace tenure::audit {

struct check_report {
  std::uint64_t from = 0;  // first entry whose bytes were recomputed
  std::uint64_t size = 0;
  digest root{};
  bool trail_set_aside = false;  // an acknowledged trail was moved out of the way
};

// Compares the database with the last checkpoint in `trail` and with `witnessed` ones. Recomputed
// are every entry since the last published tile (up to 256 published ones and all newer ones), the
// root at the published size, and the head. So these are refused: a database that is shorter than
// the trail (audit.rolled_back), of another history (audit.forked), or whose newest entries or head
// were edited, deleted or reordered (audit.damaged). An edit of an older entry that leaves the head
// alone is found by check_whole(): reading everything would make every start slower than the last.
result<check_report> check_at_start(store& what, instant now, const verifier_key& log,
                                    const std::filesystem::path& trail,
                                    const std::vector<checkpoint>& witnessed = {});

// The same with every entry recomputed. O(n).
result<check_report> check_whole(store& what, instant now, const verifier_key& log,
                                 const std::filesystem::path& trail,
                                 const std::vector<checkpoint>& witnessed = {});

}  // namespace tenure::audit
