#pragma once
// How many mailboxes may be deleted before two people are asked.

#include "engine/policy/pack.hpp"

#include <cstdint>

namespace tenure::decide {

// In 24 hours, of `accounts` in all: the pack's number or its share of them, whichever is less. A
// share means nothing for a handful: it stops nothing before ten.
std::int64_t deletions_in_a_day(const policy::pack& pack, person_kind kind, std::int64_t accounts);

}  // namespace tenure::decide
