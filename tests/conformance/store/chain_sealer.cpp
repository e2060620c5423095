#include "tests/conformance/store/chain_sealer.hpp"

#include <openssl/sha.h>

namespace tenure::test {

std::string sha256(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return {reinterpret_cast<const char*>(digest), sizeof(digest)};
}

std::string chained(std::string_view head, std::string_view leaf_hash) {
  return sha256(std::string(head) + std::string(leaf_hash));
}

sealed_entry chain_sealer::seal(const journal_entry& entry, std::uint64_t index, instant commit_at,
                                std::string_view head) {
  sealed_entry out;
  out.leaf = std::to_string(index) + '\0' + to_text(commit_at) + ' ' + to_text(entry.at) + ' ' +
             entry.event + ' ' + entry.from + '>' + entry.to + ' ' + to_json(entry.facts) + padding;
  out.leaf_hash = sha256(std::string(1, '\0') + out.leaf);
  for (const auto& [name, value] : entry.personal) {
    out.personal.push_back({name, sha256(name + std::to_string(index)), value});
  }
  out.head = chained(head, out.leaf_hash);
  return out;
}

}  // namespace tenure::test
