#pragma once
// The content of one leaf, between its bytes and words. engine/audit/FORMAT.md is the grammar.

#include "engine/model/attributes.hpp"
#include "engine/model/instant.hpp"
#include "engine/model/refusal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::audit {

struct leaf {
  std::uint64_t index = 0;
  instant at;         // the event's time
  instant committed;  // the transaction's time
  std::string organisation;
  std::string account;  // 32 hexadecimal digits, as are causes
  std::string cause;
  std::string event;
  std::string from;
  std::string to;
  std::string capacity;  // of the actor
  std::string proof;
  std::vector<std::string> rules;
  attributes facts;     // a value that would not fit stands as "sha256:<hex>"
  attributes personal;  // name -> base64 of HMAC-SHA256(salt, value)
  bool operator==(const leaf&) const = default;
};

// JSON in one line, no blanks, keys in the order of the fields above. Bytes that are not UTF-8 are
// written as U+FFFD.
std::string to_text(const leaf& content);

// The canonical form only: read_leaf(to_text(x)) == x and nothing else is accepted, so equal
// contents have equal bytes. "audit.leaf.malformed" otherwise, the offset in the message.
result<leaf> read_leaf(std::string_view text);

// A leaf's sequence number and commit time, checked against the same grammar, at the speed of
// hashing: what verifying a million entries needs of each.
struct leaf_place {
  std::uint64_t index = 0;
  std::string_view committed;  // always 27 characters, so later is greater
};
result<leaf_place> scan_leaf(std::string_view text);

}  // namespace tenure::audit
