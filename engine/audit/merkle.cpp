#include "engine/audit/merkle.hpp"

#include <bit>
#include <stdexcept>

namespace tenure::audit {
namespace {

// Root over leaves [from, to); `from` is where a subtree of this many leaves may start, so every
// part of the binary form of `to - from` is a perfect subtree.
digest range_root(node_source& nodes, std::uint64_t from, std::uint64_t to) {
  std::uint64_t width = to - from;
  if (std::has_single_bit(width)) {
    return nodes.node(static_cast<unsigned>(std::countr_zero(width)), from / width);
  }
  std::uint64_t left = std::bit_floor(width);
  return node_hash(range_root(nodes, from, from + left), range_root(nodes, from + left, to));
}

// Where a tree of `width` > 1 leaves splits: the largest power of two below it.
std::uint64_t split(std::uint64_t width) { return std::bit_floor(width - 1); }

void include(node_source& nodes, std::uint64_t index, std::uint64_t from, std::uint64_t to,
             std::vector<digest>& out) {
  if (to - from == 1) return;
  std::uint64_t middle = from + split(to - from);
  if (index < middle) {
    include(nodes, index, from, middle, out);
    out.push_back(range_root(nodes, middle, to));
  } else {
    include(nodes, index, middle, to, out);
    out.push_back(range_root(nodes, from, middle));
  }
}

// RFC 6962, section 2.1.2, SUBPROOF: `known` while the old tree is a whole subtree of the new one
// whose root the verifier has.
void extend(node_source& nodes, std::uint64_t old_size, std::uint64_t from, std::uint64_t to,
            bool known, std::vector<digest>& out) {
  if (old_size == to - from) {
    if (!known) out.push_back(range_root(nodes, from, to));
    return;
  }
  std::uint64_t left = split(to - from);
  if (old_size <= left) {
    extend(nodes, old_size, from, from + left, known, out);
    out.push_back(range_root(nodes, from + left, to));
  } else {
    extend(nodes, old_size - left, from + left, to, false, out);
    out.push_back(range_root(nodes, from, from + left));
  }
}

}  // namespace

digest root_of(node_source& nodes, std::uint64_t size) {
  return size == 0 ? sha256({}) : range_root(nodes, 0, size);
}

std::vector<digest> inclusion_proof(node_source& nodes, std::uint64_t index, std::uint64_t size) {
  if (index >= size) throw std::logic_error("no proof for an entry outside the tree");
  std::vector<digest> out;
  include(nodes, index, 0, size, out);
  return out;
}

std::vector<digest> consistency_proof(node_source& nodes, std::uint64_t old_size,
                                      std::uint64_t size) {
  if (old_size == 0 || old_size > size) throw std::logic_error("no proof between these sizes");
  std::vector<digest> out;
  extend(nodes, old_size, 0, size, true, out);
  return out;
}

bool verify_inclusion(const std::vector<digest>& proof, const digest& leaf, std::uint64_t index,
                      std::uint64_t size, const digest& root) {
  if (index >= size) return false;
  std::uint64_t at = index, last = size - 1;
  digest hash = leaf;
  for (const digest& sibling : proof) {
    if (last == 0) return false;
    if ((at & 1) || at == last) {
      hash = node_hash(sibling, hash);
      for (; !(at & 1) && at != 0; at >>= 1) last >>= 1;
    } else {
      hash = node_hash(hash, sibling);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(const std::vector<digest>& proof, std::uint64_t old_size,
                        const digest& old_root, std::uint64_t size, const digest& root) {
  if (old_size == 0 || old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  std::vector<digest> path = proof;
  if (std::has_single_bit(old_size)) path.insert(path.begin(), old_root);
  if (path.empty()) return false;
  std::uint64_t at = old_size - 1, last = size - 1;
  for (; at & 1; at >>= 1) last >>= 1;
  digest old_hash = path[0], hash = path[0];
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((at & 1) || at == last) {
      old_hash = node_hash(path[i], old_hash);
      hash = node_hash(path[i], hash);
      for (; !(at & 1) && at != 0; at >>= 1) last >>= 1;
    } else {
      hash = node_hash(hash, path[i]);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && hash == root;
}

}  // namespace tenure::audit
