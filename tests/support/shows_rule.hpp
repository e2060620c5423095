#pragma once
// How a test says that it shows a rule: `tenure coverage` finds the call in the source and what
// came of it in the report. Only for a test that drives the rule from end to end and looks at the
// trail.

#include <source_location>

namespace tenure::support {

// Rules as in "CAM-11a CAM-11c"; what it shows, in a sentence that stands once in the file. Both
// are plain string literals.
void shows_rule(const char* rules, const char* what,
                std::source_location at = std::source_location::current());

}  // namespace tenure::support
