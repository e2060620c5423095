#pragma once
// The mail of who has left goes to the right person, against a receipt: what the account's life
// asks for, and what the case notes. Why so: engine/decisions/0029-hand-over.md.

#include "engine/decide/deliberation.hpp"

#include <string_view>

namespace tenure::decide {

inline constexpr std::string_view hand_over = "handOver";  // the workflow, and its notice

// Opens the case, about the archive that the closing made.
void ask_hand_over(deliberation& d, const attributes& params);
// Of which package the receipt is.
void remember_received(deliberation& d, const attributes& params);

// Whether the question goes on at once to those above whom the pack names when nobody holds the
// post: what waits for it can never be given up.
bool vacancy_escalates(const deliberation& d);

}  // namespace tenure::decide
