#pragma once
// Runs one row of cases.yaml in a world of its own and says what was not as the row says.

#include "engine/rows/case_file.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tenure::rows {

class mail_house;
class world;
struct rulebook;

struct played_in {
  mail_house* house = nullptr;  // null: in memory
  std::uint64_t seed = 1;       // of the world's ids
  // After the last step: answers what else is not as it should be.
  std::function<std::vector<std::string>(world&)> at_the_end = {};
};

// Empty: the row holds. Else a line for each thing that was otherwise, "file:line: what". A step
// that the runner does not know, or that cannot be taken (no such task), ends the row.
std::vector<std::string> run_case(const case_row& row, const rulebook& by,
                                  const played_in& where = {});

// Words that `when` and `then` may use: every one is used by some row, or the tests say so.
std::vector<std::string> step_words();
std::vector<std::string> expectation_words();

}  // namespace tenure::rows
