#pragma once
// The right edge of the Merkle tree: all that appending and the root need. One hash per one-bit of
// the size, so a million entries fit in 20 hashes.

#include "engine/audit/sha256.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::audit {

class frontier {
 public:
  std::uint64_t size() const { return size_; }
  // Amortised one, at most log2(size) node hashes.
  void append(const digest& leaf);
  // Root of the tree; SHA-256("") when it is empty (RFC 6962, section 2.1).
  digest root() const;

  // The stored form: size as 8 bytes big endian, then the hashes of the perfect subtrees, largest
  // first. The empty text stands for the empty tree.
  std::string text() const;
  // nullopt unless the number of hashes is the number of one-bits of the size.
  static std::optional<frontier> parse(std::string_view text);

  bool operator==(const frontier&) const = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<digest> peaks_;  // roots of the perfect subtrees, largest first
};

}  // namespace tenure::audit
