#pragma once
// What the facts say of one step: what failed in it, and what was begun. Private to check.

#include "engine/check/invariants.hpp"

#include <string_view>

namespace tenure::check {

// The mailbox exists, and is neither left nor gone.
bool in_use(const sight& at);
// What failed would come, once somebody has put it right, to what a hold forbids.
bool hold_forbids_it(const sight& at);
// What failed is not given up rightly.
bool still_to_be_done(const sight& at);
// To put it right; or what did not reach somebody is sent to them anew.
bool somebody_is_asked(const sight& at);
// The mailbox is being brought into the condition that is desired.
bool reconciling(const sight& at);

// Its own person can use the mailbox: sign in, be found, get mail.
bool usable(const sight& at);
// Any of that can be done. What a state says nothing of is neither.
bool anything_open(const sight& at);

// A deed of this step alone (`now notice accountCreated to manager`); unlike `did` it is not
// remembered, so it tells no two worlds apart. With `to`: to them, else to whomever.
bool done_now(std::string_view deed, const played& step);

}  // namespace tenure::check
