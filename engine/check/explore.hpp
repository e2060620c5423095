#pragma once
// Every world that can be reached in one workflow, breadth first, so that the first story that
// breaks an invariant is a shortest one.

#include "engine/check/invariants.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace tenure::check {

struct finding {
  std::string id;        // of the invariant: "no-deletion-under-hold"
  std::string message;   // what is broken, for whom; the rules
  std::vector<std::string> story;  // what happens, a line each; may be empty
};

struct exploration {
  std::vector<finding> findings;  // one for each invariant that is broken
  std::size_t worlds = 0;
  std::size_t moves = 0;
  bool complete = true;  // false: stopped at `worlds_max`
  std::set<const statechart::transition*> taken;  // of the account's workflow, and of cases
};

inline constexpr std::size_t worlds_max = 100'000;

// What is explored under.
struct charter {
  const decide::rules& by;
  const std::vector<invariant>& all;
  const std::vector<std::string>& roles;  // every office that packs may name
  bool first_only = false;                // stop at the first finding
  // Cases asked for once, not by everybody who may and of every kind; and see `setting`.
  bool briefly = false;
};

// The account's own life, for one kind of person.
exploration explore_account(const charter& under, person_kind kind);

// One workflow of cases about the mailbox of somebody of `kind`.
exploration explore_case(const charter& under, const std::string& workflow, person_kind kind,
                         const hr_id& subject);

}  // namespace tenure::check
