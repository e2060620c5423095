#pragma once
// What a pack asks of a request beyond its fields, and how far a request may go: questions with an
// answer of a certain form, how far back a restore, how large a mailbox. Private to decide.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// In a request and in the case: "answer." and the question's id.
inline constexpr std::string_view answer_prefix = "answer.";

// Refused: case.answer.invalid (missing, of the wrong form, or to a question that nobody asked).
result<void> judge_answers(const attributes& asked, const policy::case_rule& rule);
// Refused: case.as_of.invalid (no day within what the backups hold).
result<void> judge_as_of(deliberation& d, const policy::case_rule& rule);
// When the last backup that holds the day `asOf` of a request goes: asked within its time, it may
// be agreed to or carried out too late. not_ever: the pack does not say how long they hold.
instant backups_end(const rules& by, const policy::case_rule& rule, const attributes& asked);
// How large the mailbox may be: as agreed for it, or as everybody of the kind has it; 0: no limit.
std::int64_t quota_of(const account& of, const rules& by);
// Refused: case.quota.invalid (no number of bytes, no more than there is, above the largest).
result<void> judge_quota(deliberation& d, const policy::case_rule& rule);

}  // namespace tenure::decide
