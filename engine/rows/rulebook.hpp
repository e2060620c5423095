#pragma once
// A pack and the workflows, loaded once and shared by every row that is played by them.

#include "engine/decide/decide.hpp"
#include "engine/policy/pack.hpp"

#include <filesystem>
#include <memory>

namespace tenure::rows {

struct rulebook {
  std::shared_ptr<const statechart::chart> account;
  decide::case_charts cases;
  policy::pack pack;
};

// `pack`: its folder. `workflows`: the folder of all workflows, with schema/. `account`: the
// account's workflow when it is another than the one there.
// Refused: what the loaders of workflows and packs refuse, with their code and place.
result<rulebook> load_rulebook(const std::filesystem::path& pack,
                               const std::filesystem::path& workflows,
                               std::filesystem::path account = {});

}  // namespace tenure::rows
