#pragma once
// What must be true of every account and of the trail, looked at after each step of a simulation.

#include "tests/world/world.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tenure::test {

struct watch {
  watch(world& of, std::string seed);

  void check_all();
  // Only what the trail has entries of since the last look; answers those accounts.
  std::vector<account> check_changed();

  world& w;
  std::string where;               // "seed 7": begins every line of `wrong`
  std::vector<std::string> wrong;  // what should not be
  std::set<const statechart::transition*> taken;  // by whatever workflow
  std::set<std::string> refusals;                 // codes
  std::function<void(const std::string& leaf)> each_entry;  // may be empty

  std::set<std::string> taken_by_name() const;
  std::uint64_t entries() const { return read_; }
  void wrong_with(const account& of, const std::string& what);

 private:
  void check_account(transaction& in, const account& of);
  std::set<account_id> check_trail(transaction& in);

  std::map<std::string, account_id> addresses_;  // ever seen
  std::uint64_t read_ = 0;                       // of the journal
};

// A text member of a leaf's JSON, as it stands there; empty when it has none.
std::string member(const std::string& leaf, const std::string& name);

}  // namespace tenure::test
