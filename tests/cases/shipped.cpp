#include "tests/cases/shipped.hpp"

#include <algorithm>
#include <ostream>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
const fs::path source = TENURE_SOURCE_DIR;

std::vector<std::string> folders_in(const fs::path& parent) {
  std::vector<std::string> names;
  for (const auto& folder : fs::directory_iterator(parent)) {
    if (folder.is_directory()) names.push_back(folder.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

void PrintTo(const shipped_case& of, std::ostream* out) { *out << of.row.place(of.row.line); }

std::vector<std::string> pack_names() { return folders_in(source / "config/policies"); }

std::vector<std::string> workflow_names() {
  auto names = folders_in(source / "workflows");
  std::erase_if(names, [](const auto& name) { return name == "account" || name == "schema"; });
  return names;
}

fs::path rows_of_pack(const std::string& name) {
  return source / "config/policies" / name / "cases.yaml";
}

fs::path rows_of_workflow(const std::string& name) {
  return source / "workflows" / name / "cases.yaml";
}

std::vector<shipped_case> shipped_cases() {
  std::vector<shipped_case> out;
  for (const auto& pack : pack_names()) {
    auto found = rows::load_cases(rows_of_pack(pack));
    if (!found) continue;
    for (auto& row : *found) out.push_back({pack, std::move(row)});
  }
  for (const auto& workflow : workflow_names()) {
    auto found = rows::load_cases(rows_of_workflow(workflow));
    if (!found) continue;
    for (auto& row : *found) out.push_back({row.pack, row});
  }
  return out;
}

std::string test_name(const shipped_case& of) {
  auto folder = fs::path(of.row.file).parent_path().filename().string();
  std::string name = folder + "_" + of.row.title;
  auto word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  std::replace_if(name.begin(), name.end(), [&](char c) { return !word(c); }, '_');
  return name;
}

std::string source_name(const rows::case_row& of) {
  return fs::path(of.file).lexically_relative(source).string();
}

}  // namespace tenure::test
