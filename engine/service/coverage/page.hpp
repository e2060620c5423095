#pragma once
// What is kept, rule by rule, and the page that says so.

#include "engine/service/coverage/results.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure::coverage {

// Worst first: a rule is as good as the worst of what shows it.
enum class standing { failed, not_run, open, in_part, shown, kept, out_of_reach };

std::string_view to_text(standing of);  // "not run"

struct judged {
  const rule* what;
  standing is;
  std::vector<const claim*> by;
};

// Kept: a row or a test drives it against real servers, no row of it is played in memory only, and
// all that shows it passed. Shown: the same, but a row is played in memory only. In part: either,
// and the catalogue says what is lacking.
std::vector<judged> judge(const catalogue& of, const std::vector<claim>& claims,
                          const results& run);

// COVERAGE.md.
std::string page(const catalogue& of, const std::vector<claim>& claims, const results& run);

}  // namespace tenure::coverage
