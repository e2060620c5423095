#pragma once
// `tenure policy check`: does a pack, with the workflows, keep what must hold everywhere?
// Loads both strictly, then tries every story that can happen (explore.hpp) for every kind of
// person and every workflow that the pack offers, on all cores.
// Design: engine/decisions/0018-policy-check.md.

#include "engine/check/explore.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace tenure::check {

struct report {
  std::vector<finding> findings;  // empty: the pack is sound, as far as this looks
  std::size_t explorations = 0;   // kinds of person, and workflows
  std::size_t worlds = 0;         // different situations that were reached
  std::size_t moves = 0;          // steps that were tried in them
  std::set<std::string> taken;    // transitions of workflows (statechart/transitions.hpp)
};

struct options {
  bool first_only = false;  // stop at the first finding
  std::string only;         // explore this workflow alone ("account", "delegation"); empty: all
};

// `pack`: its folder. `workflows`: the folder of all workflows, with schema/ and invariants.yaml.
// The pack's clauses.yaml is compared with its values (clauses.hpp).
// Never refused: what cannot be loaded is a finding (with the loader's own message) too.
report check_pack(const std::filesystem::path& pack, const std::filesystem::path& workflows,
                  const options& how = {});

}  // namespace tenure::check
