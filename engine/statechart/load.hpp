#pragma once
// Reads a workflow and refuses what could surprise somebody later. The refusal (chart.invalid)
// names every error at once: file and line, place in the chart (`account.leaving.waiting.after`),
// what is wrong, what to do.

#include "engine/model/refusal.hpp"
#include "engine/statechart/chart.hpp"
#include "engine/statechart/vocabulary.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tenure::statechart {

// Errors: yaml.* (model/yaml.hpp; among them a key given twice, an alias, a file too large or too
// deep), chart.invalid.
result<std::shared_ptr<const chart>> load(std::string_view yaml, const std::string& file_name,
                                          const vocabulary& names);
result<std::shared_ptr<const chart>> load_file(const std::filesystem::path& file,
                                               const vocabulary& names);

// The workflow.yaml of every folder in `folder` but `except` and "schema", by the chart's id.
// Errors as above; chart.doubled: two folders give the same id.
result<std::map<std::string, std::shared_ptr<const chart>, std::less<>>> load_folder(
    const std::filesystem::path& folder, std::string_view except, const vocabulary& names);

}  // namespace tenure::statechart
