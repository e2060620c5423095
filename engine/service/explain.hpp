#pragma once
// Why a mailbox is in its state, what happens next and when, what prevents it, by which clause.

#include "engine/flow/advance.hpp"

#include <string>
#include <vector>

namespace tenure::service {

struct next_step {
  std::string what;
  std::string when;    // instant, or empty: when it is done or said
  std::string clause;  // of the pack's value behind it; may be empty
};

struct explanation {
  std::vector<std::string> sentences;
  std::vector<next_step> next;
  std::vector<std::string> prevents;
  std::vector<std::string> clauses;
};

// Reads only. `of` must be stored.
explanation explain(flow::line& on, const account& of);

}  // namespace tenure::service
