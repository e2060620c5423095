#pragma once
// What a row plays on: its world, who it is about, what the last step was refused with.

#include "engine/rows/case_file.hpp"
#include "engine/rows/world.hpp"

#include "engine/audit/leaf.hpp"

#include <map>
#include <optional>
#include <set>
#include <stdexcept>

namespace tenure::rows {

// A row that cannot go on: "file:line: why".
struct bad_case : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct stage {
  const case_row& row;
  tenure::rows::world world;
  std::string subject = "1001";            // HR id
  std::map<std::string, hold_id> holds;    // by matter
  case_id last_case;                       // that a step asked for
  std::set<std::string> refused;           // codes of the last step
  bool ignored = false;                    // an event of the last step meant nothing
  std::size_t trail_before = 0;            // entries before the last step
  bool looks_before = false;               // the row asks somewhere what was refused
  std::optional<mailbox_condition> before;  // the subject's mailbox, before the last step
  std::vector<std::string>& failures;

  [[noreturn]] void stop(const yaml_node& at, const std::string& why) const {
    throw bad_case(row.place(at.line) + ": " + why);
  }
  void fail(const yaml_node& at, const std::string& what) {
    failures.push_back(row.place(at.line) + ": " + what);
  }

  // The person's latest account; an empty id: none.
  account account_of(const std::string& person);
  // The last case that a step asked for; without one, the newest about the subject's mailbox.
  std::optional<case_file> latest_case();
  // About the mailbox, of this workflow: one that nobody asked for by hand.
  std::optional<case_file> newest_of(const std::string& workflow);
  // Entries of the trail since `from`, of this account (empty id: of all).
  std::vector<audit::leaf> entries(std::size_t from, const account_id& of);
};

// "2026-12-01" (the local day begins), "2026-12-01T17:00" (local) or an instant with Z.
instant moment(const policy::pack& pack, const yaml_node& at, const case_row& row);

const std::string& text_of(const yaml_node& node, const case_row& row);
// A member's text; `otherwise` when the map does not have it.
std::string member(const yaml_node& node, const char* key, const std::string& otherwise = {});
// A text, or a list of texts.
std::vector<std::string> texts(stage& on, const yaml_node& node);
std::string joined(const std::vector<std::string>& words);  // "a, b"; nothing: "none"
// "closing" is where "closing.archiving" is, too.
bool lies_in(std::string state, const std::string& wanted);
void only_keys(const yaml_node& node, std::initializer_list<const char*> keys,
               const case_row& row);

void take_step(stage& on, const yaml_node& step);
void expect(stage& on, const yaml_node& wanted);
person person_of(const yaml_node& node, const case_row& row);

}  // namespace tenure::rows
