#include "engine/statechart/load.hpp"

#include "engine/model/yaml.hpp"
#include "engine/statechart/checker.hpp"
#include "engine/statechart/findings.hpp"
#include "engine/statechart/reader.hpp"
#include "engine/statechart/resolver.hpp"

namespace tenure::statechart {
namespace {

using loaded = result<std::shared_ptr<const chart>>;

loaded build(const yaml_node& root, const std::string& file, const vocabulary& names) {
  findings wrong(file);
  auto read = reader(names, wrong).read(root);
  read.in.file = file;
  if (!read.in.states.empty()) resolve(read, wrong);
  // What the checks would say of a chart that is already wrong is mostly noise.
  if (wrong.empty()) check(read.in, wrong);
  if (!wrong.empty()) return wrong.as_refusal("chart.invalid");
  return std::make_shared<const chart>(std::move(read.in));
}

}  // namespace

loaded load(std::string_view yaml, const std::string& file_name, const vocabulary& names) {
  auto tree = parse_yaml(std::string(yaml), file_name);
  if (!tree) return tree.error();
  return build(*tree, file_name, names);
}

loaded load_file(const std::filesystem::path& file, const vocabulary& names) {
  auto tree = read_yaml(file);
  if (!tree) return tree.error();
  return build(*tree, file.string(), names);
}

result<std::map<std::string, std::shared_ptr<const chart>, std::less<>>> load_folder(
    const std::filesystem::path& folder, std::string_view except, const vocabulary& names) {
  std::map<std::string, std::shared_ptr<const chart>, std::less<>> out;
  for (const auto& each : std::filesystem::directory_iterator(folder)) {
    auto name = each.path().filename().string();
    if (!each.is_directory() || name == except || name == "schema") continue;
    auto file = each.path() / "workflow.yaml";
    auto read = load_file(file, names);
    if (!read) return read.error();
    if (!out.emplace((*read)->id, *read).second) {
      return refusal{.code = "chart.doubled", .message = "the id " + (*read)->id + " is taken",
                     .place = file.string(), .way_out = "Give each workflow an id of its own"};
    }
  }
  return out;
}

}  // namespace tenure::statechart
