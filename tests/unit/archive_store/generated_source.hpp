#pragma once
// Mailboxes made of numbers: the same seed gives the same messages, without keeping them.

#include "engine/ports/connector.hpp"

#include <random>
#include <string>
#include <vector>

namespace tenure::archive_store {

struct kept_message {
  std::string folder;
  std::uint64_t uid = 0;
  std::vector<std::string> flags;
  instant received;
  std::string bytes;
  std::uint64_t uid_validity = 0;
  bool operator==(const kept_message&) const = default;
};

inline kept_message copy_of(const stored_message& m) {
  return {std::string(m.folder), m.uid, m.flags, m.received, std::string(m.bytes), m.uid_validity};
}

inline stored_message view_of(const kept_message& m) {
  return {m.folder, m.uid, m.flags, m.received, m.bytes, m.uid_validity};
}

// Text and bytes no character set has, the length spread around `size`.
inline kept_message message_of(std::uint64_t seed, std::size_t size) {
  std::mt19937_64 random(seed);
  kept_message out;
  out.folder = seed % 3 == 0 ? "INBOX" : seed % 3 == 1 ? "Projects/Käse" : "Sent";
  out.uid = seed + 1;
  out.uid_validity = 7;
  if (seed % 2) out.flags = {"$Label1", "\\Seen"};
  out.received.micros = static_cast<std::int64_t>(seed) * 1'000'003;
  const std::size_t length = size / 2 + random() % (size + 1);
  out.bytes = "Subject: " + std::to_string(seed) + "\r\n\r\n\xe9\xff";
  while (out.bytes.size() < length) {
    const auto word = random();
    // Half of it repeats, as mail does; the other half does not compress.
    if (word & 1) out.bytes += "On behalf of the directorate, ";
    else out.bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return out;
}

// Folders in byte order, as message_source promises.
class generated_source : public message_source {
 public:
  generated_source(std::uint64_t messages, std::size_t size) : messages_(messages), size_(size) {}

  outcome read(const mailbox_ref&, const std::vector<read_position>& after,
               const std::function<bool(const stored_message&)>& take) override {
    ++reads;
    positions = after;
    std::uint64_t given = 0, bytes = 0;
    outcome out;
    for (std::uint64_t part : {0, 1, 2}) {
      for (std::uint64_t i = part; i < messages_; i += 3) {
        const kept_message m = message_of(i, size_);
        if (taken_before(m, after)) continue;
        if (given == fail_after) {
          out.kind = fail_with;
          return out;
        }
        if (!take(view_of(m))) return out;
        ++given;
        bytes += m.bytes.size();
      }
    }
    out.facts = {{"messages", std::to_string(given)}, {"bytes", std::to_string(bytes)}};
    return out;
  }

  std::uint64_t fail_after = ~0ULL;  // so many messages into a read
  outcome_class fail_with = outcome_class::transient;
  int reads = 0;
  std::vector<read_position> positions;

 private:
  static bool taken_before(const kept_message& m, const std::vector<read_position>& after) {
    for (const auto& position : after) {
      if (position.folder == m.folder && m.uid <= position.uid) return true;
    }
    return false;
  }

  std::uint64_t messages_;
  std::size_t size_;
};

inline std::vector<kept_message> all_messages(std::uint64_t count, std::size_t size) {
  std::vector<kept_message> out;
  for (std::uint64_t part : {0, 1, 2}) {
    for (std::uint64_t i = part; i < count; i += 3) out.push_back(message_of(i, size));
  }
  return out;
}

}  // namespace tenure::archive_store
