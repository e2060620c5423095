#pragma once
// A time of an organisation in which people ask for what may be asked about mailboxes, the right
// ones and the wrong ones, and everything happens meanwhile: answers, silence, withdrawals,
// leavers, holds, secure mailboxes, servers that fail. The whole is looked at after every step.

#include "tests/simulation/office.hpp"
#include "tests/simulation/watch.hpp"

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tenure::test {

struct case_year_options {
  std::string pack = "cambridgeshire";
  std::uint64_t seed = 1;
  int people = 14;
  int steps = 60;
  std::function<void(world&)> before;  // spoils something, to see whether it is found
};

class case_year {
 public:
  explicit case_year(const case_year_options& how);

  // Lives it, then lets every case come to its end; stops at the first thing that is wrong.
  void live();

  world w;
  watch seen;
  std::set<std::string> refusals;                        // codes
  std::set<std::string> moves;  // "workflow|event|from|to" of every case that moved
  int asked = 0, opened = 0, agreed = 0;

 private:
  bool chance(double share) { return std::uniform_real_distribution<>()(dice_) < share; }
  int pick(int below) { return std::uniform_int_distribution<>(0, below - 1)(dice_); }
  std::string anybody() { return office_.people[static_cast<std::size_t>(pick(people_))]; }
  std::string one_of(const std::set<std::string>& these);
  std::string day_from_now(int least, int most);
  std::vector<case_file> open_cases();
  std::string in_it(const case_file& of);

  void step();
  void ask();
  request made_up();
  void answer(const case_file& of);
  void happen(const case_file& of);
  void work(const case_file& of);
  void happen_to(const std::string& person);
  void somebody_leaves(const std::string& person);
  void fail_sometimes();
  void put(const event& what);
  bool waits_for_its_day(const case_file& of);
  void come_to_an_end();

  void check();
  void check_new_agreements(const case_file& of);
  std::optional<std::size_t> stage_lacking(const case_file& of);
  void check_grants(const account& on);
  void check_grant(const account& on, const grant& given, const case_file& of);
  void check_request(const request& asked, const std::set<std::string>& faults, bool taken);
  void read_entry(const std::string& leaf);

  case_year_options how_;
  std::mt19937_64 dice_;
  int people_;
  office office_;
  std::vector<hold_id> holds_;
  std::set<std::string> last_refused_;
  std::set<account_id> held_;
  std::string who_acted_;
  std::map<case_id, std::map<std::size_t, std::set<std::string>>> agreed_;  // looked at and right
};

}  // namespace tenure::test
