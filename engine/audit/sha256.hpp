#pragma once
// SHA-256 and the two domain-separated hashes of RFC 6962, section 2.1. The work is done by OpenSSL
// with one fetched algorithm and one context per thread: a Merkle tree hashes short inputs.

#include <array>
#include <string>
#include <string_view>

namespace tenure::audit {

using digest = std::array<unsigned char, 32>;

digest sha256(std::string_view bytes);
// SHA-256(0x00 || entry): a leaf of the tree.
digest leaf_hash(std::string_view entry);
// SHA-256(0x01 || left || right): an inner node.
digest node_hash(const digest& left, const digest& right);

inline std::string_view bytes_of(const digest& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
// Throws std::logic_error unless `bytes` is 32 long.
digest digest_of(std::string_view bytes);

}  // namespace tenure::audit
