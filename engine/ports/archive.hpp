#pragma once
// Keeps what a mailbox held when it was closed: one package per mailbox, verified by reading back,
// destroyed with a certificate when its retention ends (CAM-11b, CAM-19).

#include "engine/model/account.hpp"
#include "engine/model/effect.hpp"
#include "engine/ports/connector.hpp"

#include <functional>
#include <string>

namespace tenure {

class archive {
 public:
  virtual ~archive() = default;

  // Whether the package may still be made. No longer so when a hold was placed: mail under hold is
  // not archived (WYO-III.H).
  using still_allowed = std::function<bool()>;

  // Reads the whole mailbox from `source` into the package of this account, then reads the package
  // back and compares every digest. Resumes a package that an earlier attempt left unfinished;
  // a finished one is verified again and answered `done` without reading the mailbox.
  // facts: "package" (its name), "digest" (of the manifest), "messages", "bytes".
  //
  // `allowed` is asked now and then while the mailbox is read, and right before the package becomes
  // one. Once it says no, everything written for it is removed, what earlier attempts left too, and
  // the outcome is `denied` with "discarded"="true".
  virtual outcome keep(const mailbox_ref& mailbox, message_source& source,
                       const still_allowed& allowed) = 0;

  // Reads the package back. `done`: complete and untouched; `not_found`; `invalid`: damaged, detail
  // names the first message that differs.
  virtual outcome verify(const mailbox_ref& mailbox) = 0;

  // Every message of the package, in the order it was kept; `take` returns false to stop. It is
  // whole only when `done` came back after the last. Answers as verify().
  virtual outcome read(const mailbox_ref& mailbox,
                       const std::function<bool(const stored_message&)>& take) = 0;

  // Destroys the package and answers the certificate in facts: "certificate" (digest), "package",
  // "messages", "bytes". Done twice: `done` with "alreadyGone"="true".
  virtual outcome destroy(const mailbox_ref& mailbox) = 0;
};

}  // namespace tenure
