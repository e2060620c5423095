#pragma once
// A year of an organisation, made up from one seed: who joins, leaves, comes back, is absent, is
// held; which system fails when; which task is done late. The clock is virtual, the rest is real.

#include "tests/simulation/watch.hpp"

#include <random>
#include <string>
#include <vector>

namespace tenure::test {

struct year_options {
  std::string pack = "cambridgeshire";
  std::uint64_t seed = 1;
  int people = 300;
  int days = 365;
};

class year {
 public:
  explicit year(const year_options& how);

  // Lives it, day by day; what is wrong after a day stands in `seen.wrong` and ends it.
  void live();

  world w;
  watch seen;

 private:
  struct someone {
    std::string hr;
    account_id id;
    std::vector<hold_id> holds;
  };

  bool chance(double share) { return std::uniform_real_distribution<>()(dice_) < share; }
  int pick(int below) { return std::uniform_int_distribution<>(0, below - 1)(dice_); }
  std::string day_from_now(int least, int most);
  void pass_a_day(int day);
  void fail_sometimes(int day);
  void hire(int n);
  void happen_to(someone& who);
  void place_hold(someone& who);
  void rename(const someone& who);
  void do_some_tasks();

  year_options how_;
  std::mt19937_64 dice_;
  std::vector<someone> everybody_;
};

}  // namespace tenure::test
