#pragma once
// A sealer for the store's own tests: real SHA-256 leaf hashes, and a head that chains them, so
// that a gap, a repetition or a stale head shows. It is not the audit log (engine/audit).

#include "engine/ports/sealer.hpp"

#include <string>

namespace tenure::test {

class chain_sealer : public sealer {
 public:
  sealed_entry seal(const journal_entry& entry, std::uint64_t index, instant commit_at,
                    std::string_view head) override;

  // Appended to every leaf: makes leaves of any size or content.
  std::string padding;
};

std::string sha256(std::string_view bytes);

// The head after `leaf_hash` follows `head`.
std::string chained(std::string_view head, std::string_view leaf_hash);

}  // namespace tenure::test
