#include "engine/audit/tile.hpp"

#include <bit>
#include <cstdio>
#include <stdexcept>

namespace tenure::audit {
namespace {

// Three digits a folder, all but the last marked with x: no folder gets more than 1,000 names of a
// kind. 1234067 -> x001/x234/067.
std::string number_path(std::uint64_t number) {
  char buffer[8];
  std::snprintf(buffer, sizeof buffer, "%03u", static_cast<unsigned>(number % 1000));
  std::string out = buffer;
  while ((number /= 1000) > 0) {
    std::snprintf(buffer, sizeof buffer, "x%03u/", static_cast<unsigned>(number % 1000));
    out.insert(0, buffer);
  }
  return out;
}

std::string with_width(std::string path, unsigned width) {
  return width == tile_width ? path : path + ".p/" + std::to_string(width);
}

// Shifting by 64 or more is undefined; such a level is empty.
std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
  return level < 8 ? size >> (8 * level) : 0;
}

}  // namespace

std::string tile_path(const tile& of) {
  return with_width("tile/" + std::to_string(of.level) + "/" + number_path(of.index), of.width);
}

std::string bundle_path(const tile& of) {
  return with_width("tile/entries/" + number_path(of.index), of.width);
}

std::optional<tile> tile_at(unsigned level, std::uint64_t index, std::uint64_t size) {
  std::uint64_t hashes = hashes_at(level, size);
  if (index >= hashes / tile_width + (hashes % tile_width != 0)) return std::nullopt;
  bool full = index < hashes / tile_width;
  return tile{level, index, static_cast<unsigned>(full ? tile_width : hashes % tile_width)};
}

std::vector<tile> tiles_of(std::uint64_t size) {
  std::vector<tile> out;
  for (unsigned level = 0; hashes_at(level, size) > 0; ++level) {
    for (std::uint64_t index = 0; auto found = tile_at(level, index, size); ++index) {
      out.push_back(*found);
    }
  }
  return out;
}

digest perfect_root(std::string_view hashes) {
  std::vector<digest> nodes;
  for (; !hashes.empty(); hashes.remove_prefix(32)) {
    nodes.push_back(digest_of(hashes.substr(0, 32)));
  }
  if (!std::has_single_bit(nodes.size())) throw std::logic_error("not a perfect subtree");
  for (std::size_t width = nodes.size(); width > 1; width /= 2) {
    for (std::size_t i = 0; i < width / 2; ++i) {
      nodes[i] = node_hash(nodes[2 * i], nodes[2 * i + 1]);
    }
  }
  return nodes[0];
}

void append_entry(std::string& bundle, std::string_view entry) {
  if (entry.size() > 0xffff) throw std::logic_error("an entry has at most 65,535 bytes");
  bundle += static_cast<char>(entry.size() >> 8);
  bundle += static_cast<char>(entry.size() & 0xff);
  bundle += entry;
}

std::optional<std::string_view> take_entry(std::string_view& bundle) {
  if (bundle.size() < 2) return std::nullopt;
  auto length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]) << 8 |
                                         static_cast<unsigned char>(bundle[1]));
  if (bundle.size() - 2 < length) return std::nullopt;
  std::string_view entry = bundle.substr(2, length);
  bundle.remove_prefix(2 + length);
  return entry;
}

// The perfect subtrees of the right edge, smallest first, are found in the tiles from level 0 up,
// each tile's own from its end.
digest root_of_edge(const std::vector<std::string>& edge) {
  std::optional<digest> root;
  for (const std::string& hashes_of_level : edge) {
    std::string_view rest = hashes_of_level;
    while (!rest.empty()) {
      std::size_t hashes = rest.size() / 32, last = hashes & (~hashes + 1);
      digest peak = perfect_root(rest.substr(rest.size() - last * 32));
      root = root ? node_hash(peak, *root) : peak;
      rest.remove_suffix(last * 32);
    }
  }
  return root ? *root : sha256({});
}

tile_builder::tile_builder(std::uint64_t size, std::vector<std::string> edge, full_tile write)
    : size_(size), edge_(std::move(edge)), write_(std::move(write)) {
  if (edge_.empty()) edge_.emplace_back();
}

void tile_builder::append(const digest& leaf) {
  digest hash = leaf;
  for (unsigned level = 0;; ++level) {
    if (level == edge_.size()) edge_.emplace_back();
    std::string& edge = edge_[level];
    edge += bytes_of(hash);
    if (edge.size() < 32 * tile_width) break;
    hash = perfect_root(edge);
    write_({level, size_ >> (8 * (level + 1)), tile_width}, edge);
    edge.clear();
  }
  ++size_;
}

}  // namespace tenure::audit
