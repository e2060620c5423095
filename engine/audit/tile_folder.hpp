#pragma once
// The tiles of a published trail or an export, read from their folder.

#include "engine/audit/merkle.hpp"
#include "engine/audit/tile.hpp"
#include "engine/model/refusal.hpp"

#include <filesystem>
#include <map>
#include <optional>

namespace tenure::audit {

// Thrown by tile_folder; callers that return results turn it into a refusal.
struct tile_unreadable {
  refusal why;
};

class tile_folder final : public node_source {
 public:
  tile_folder(std::filesystem::path folder, std::uint64_t size)
      : folder_(std::move(folder)), size_(size) {}

  // Throws tile_unreadable (code "audit.tile.unreadable") when a file is missing or too short.
  digest node(unsigned level, std::uint64_t index) override;
  // The hashes of a tile. A full tile serves where only part of it was there at this size.
  const std::string& hashes(const tile& wanted);
  // The entries of a bundle, still in one text.
  std::string bundle(std::uint64_t index);
  // The unfinished tiles as tile_builder wants them, when the log had `size` entries: at most 256
  // hashes a level.
  std::vector<std::string> edge_at(std::uint64_t size);

 private:
  std::filesystem::path folder_;
  std::uint64_t size_;
  std::map<tile, std::string> cache_;
};

}  // namespace tenure::audit
