#pragma once
// Reads entries back from the store and follows them from the published trail to the store's head.
// Publishing, checking at start and the full check are this one function, so what is signed is
// always what was checked.

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/tile.hpp"
#include "engine/ports/store.hpp"

#include <filesystem>
#include <functional>
#include <optional>

namespace tenure::audit {

// Setting: "size LF base64(root)" of the newest head that may have been signed. Written before the
// signature, so no checkpoint exists that the database does not know.
inline constexpr std::string_view published_setting = "audit.published";
// Setting: the same of the newest export, whose checkpoint is signed too.
inline constexpr std::string_view exported_setting = "audit.exported";
// Setting: index of the entry in which an operator gave up the trail that is on disk.
inline constexpr std::string_view acknowledged_setting = "audit.acknowledged";

// The text of the last checkpoint in `trail`, opened; nullopt when none was written yet. Refusals
// of open_checkpoint().
result<std::optional<checkpoint>> last_checkpoint(const std::filesystem::path& trail,
                                                  const verifier_key& log);

struct replay_request {
  instant now;  // for the (never committed) transactions that read
  std::filesystem::path trail;
  std::optional<checkpoint> published = {};  // what `trail` ends with
  std::vector<checkpoint> witnessed = {};  // other checkpoints of this log that must hold
  bool whole = false;  // every entry, not only those since the last tile
  bool beside_trail = true;              // false for exports, which do not look at the trail
  // Each row followed, in order; the first may already be published.
  std::function<void(const journal_row&)> on_row = {};
  // Tiles that became full.
  tile_builder::full_tile on_tile = {};
};

struct replayed {
  std::uint64_t from = 0;   // first entry followed
  std::uint64_t size = 0;
  digest root{};
  std::vector<std::string> edge;  // unfinished tiles at `size`
};

// Refusals:
//   audit.rolled_back         the store has fewer entries than were published
//   audit.forked              its entries are not those that were published
//   audit.damaged             an entry was edited, removed or moved, or the head was
//   audit.checkpoint_missing  something was published, but `trail` has no checkpoint
//   audit.tile.unreadable     the trail's own files are not whole
// Costs O(log n) tiles and the entries since the last tile (at most 256 published ones), or every
// entry when `whole`.
result<replayed> replay(store& from, const replay_request& request);

// Stored heads as settings keep them.
std::string head_text(std::uint64_t size, const digest& root);
std::optional<checkpoint> parse_head_text(std::string_view text, std::string origin);

}  // namespace tenure::audit
