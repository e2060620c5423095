#include "engine/audit/tile_folder.hpp"

#include "engine/audit/files.hpp"

namespace tenure::audit {
namespace {

tile_unreadable unreadable(const std::string& path, const char* what) {
  return {{"audit.tile.unreadable", what, path, "", "copy the trail's folder again, or export it"}};
}

tile must_exist(unsigned level, std::uint64_t index, std::uint64_t size) {
  auto found = tile_at(level, index, size);
  if (!found) throw std::logic_error("the log has no such tile at this size");
  return *found;
}

}  // namespace

const std::string& tile_folder::hashes(const tile& wanted) {
  auto known = cache_.find(wanted);
  if (known != cache_.end()) return known->second;
  auto bytes = read_file(folder_ / tile_path(wanted));
  if (!bytes) bytes = read_file(folder_ / tile_path({wanted.level, wanted.index, tile_width}));
  if (!bytes) throw unreadable(tile_path(wanted), "the tile is missing");
  if (bytes->size() < 32 * wanted.width) throw unreadable(tile_path(wanted), "the tile is cut off");
  bytes->resize(32 * wanted.width);
  return cache_[wanted] = std::move(*bytes);
}

digest tile_folder::node(unsigned level, std::uint64_t index) {
  std::uint64_t width = std::uint64_t{1} << (level % 8), first = index * width;
  tile holder = must_exist(level / 8, first / tile_width, size_);
  std::string_view bytes = hashes(holder);
  if ((first % tile_width + width) * 32 > bytes.size()) {
    throw std::logic_error("the subtree is not complete at this size");
  }
  return perfect_root(bytes.substr(first % tile_width * 32, width * 32));
}

std::string tile_folder::bundle(std::uint64_t index) {
  tile wanted = must_exist(0, index, size_);
  auto bytes = read_file(folder_ / bundle_path(wanted));
  if (!bytes) bytes = read_file(folder_ / bundle_path({0, index, tile_width}));
  if (!bytes) throw unreadable(bundle_path(wanted), "the bundle is missing");
  return std::move(*bytes);
}

std::vector<std::string> tile_folder::edge_at(std::uint64_t size) {
  std::vector<std::string> out;
  for (unsigned level = 0; level < 8 && size >> (8 * level) > 0; ++level) {
    std::uint64_t count = size >> (8 * level), width = count % tile_width;
    out.emplace_back();
    if (width == 0) continue;
    out.back() = hashes(must_exist(level, count / tile_width, size_)).substr(0, 32 * width);
  }
  return out;
}

}  // namespace tenure::audit
