#pragma once
// C2SP tlog-tiles: where the hashes and the entries of the log stand in files. A tile of level L
// holds up to 256 hashes of subtrees with 256^L leaves; a bundle holds up to 256 entries.

#include "engine/audit/frontier.hpp"
#include "engine/audit/sha256.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::audit {

inline constexpr std::uint64_t tile_width = 256;

struct tile {
  unsigned level = 0;
  std::uint64_t index = 0;
  unsigned width = tile_width;  // hashes, or entries of a bundle; less than 256: partial
  auto operator<=>(const tile&) const = default;
};

// "tile/1/x001/234.p/17"
std::string tile_path(const tile& of);
// "tile/entries/x001/234.p/17"; the level is not looked at
std::string bundle_path(const tile& of);

// The tile of this level and index in a log of `size` entries; nullopt when it has no hash yet.
std::optional<tile> tile_at(unsigned level, std::uint64_t index, std::uint64_t size);
// Every tile that a log of `size` entries has, by level, then index. Its level-0 tiles are also
// its bundles.
std::vector<tile> tiles_of(std::uint64_t size);

// Root over the 2^n hashes in `hashes` (32 bytes each).
digest perfect_root(std::string_view hashes);

void append_entry(std::string& bundle, std::string_view entry);
// Takes the first entry off `bundle`; nullopt when the length does not fit.
std::optional<std::string_view> take_entry(std::string_view& bundle);

// Root of a log whose unfinished tiles these are, level 0 first.
digest root_of_edge(const std::vector<std::string>& edge);

// Grows tiles leaf by leaf. The edge is one unfinished tile per level.
class tile_builder {
 public:
  using full_tile = std::function<void(const tile&, std::string_view hashes)>;

  // A log of `size` entries whose unfinished tiles are `edge`, level 0 first (empty: none).
  tile_builder(std::uint64_t size, std::vector<std::string> edge, full_tile write);

  void append(const digest& leaf);
  std::uint64_t size() const { return size_; }
  digest root() const { return root_of_edge(edge_); }
  // The unfinished tiles, level 0 first; an empty text where the level ends with a full tile.
  const std::vector<std::string>& edge() const { return edge_; }

 private:
  std::uint64_t size_;
  std::vector<std::string> edge_;
  full_tile write_;
};

}  // namespace tenure::audit
