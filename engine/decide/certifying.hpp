#pragma once
// Certifying anew: whoever a mailbox belongs to says from time to time of each right in it whether
// it is still wanted. When that is due, who is asked, what the answer does. Words of case_words.
// Private to decide. Source: engine/decisions/0019-certifying-access.md.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// The workflow whose rule gives the cadence, and the event of the mailbox's one deadline for it.
inline constexpr std::string_view access_review = "accessReview", review_due = "access.reviewDue";

// The rights in the mailbox as this decision leaves them.
std::vector<grant> rights_after(const deliberation& d);

// Sets the mailbox's deadline to when the first of its rights is to be certified, or clears it.
// Called by every decision that changes rights.
void plan_certifying(deliberation& d);

// Of the account: opens a case for each right that is to be certified now.
void ask_reviews(deliberation& d, const attributes& params);

// Of such a case: its right is kept, with who said so; or ends at once, and its own case hears it.
void remember_certified(deliberation& d, const attributes& params);
void end_reviewed(deliberation& d, const attributes& params);
bool right_is_over(deliberation& d);
bool silence_escalates(deliberation& d);

// A right has ended: the case that asks about it is over.
void tell_review(deliberation& d, const grant& ended);

// Whether the owner of the mailbox may decide: of a right of which they are told.
bool owner_decides(const deliberation& d);
// Who is asked first: the owner where they may decide, else everybody who may.
std::vector<hr_id> asked_first(deliberation& d, std::vector<hr_id> eligible);
// The stages of agreement: the rule's own, or, of a right that the owner is not told of, those of
// the workflow that gave it.
const std::vector<policy::authority_rule>& stages_of(deliberation& d);

}  // namespace tenure::decide
