#pragma once
// Every row that is written about a pack, played under the pack and the workflows as they stand:
// those of the pack's own cases.yaml, and of each workflow's cases.yaml those that name the pack.

#include "engine/model/refusal.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace tenure::rows {

struct broken_row {
  std::string title;               // "what the helpdesk refuses stays as it is"
  std::vector<std::string> rules;  // "CAM-8": what the row is an example of
  std::string failure;             // "FILE:LINE: what is otherwise"
};

struct play_report {
  std::size_t played = 0;
  std::vector<broken_row> broken;  // in the files' order, whatever the number of cores
};

// `pack`: its folder; its name is what the workflows' rows call it. `workflows`: the folder of all
// workflows, with schema/. A folder without cases.yaml has no rows. On all cores.
// Refused: what cannot be loaded (loaders' codes), and case.malformed with each fault's place.
result<play_report> play_rows(const std::filesystem::path& pack,
                              const std::filesystem::path& workflows);

}  // namespace tenure::rows
