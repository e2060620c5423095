#pragma once
// What all histories of a run reached together: transitions of workflows, refusals of the engine.

#include "tests/simulation/watch.hpp"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace tenure::test {

class reached {
 public:
  void add(const watch& lived);  // from any thread

  void print() const;
  // What was neither reached nor is listed in unreachable.txt; and what is listed there and was
  // reached, or exists no more. A line each.
  std::vector<std::string> disagreements() const;
  // Transitions that nothing has reached so far and that are not listed; and refusals.
  std::vector<std::string> missing() const;
  std::vector<std::string> missing_refusals() const;
  bool has(const std::string& transition_or_refusal) const;

  std::vector<std::string> wrong;  // of all histories
  int histories = 0;
  std::uint64_t entries = 0;

 private:
  std::map<std::string, int> in_histories_;  // transition or code -> in how many
  mutable std::mutex together_;
};

}  // namespace tenure::test
