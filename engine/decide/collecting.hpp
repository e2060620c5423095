#pragma once
// What a case takes out of a mailbox: copies of named messages, evidence. Words of case_words.cpp.
// Private to decide.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// Which messages a request or an event names: case.messages.invalid unless by sender, subject or
// message id, with days that are days. A whole folder or period is not "identified messages".
result<void> judge_messages(const attributes& asked, const std::string& clause);

void start_copying(deliberation& d, const statechart::invocation& invoke);

// Evidence objects are numbered from 1 in the case's context: "evidence" is how many were begun,
// "evidence.<n>.digest" and its like what became of each. One that was begun counts, whatever came
// of it: destroying goes through all.
bool evidence_collected(deliberation& d);
void start_collecting(deliberation& d, const statechart::invocation& invoke);
void start_destroying(deliberation& d, const statechart::invocation& invoke);
void remember_evidence(deliberation& d, const attributes& params);
void remember_handed(deliberation& d, const attributes& params);
void remember_retained(deliberation& d, const attributes& params);
void remember_destroyed(deliberation& d, const attributes& params);
instant evidence_retention(deliberation& d);

// What an effect reported about what was taken out, for the entry: facts, and what is personal.
void note_taken(deliberation& d, attributes& personal);

}  // namespace tenure::decide
