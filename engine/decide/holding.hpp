#pragma once
// Legal holds that are set by a case: at once, by whom the pack names, until the office that set it
// lifts it. Words of case_words.cpp. Private to decide.

#include "engine/decide/deliberation.hpp"

namespace tenure::decide {

// The hold stands in the transaction of the request: whatever is decided next finds it.
void place_hold(deliberation& d, const attributes& params);
void lift_hold(deliberation& d, const attributes& params);

// Only who now holds the office in which it was set, or their designee. Refused: hold.lift.denied.
result<void> judge_release(deliberation& d);

// Sends the template to each of those who run the mail system.
void tell_administrators(deliberation& d, const std::string& notice);

}  // namespace tenure::decide
