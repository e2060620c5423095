#pragma once
// C2SP tlog-checkpoint: the size and root of the log, signed. And cosignatures of witnesses
// (tlog-cosignature), which say that they saw no other history of this log.

#include "engine/audit/note.hpp"
#include "engine/audit/sha256.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::audit {

struct checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  digest root{};
  bool operator==(const checkpoint&) const = default;
};

// "origin LF size LF base64(root) LF"
std::string to_text(const checkpoint& head);
// "audit.checkpoint.malformed" unless exactly that: no extension lines, no leading zeros.
result<checkpoint> parse_checkpoint(std::string_view body);

// The signed note. The origin is the key's name.
std::string sign_checkpoint(std::uint64_t size, const digest& root, const signing_key& key);

struct opened_checkpoint {
  checkpoint head;
  std::vector<note_signer> witnesses;  // those of the known witnesses that cosigned
};

// Reads and verifies: the log's own signature must be there ("audit.checkpoint.unsigned"), the
// origin must be the key's name ("audit.checkpoint.origin"), and no known key may fail.
result<opened_checkpoint> open_checkpoint(std::string_view note, const verifier_key& log,
                                          const std::vector<verifier_key>& witnesses = {});

}  // namespace tenure::audit
