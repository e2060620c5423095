#pragma once
// What a case takes out of a mailbox: copies of named messages, evidence. Words of case_words.cpp.
// Private to decide.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// Which messages a request or an event names: case.messages.invalid unless by sender, subject or
// message id, with days that are days. A whole folder or period is not "identified messages".
result<void> judge_messages(const attributes& asked, const std::string& clause);

void start_copying(deliberation& d, const statechart::invocation& invoke);

// What an effect reported about what was taken out, for the entry: facts, and what is personal.
void note_taken(deliberation& d, attributes& personal);

}  // namespace tenure::decide
