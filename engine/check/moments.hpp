#pragma once
// When an invariant is asked: the moments of `at` in workflows/invariants.yaml. Private to check.

#include "engine/check/invariants.hpp"

#include <string_view>

namespace tenure::check {

struct moment {
  // Of a step: it came in it. Of a world: where the step led. Of an exploration: that it comes at
  // all is what is wrong. `unheard` is asked of the event that nothing answered to.
  enum class kind { step, world, exploration, unheard };

  std::string_view word;  // "effect"
  bool of_what;           // names something: "effect deleteMailbox"
  kind is;
  bool (*came)(std::string_view of, const sight& at);
};

// nullptr: `at` is no moment, or names what it must not, or does not name what it must.
const moment* find_moment(std::string_view at);
// "deleteMailbox" of "effect deleteMailbox".
std::string_view named_in(std::string_view at, const moment& is);

}  // namespace tenure::check
