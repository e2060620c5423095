#pragma once
// Retention inside a mailbox that lives: old messages go from the folders that the pack names
// (CAL-E1). That something is old is found by looking (engine/flow/sweep.hpp) and told to the
// account as "sweep.due"; an account in which nothing is old has no deadline, event or entry of it.
// Source: engine/decisions/0020-retention-sweep.md.

#include "engine/decide/decide.hpp"

namespace tenure::decide {

inline constexpr std::string_view sweep_due = "sweep.due";
inline constexpr std::string_view sweep_verb = "sweepFolders", sweep_invoke = "sweep";
// Before the folder's name: in the event how many were found, in the effect's input before which
// moment they go, in its result how many went.
inline constexpr std::string_view found_in = "found.", cut_of = "before.", swept_from = "swept.";

struct sweep_cut {
  std::string folder;
  instant before;  // messages that were received earlier go
  std::string clause;
};

// By the pack, at this moment; empty: nothing is swept. Where months differ in length a message
// stays rather longer than the pack says than shorter.
std::vector<sweep_cut> sweep_cuts(const rules& by, instant at);

// Why nothing may go from the mailbox now, in words; empty: it may. Not in use, access withdrawn, a
// hold, or a case that the mail may be wanted for (tag keepsMail). The one answer for whoever
// looks, decides, and looks once more before the call.
std::string why_not_swept(const account& of, const std::vector<hold>& holds,
                          const std::vector<case_file>& open_cases, const rules& by);

// Whether deciding this event asks the question above, and so needs the open cases.
bool may_lead_to_sweep(std::string_view event);

}  // namespace tenure::decide
