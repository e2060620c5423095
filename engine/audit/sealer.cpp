#include "engine/audit/sealer.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/audit/log_head.hpp"
#include "engine/audit/utf8.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::audit {
namespace {

// The evidence itself moves beside the leaf under this prefix; the leaf keeps its hash.
constexpr std::string_view evidence_prefix = "facts.";
constexpr std::size_t hashed_fact_bytes = 7 + 64;  // "sha256:" and hexadecimal digits

class leaf_sealer final : public sealer {
 public:
  leaf_sealer(entropy& salts, std::string organisation)
      : salts_(salts), organisation_(std::move(organisation)) {}

  sealed_entry seal(const journal_entry& entry, std::uint64_t index, instant commit_at,
                    std::string_view head) override {
    auto before = parse_head(head);
    if (!before || before->tree.size() != index) {
      throw std::logic_error("the log's head does not belong to its size");
    }
    sealed_entry out;
    log_head after = std::move(*before);
    after.committed = std::max(after.committed, commit_at);
    leaf content = public_part(entry, index, after.committed);
    commit(content, "actor", entry.by.who, out);
    for (const auto& [name, value] : entry.personal) commit(content, name, value, out);
    out.leaf = fitting(content, out);
    digest hash = leaf_hash(out.leaf);
    after.tree.append(hash);
    out.leaf_hash = bytes_of(hash);
    out.head = to_text(after);
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

  void commit(leaf& content, const std::string& name, const std::string& original,
              sealed_entry& out) {
    if (name.starts_with(evidence_prefix)) {
      throw std::logic_error("'facts.' begins the names of evidence, not of personal values");
    }
    std::string value = well_formed(original);  // so that it can be exported as text
    std::string salt(32, '\0');
    salts_.fill(std::as_writable_bytes(std::span(salt)));
    if (!content.personal.emplace(name, base64(commitment(salt, value))).second) {
      throw std::logic_error("'actor' is the actor's own name among personal values");
    }
    out.personal.push_back({name, std::move(salt), std::move(value)});
  }

  // Replaces the largest facts by their hashes until the leaf fits.
  static std::string fitting(leaf& content, sealed_entry& out) {
    std::string text = to_text(content);
    while (text.size() > max_leaf_bytes) {
      auto largest = std::max_element(
          content.facts.begin(), content.facts.end(),
          [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
      if (largest == content.facts.end() || largest->second.size() <= hashed_fact_bytes) {
        throw std::logic_error("a journal entry without evidence is longer than 65,535 bytes");
      }
      std::string evidence = well_formed(largest->second);
      largest->second = "sha256:" + hex(bytes_of(sha256(evidence)));
      out.personal.push_back({std::string(evidence_prefix) + largest->first, std::string(32, '\0'),
                              std::move(evidence)});
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
