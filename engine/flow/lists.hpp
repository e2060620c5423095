#pragma once
// HR's lists: preview says what would happen, with the very code that will do it, and changes
// nothing; apply does exactly what a preview said, once.

#include "engine/flow/engine.hpp"
#include "engine/intake/brakes.hpp"
#include "engine/ports/entropy.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tenure::flow {

// One row of a preview, decided.
struct previewed_row {
  int line = 0;
  hr_id person;
  std::string account;  // its address after the decision; empty without one
  std::string verb;     // as planned (intake/plan.hpp), or "refused" / "nothing" when decided so
  std::string why;      // sentences
  std::string from, to;  // states
  std::vector<std::string> rules;
};

struct preview {
  hr_list list;  // as stored; list.digest names this preview
  std::vector<previewed_row> rows;
  std::vector<hr_refused_row> refused;
  std::vector<std::string> warnings;
  std::map<std::string, std::int64_t> counts;
  std::vector<intake::hold_reason> held;  // not empty: two people must release it first
};

struct applied {
  list_id list;
  std::map<std::string, std::int64_t> counts;
};

class lists {
 public:
  lists(engine& on, hr_feed& feed, entropy& random, const organisation& of);

  // Reads, plans and decides in a transaction that is rolled back; stores the preview under its
  // digest, which covers the file, the pack, every row's outcome, and how often just this was
  // applied before: a world that came back to what it was may be changed in the same way again.
  preview show(hr_list_kind kind, const std::filesystem::path& file);

  // Refused: list.unknown (no such preview), list.applied (a second time), list.held (two people
  // must release it), list.changed_file, list.changed_world (message lists up to 20 rows that would
  // come out differently). Otherwise every row is decided and committed in one transaction.
  result<applied> apply(std::string_view digest, const std::filesystem::path& file,
                        const actor& by);

  // list.unknown, list.not_held, list.not_releasable, list.same_person (by whoever released it
  // already).
  result<hr_list> release(std::string_view digest, const actor& by, std::string_view reason);

 private:
  preview decide_rows(line& on, const hr_list_file& file, hr_list list, const actor* by);
  void hold(std::string_view digest);
  engine& engine_;
  hr_feed& feed_;
  entropy& random_;
  const organisation& of_;
};

// The limits that the pack sets.
intake::brake_rules brakes_of(const policy::pack& pack);

}  // namespace tenure::flow
