#pragma once
// The mail and directory systems as the engine sees them. Calls are synchronous and take batches:
// a connector pipelines inside a batch; the engine runs it on a pool of its own. Expected trouble
// is an outcome (its class decides what happens next), never an exception.
// One conformance suite holds every implementation: tests/conformance/connector.

#include "engine/model/account.hpp"
#include "engine/model/condition.hpp"
#include "engine/model/effect.hpp"

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace tenure {

// A mailbox and the fields of its condition to be brought about.
struct change {
  mailbox_ref mailbox;
  mailbox_condition desired;
};

// Called once per item of a batch, in any order, as soon as its outcome is known.
using on_outcome = std::function<void(std::size_t index, const outcome&)>;

class connector {
 public:
  virtual ~connector() = default;

  // The fields this connector governs, by name (condition_fields). Others it leaves alone.
  virtual std::vector<std::string_view> governs() const = 0;

  // Reads the condition of each mailbox into outcome::observed (kind done | not_found | transient
  // | throttled | denied).
  virtual void observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) = 0;

  // Brings each mailbox into `desired` (only governed fields) and reads it back: `done` only when
  // what was read back shows it. Idempotent: applying twice ends in the same condition.
  virtual void apply(std::span<const change> changes, const on_outcome& each) = 0;
};

// --- what happens once; a connector offers those it can -----------------------------------------

// What a new mailbox is made from. `account` has login, address, display_name set.
struct new_mailbox {
  account account;
  std::string given_name;
  std::string surname;
  mailbox_condition desired;
};

class mailbox_creator {
 public:
  virtual ~mailbox_creator() = default;
  // Creates, or finds what an earlier attempt of the same account created. facts: "directoryId".
  // conflict when login or address belong to somebody else.
  // Where the system knows HR numbers: the one mailbox that bears the person's becomes the
  // account's. It keeps its login, address, aliases and display name, and gets the rest of
  // `desired`; facts "adopted"="true", "login"; the names are in `observed`. conflict when several
  // bear the number, when it is another account's, or when `desired` would open or show what
  // somebody closed or hid.
  virtual void create(std::span<const new_mailbox> mailboxes, const on_outcome& each) = 0;
};

class mailbox_remover {
 public:
  virtual ~mailbox_remover() = default;
  // Removes for good and proves it by reading: `done` also when it was gone already (facts
  // "alreadyGone"="true"). Found by immutable id; a mailbox whose id differs is a conflict.
  virtual void remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) = 0;
};

// One message as the mail store holds it; `bytes` is valid during the call only.
struct stored_message {
  std::string_view folder;  // UTF-8, '/' separated
  std::uint64_t uid = 0;    // unique in its folder
  std::vector<std::string> flags;  // sorted, "\\Seen"
  instant received;                // INTERNALDATE
  std::string_view bytes;          // RFC 5322, exactly as stored
  // Changes when the store renumbers the folder (RFC 9051, 2.3.1.1); 0: the source has none.
  std::uint64_t uid_validity = 0;
};

// Where a reader of a mailbox resumes: messages of `folder` up to `uid` were taken already.
struct read_position {
  std::string folder;
  std::uint64_t uid_validity = 0;
  std::uint64_t uid = 0;
};

class message_source {
 public:
  virtual ~message_source() = default;
  // Every message of the mailbox, folders in byte order, uids ascending, without changing flags;
  // memory stays bounded by the largest message. `take` returns false to stop. `done` when all
  // were given, mail that arrived meanwhile included; facts "messages", "bytes" count what this
  // call gave. `conflict`: a folder of `after` was renumbered, so the reader must start over.
  virtual outcome read(const mailbox_ref& mailbox, const std::vector<read_position>& after,
                       const std::function<bool(const stored_message&)>& take) = 0;
};

}  // namespace tenure
