#pragma once
// Double entry: clauses.yaml, beside a pack's policy.yaml, says a second time and clause by clause
// what the organisation's written policy demands. A value that somebody changed by mistake then
// disagrees with its clause, and one that cites a clause which demands nothing of it is found too.
// What the policy leaves open stands under `practice`: it is changed in two places, or not at all.
//
//   CAM-11c:
//     retentionTime: P30D
//     investigation.agree.1: role:dpo
//
// A pack that extends another takes over the other's clauses; what it says itself goes before them,
// and what it replaces stands under `tightens` ("none": it has no such value any more).

#include "engine/check/explore.hpp"
#include "engine/policy/pack.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tenure::check {

// A value and the clause it rests on, or "practice".
struct entry {
  std::string value;
  std::string clause;
  bool operator==(const entry&) const = default;
};

// Everything that a pack says, flat: "retentionTime", "retentionTime.agencyWorker",
// "investigation.ask", "investigation.agree.1", "investigation.longest", ...
std::map<std::string, entry> entries_of(const policy::pack& of);

// A finding ("clauses") for each value that disagrees with its clause, is demanded and missing, or
// stands in policy.yaml alone; for a clauses.yaml that is missing or cannot be read.
std::vector<finding> compare_with_clauses(const policy::pack& of,
                                          const std::filesystem::path& folder);

}  // namespace tenure::check
