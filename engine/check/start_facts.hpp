#pragma once
// What the facts say of how an account begins and to whom it passes. Private to check.

#include "engine/check/invariants.hpp"

namespace tenure::check {

// Midnight of the first day is over; true where HR tells none (a shared mailbox).
bool start_has_come(const sight& at);
// No mailbox is begun, and nobody is waited for: no task, no effect, no case.
bool only_start_is_missing(const sight& at);
// Something falls due at the first moment of the first day.
bool start_is_timed(const sight& at);
// The account knows the leaving date that was told last; after it was taken back, none.
bool leaving_date_kept(const sight& at);
// The day after it has begun.
bool leaving_day_over(const sight& at);
// Something falls due when they leave.
bool leaving_is_timed(const sight& at);

// The mailbox was there before, and was found.
bool was_found(const sight& at);
// The account knows the entry in the directory.
bool entry_known(const sight& at);
// Login and address are those of what was found.
bool has_found_names(const sight& at);

// The account is, by number and by name, the worker's to whom it was just passed.
bool is_the_workers(const sight& at);

}  // namespace tenure::check
