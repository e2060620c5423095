#pragma once
// Whether invariants speak of what there is: a moment whose event is misspelt never comes, and
// would be kept for ever.

#include "engine/check/invariants.hpp"
#include "engine/decide/decide.hpp"
#include "engine/statechart/vocabulary.hpp"

#include <string>
#include <vector>

namespace tenure::check {

// A sentence, with the line, for each event, delay, action and effect that an invariant names and
// the vocabulary does not know, and for each workflow that there is not.
std::vector<std::string> unknown_names(const std::vector<invariant>& all,
                                       const statechart::vocabulary& names,
                                       const std::vector<const statechart::chart*>& charts);

}  // namespace tenure::check
