#pragma once
// The rules this software is held to, and what claims to show them: rows of cases.yaml, and tests
// that call shows_rule() (tests/support/shows_rule.hpp). Read from the project's files; whether
// they hold is for results.hpp.

#include "engine/model/refusal.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tenure::coverage {

struct rule {
  std::string id;            // "CAM-11c"; what stands before the hyphen is the organisation
  std::string means;         // in one line
  std::string lacks;         // what of it nothing here does yet; may be empty
  std::string out_of_reach;  // why this software cannot keep it; may be empty

  std::string organisation() const { return id.substr(0, id.find('-')); }
};

struct organisation {
  std::string prefix, name;
};

struct catalogue {
  std::vector<organisation> organisations;
  std::vector<rule> rules;  // in file order

  const rule* find(const std::string& id) const;
};

// A row or a test that shows rules. File and title name it; the line may move.
struct claim {
  std::string file;  // in the project
  int line = 0;
  std::string title;
  std::vector<std::string> rules;
  std::string workflow;
  bool row = false;           // played in memory, and on real servers too if `real_servers`
  bool real_servers = false;  // a test that is no row: there, else in memory
  std::string memory_only;    // why real servers cannot play the row
};

// config/policies/rules.yaml. Refused: yaml.*, coverage.malformed with the line of each fault.
result<catalogue> read_catalogue(const std::filesystem::path& source);

// All claims of the project, by file and line. Refused: yaml.*, coverage.malformed, and
// coverage.unknown_rule with a line for each claim that names a rule that the catalogue has not, or
// one out of reach.
result<std::vector<claim>> read_claims(const std::filesystem::path& source, const catalogue& of);

}  // namespace tenure::coverage
