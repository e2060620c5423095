#pragma once
// The worlds in which explorations begin. Private to check.

#include "engine/check/moves.hpp"

#include <vector>

namespace tenure::check {

// Before anybody has an account.
world nobody(const setting& in);
// The subject's account in normal use, by the shortest way.
world in_use(const setting& in);
// A right that another case gave, and the moment at which it is to be certified.
world with_a_right(const setting& in, const policy::case_rule& rule);
move time_to_certify(const world& of);

// Of whoever asks first and may, and of whoever may agree too, what asks for most.
std::vector<move> fullest(std::vector<move> asked, const world& start, const setting& in,
                          std::uint64_t& count);

}  // namespace tenure::check
