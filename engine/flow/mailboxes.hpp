#pragma once
// Asking for a mailbox of a unit or group. What cannot be is refused at once, before anything
// exists; the rest is the account's own life and a case of the workflow sharedMailbox.
// Source: engine/decisions/0016-shared-mailboxes.md.

#include "engine/flow/advance.hpp"

#include <string>

namespace tenure::flow {

struct mailbox_request {
  std::string name;          // "support", "sr+d": what the pack's template makes an address of
  std::string display_name;  // empty: the name
  std::string unit;          // whose it is
  hr_id owner;               // empty: whoever heads the unit, now and later
};

// Who a mailbox of this name is in the people table: nobody on staff.
hr_id mailbox_person(const std::string& name);

// Asked by `by.who`, an HR id. The decision is the account's first. Refused, and the attempt
// entered into the trail: case.not_offered.denied, mailbox.unit.not_found, case.requester.denied,
// case.ask.denied, mailbox.owner.invalid, naming.* and alias.* (the address), mailbox.taken.
result<decision> ask_mailbox(line& on, const mailbox_request& wanted, const event_id& id,
                             const actor& by);

}  // namespace tenure::flow
