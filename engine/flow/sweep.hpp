#pragma once
// Once around all mailboxes: in which is mail older than the pack allows in the folders that it
// names (CAL-E1)? Each of those is told (sweep.due) and decides for itself; the others hear
// nothing.
// Source: engine/decisions/0020-retention-sweep.md.

#include "engine/decide/sweep.hpp"
#include "engine/flow/engine.hpp"
#include "engine/ports/messages.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tenure::flow {

struct old_mail {
  decide::sweep_cut cut;
  std::int64_t messages = 0;
};

// A mailbox of which there is something to say.
struct swept_mailbox {
  account of;
  std::vector<old_mail> found;  // folders in which something is old
  std::string left_out;         // why nothing may go from it now; then it was not looked into
  std::string trouble;          // why it could not be read
};

struct sweep_look {
  std::vector<swept_mailbox> mailboxes;
  std::int64_t looked = 0, messages = 0, left_out = 0, unread = 0;
  bool whole = true;  // false: `go_on` ended it
};

// Counts, and changes nothing, not even a flag. Of one account, or of all that are in use, page by
// page between the engine's own turns. `go_on` is told how many were looked into; false stops.
sweep_look look_for_old_mail(engine& on, message_sweeper& through,
                             const std::optional<account>& only,
                             const std::function<bool(std::int64_t)>& go_on);

struct sweep_round {
  sweep_look seen;
  bool stopped = false;  // by the brake: nobody was told
};

// When it is looked next; nullopt: the organisation sweeps nothing, or two people must agree first.
std::optional<instant> next_sweep(line& on);

// Looks and tells, if it is time; nullopt: it is not. The look stands in the trail, with how many
// mailboxes it read and how many messages were old. More than the pack's `sweep.most` engages the
// brake "sweep" (flow/brake.hpp) and nobody is told. Mailboxes that could not be read are a task of
// the helpdesk, and are looked into again in an hour.
std::optional<sweep_round> sweep_if_due(engine& on, message_sweeper& through,
                                        const std::function<bool(std::int64_t)>& go_on);

}  // namespace tenure::flow
