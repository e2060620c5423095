#pragma once
// A receipt for one entry (C2SP tlog-proof): the entry, its inclusion proof and the checkpoint in
// one small text that can be checked without the log.

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/leaf.hpp"

#include <filesystem>

namespace tenure::audit {

// From a published trail or an export. "audit.receipt.no_entry" when the checkpoint is older than
// the entry; refusals of last_checkpoint(). The receipt is checked before it is given out.
result<std::string> prove_entry(const std::filesystem::path& trail, std::uint64_t index,
                                const verifier_key& log);

// Several, all under the same checkpoint.
result<std::vector<std::string>> prove_entries(const std::filesystem::path& trail,
                                               const std::vector<std::uint64_t>& indexes,
                                               const verifier_key& log);

struct receipt {
  std::uint64_t index = 0;
  std::string entry;  // the leaf's bytes, proven to be in the log
  leaf content;
  checkpoint head;
  std::vector<note_signer> witnesses;
};

// "audit.receipt.malformed", "audit.receipt.proof", or as open_checkpoint().
result<receipt> verify_receipt(std::string_view text, const verifier_key& log,
                               const std::vector<verifier_key>& witnesses = {});

}  // namespace tenure::audit
