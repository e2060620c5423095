// Rows of cases.yaml, and shows_rule("CAM-11a CAM-11c", "what it shows") in the tests' sources.
#include "engine/model/yaml.hpp"
#include "engine/service/coverage/catalogue.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

namespace tenure::coverage {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& folder, const std::string& ending) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const auto& each : fs::recursive_directory_iterator(folder, none)) {
    if (each.path().filename().string().ends_with(ending)) out.push_back(each.path());
  }
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// Rows of a pack are about the account; those of a workflow stand in its folder.
result<void> add_rows(const fs::path& source, const fs::path& file, std::vector<claim>& to) {
  auto root = read_yaml(file);
  if (!root) return root.error();
  const auto* rows = root->map() ? root->find("cases") : &*root;
  if (rows == nullptr) return {};
  auto name = file.lexically_relative(source).generic_string();
  bool of_pack = name.starts_with("config/policies/");
  for (const auto& row : rows->items) {
    claim made{.file = name, .line = row.line, .title = {}, .rules = {},
               .workflow = of_pack ? "account" : file.parent_path().filename().string(),
               .row = true};
    if (const auto* why = row.find("memoryOnly")) made.memory_only = why->text;
    made.real_servers = made.memory_only.empty();
    if (const auto* title = row.find("case")) made.title = title->text;
    if (const auto* rules = row.find("rule")) {
      for (const auto& each : rules->items) made.rules.push_back(each.text);
    }
    to.push_back(std::move(made));
  }
  return {};
}

void add_marks(const fs::path& source, const fs::path& file, std::vector<claim>& to) {
  static const std::regex mark(R"re(shows_rule\(\s*"([^"]+)",\s*"([^"]+)"\s*\))re");
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  auto name = file.lexically_relative(source).generic_string();
  for (std::sregex_iterator at(text.begin(), text.end(), mark), end; at != end; ++at) {
    auto line = 1 + std::count(text.begin(), text.begin() + at->position(), '\n');
    to.push_back({.file = name, .line = static_cast<int>(line), .title = (*at)[2],
                  .rules = words_of((*at)[1]),
                  .workflow = file.parent_path().filename().string(),
                  .real_servers = name.starts_with("tests/integration/")});
  }
}

std::string unknown_rules(const std::vector<claim>& claims, const catalogue& of) {
  std::string out;
  for (const auto& each : claims) {
    for (const auto& id : each.rules) {
      const auto* known = of.find(id);
      if (known != nullptr && known->out_of_reach.empty()) continue;
      out += (out.empty() ? "" : "\n") + each.file + ":" + std::to_string(each.line) + ": " + id +
             (known ? " is said to be out of reach in" : " is no rule of") +
             " config/policies/rules.yaml";
    }
  }
  return out;
}

}  // namespace

result<std::vector<claim>> read_claims(const fs::path& source, const catalogue& of) {
  std::vector<claim> out;
  for (const char* folder : {"config/policies", "workflows"}) {
    for (const auto& file : files_below(source / folder, "cases.yaml")) {
      if (auto read = add_rows(source, file, out); !read) return read.error();
    }
  }
  for (const auto& file : files_below(source / "tests", "_test.cpp")) add_marks(source, file, out);
  if (auto bad = unknown_rules(out, of); !bad.empty()) {
    return refusal{.code = "coverage.unknown_rule", .message = bad, .place = {}, .rule = {},
                   .way_out = "Correct the id, or add the rule to the catalogue"};
  }
  return out;
}

}  // namespace tenure::coverage
