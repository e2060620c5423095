#pragma once
// Proofs over an RFC 6962 Merkle tree (section 2.1): that an entry is in a tree, and that one tree
// is the beginning of another. Both are O(log n) hashes, made and checked.

#include "engine/audit/sha256.hpp"

#include <cstdint>
#include <vector>

namespace tenure::audit {

// Hashes of perfect subtrees: node(l, i) is the root over leaves [i * 2^l, (i + 1) * 2^l). Asked
// only for subtrees that lie wholly inside the tree.
class node_source {
 public:
  virtual ~node_source() = default;
  virtual digest node(unsigned level, std::uint64_t index) = 0;
};

digest root_of(node_source& nodes, std::uint64_t size);

// From the leaf's sibling up to the root's child. `index` < `size` (std::logic_error otherwise).
std::vector<digest> inclusion_proof(node_source& nodes, std::uint64_t index, std::uint64_t size);
// Empty when the sizes are equal. 0 < `old_size` <= `size` (std::logic_error otherwise).
std::vector<digest> consistency_proof(node_source& nodes, std::uint64_t old_size,
                                      std::uint64_t size);

// RFC 9162, sections 2.1.3.2 and 2.1.4.2. A proof that is too long or too short is false.
bool verify_inclusion(const std::vector<digest>& proof, const digest& leaf, std::uint64_t index,
                      std::uint64_t size, const digest& root);
bool verify_consistency(const std::vector<digest>& proof, std::uint64_t old_size,
                        const digest& old_root, std::uint64_t size, const digest& root);

}  // namespace tenure::audit
