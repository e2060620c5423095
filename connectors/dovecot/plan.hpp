#pragma once
// From what a mailbox is like to what it shall be: the doveadm commands that lie between. Pure.

#include "connectors/dovecot/lookup.hpp"
#include "engine/model/condition.hpp"

#include <string>
#include <vector>

namespace tenure::dovecot {

struct plan {
  outcome how;  // done: carry out `commands`, then read back; else why there is no way
  std::vector<command> commands;
};

plan plan_change(const mailbox_ref& mailbox, const mailbox_state& now,
                 const mailbox_condition& desired, bool forward_keeps_copy);

// Everything away that can go: scripts, messages, folders, what others were granted.
std::vector<command> plan_removal(const mailbox_ref& mailbox, const mailbox_state& now);

}  // namespace tenure::dovecot
