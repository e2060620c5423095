#pragma once
// Who a notice is for, and whether they may (still) be told what is in it.

#include "engine/effects/performer.hpp"
#include "engine/flow/advance.hpp"
#include "engine/model/refusal.hpp"

namespace tenure::service {

struct reader {
  hr_id who;            // empty: nobody is known for this place
  std::string address;  // where they read mail now; empty: they have no mailbox
  std::string name = "colleague";
};

// The person, with the mailbox they have or had last.
reader person_of(flow::line& on, const hr_id& id);
// The line manager, or the owner of a mailbox of a unit or group.
reader manager_of(flow::line& on, const effects::work& item);

// Whom `input.to` stands for now: "contact" (the person's address outside), "subject" (the mailbox
// itself), "manager", "decider", "reviewer"; of a case (`input.case`) also "requester",
// "recipient", "holder" and "person:1042". Of a case any other word is nobody: it may be a secret
// from the line manager (an investigation).
reader reader_of(flow::line& on, const effects::work& item);

// Of a notice that is sent once more. The workflow chose the place ("manager"), and `was` held it
// then: whoever does not hold it now is not told, whoever has left is not told, and of a case only
// those are told whom the case concerns as it stands. Refused: notice.reader.denied.
result<void> may_be_told(flow::line& on, const effects::work& item, const hr_id& was);

}  // namespace tenure::service
