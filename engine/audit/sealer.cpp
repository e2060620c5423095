#include "engine/audit/sealer.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/frontier.hpp"
#include "engine/audit/leaf.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::audit {
namespace {

// The evidence itself moves beside the leaf under this prefix; the leaf keeps its hash.
constexpr std::string_view evidence_prefix = "facts.";

class leaf_sealer final : public sealer {
 public:
  leaf_sealer(entropy& salts, std::string organisation)
      : salts_(salts), organisation_(std::move(organisation)) {}

  sealed_entry seal(const journal_entry& entry, std::uint64_t index, instant commit_at,
                    std::string_view head) override {
    auto tree = frontier::parse(head);
    if (!tree || tree->size() != index) {
      throw std::logic_error("the log's head does not belong to its size");
    }
    sealed_entry out;
    leaf content = public_part(entry, index, commit_at);
    commit(content, "actor", entry.by.who, out);
    for (const auto& [name, value] : entry.personal) commit(content, name, value, out);
    out.leaf = fitting(content, out);
    digest hash = leaf_hash(out.leaf);
    tree->append(hash);
    out.leaf_hash = bytes_of(hash);
    out.head = tree->text();
    return out;
  }

 private:
  leaf public_part(const journal_entry& entry, std::uint64_t index, instant commit_at) const {
    leaf out;
    out.index = index;
    out.at = entry.at;
    out.committed = commit_at;
    out.organisation = organisation_;
    out.account = entry.account.text();
    out.cause = entry.cause.text();
    out.event = entry.event;
    out.from = entry.from;
    out.to = entry.to;
    out.capacity = entry.by.capacity;
    out.proof = entry.by.proof;
    out.rules = entry.rules;
    out.facts = entry.facts;
    return out;
  }

  void commit(leaf& content, const std::string& name, const std::string& value,
              sealed_entry& out) {
    std::string salt(32, '\0');
    salts_.fill(std::as_writable_bytes(std::span(salt)));
    if (!content.personal.emplace(name, base64(commitment(salt, value))).second) {
      throw std::logic_error("'actor' is the actor's own name among personal values");
    }
    out.personal.push_back({name, std::move(salt), value});
  }

  // Replaces the largest facts by their hashes until the leaf fits.
  static std::string fitting(leaf& content, sealed_entry& out) {
    std::string text = to_text(content);
    while (text.size() > max_leaf_bytes) {
      auto largest = std::max_element(
          content.facts.begin(), content.facts.end(),
          [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
      std::string hashed;
      if (largest != content.facts.end()) {
        hashed = "sha256:" + hex(bytes_of(sha256(largest->second)));
      }
      if (largest == content.facts.end() || largest->second.size() <= hashed.size()) {
        throw std::logic_error("a journal entry without evidence is longer than 65,535 bytes");
      }
      out.personal.push_back({std::string(evidence_prefix) + largest->first, std::string(32, '\0'),
                              largest->second});
      largest->second = std::move(hashed);
      text = to_text(content);
    }
    return text;
  }

  entropy& salts_;
  std::string organisation_;
};

}  // namespace

std::unique_ptr<sealer> make_sealer(entropy& salts, std::string organisation) {
  return std::make_unique<leaf_sealer>(salts, std::move(organisation));
}

}  // namespace tenure::audit
