#pragma once
// What a mail system can do with single messages; a connector offers what it can. For cases that
// take something out (an extract, evidence) and for retention of named folders.
// Held by the connectors' conformance suite.

#include "engine/ports/connector.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure {

// Which messages. Every field that is set must fit. Texts fit where they are a part of the header,
// without regard to case; the message id fits as a whole, with or without its angle brackets; days
// are those of INTERNALDATE as the mail system counts them.
struct message_criteria {
  std::string folder;      // UTF-8, '/' separated; empty: any
  std::string from;
  std::string subject;
  std::string message_id;
  std::optional<date> since;   // that day and later
  std::optional<date> before;  // earlier than that day
  bool operator==(const message_criteria&) const = default;
};

// True when it says which messages and not only from where or when: "identified messages"
// (CAM-9.2.2b) are never a whole folder.
inline bool names_messages(const message_criteria& of) {
  return !of.from.empty() || !of.subject.empty() || !of.message_id.empty();
}

class message_finder {
 public:
  virtual ~message_finder() = default;
  // Every message that fits, folders in byte order, uids ascending, each once; nothing is changed,
  // not even a flag. `take` returns false to stop. facts: "messages", "bytes" of what was given.
  // `invalid`: the criteria name no messages (names_messages), or hold control characters.
  virtual outcome find(const mailbox_ref& mailbox, const message_criteria& which,
                       const std::function<bool(const stored_message&)>& take) = 0;
};

struct message_copy {
  std::string bytes;  // RFC 5322, as it was found
  instant received;
};

class message_courier {
 public:
  virtual ~message_courier() = default;
  // Puts copies into `folder` of the mailbox, which is made if it is missing, each byte for byte.
  // Idempotent: a copy that stands there already (by SHA-256) is not put again, so a repeat after a
  // lost answer delivers nothing twice; of equal copies one is put. `done` only when every one was
  // read back. facts: "delivered" (by this call), "present".
  // `denied`: no room, no right; `invalid`: the system does not keep one of them byte for byte.
  virtual outcome deliver(const mailbox_ref& to, const std::string& folder,
                          std::span<const message_copy> copies) = 0;
};

class message_sweeper {
 public:
  virtual ~message_sweeper() = default;
  // Removes the messages of one folder whose INTERNALDATE lies before `before`, and reads back that
  // none is left. With `count_only` nothing is removed. facts: "messages". A folder that is not
  // there has none: `done`.
  virtual outcome sweep(const mailbox_ref& mailbox, const std::string& folder, instant before,
                        bool count_only) = 0;
};

}  // namespace tenure
