#pragma once
// Is there somebody for every decision? The staff list at hand against the pack: for each person
// about whom something may be asked, and whoever asks it, each stage of agreement has enough people
// who may decide.

#include "engine/check/explore.hpp"
#include "engine/decide/authority.hpp"
#include "engine/policy/pack.hpp"

#include <vector>

namespace tenure::check {

// A finding ("approvers") for each stage of a workflow that could not be decided for somebody, with
// how many they are and the first few of them. O(people x stages x depth of the tree).
std::vector<finding> find_approvers(const policy::pack& pack, decide::organisation_chart& chart,
                                    const std::vector<person>& staff);

}  // namespace tenure::check
