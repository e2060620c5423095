#pragma once
// Asking back: who has to decide asks the one who asked, who replies. Nothing moves by it and the
// time for the answer keeps running; both stand in the case and in the trail. Private to decide.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// "case.questioned" (by somebody who could answer now) and "case.replied" (by who asked), each with
// a `text`. Refused: approval.conflict (no decision is open), case.reply.conflict (nothing was
// asked back, or it was answered), case.text.invalid (nothing is said), and who may as for an
// answer, case.not_theirs.denied.
result<void> converse(deliberation& d);

// The case is over: what was asked back and not replied to is no task any more.
void end_conversation(deliberation& d);
// Whether who acts could answer the question that is open (approval.cpp).
result<void> judge_asking_back(deliberation& d);

}  // namespace tenure::decide
