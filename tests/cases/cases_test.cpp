// Every row of every pack's cases.yaml, one test each.

#include "tests/cases/runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
const fs::path policies = fs::path(TENURE_SOURCE_DIR) / "config/policies";
const fs::path workflows = fs::path(TENURE_SOURCE_DIR) / "workflows";

struct shipped_case {
  std::string pack;
  case_row row;
};

void PrintTo(const shipped_case& of, std::ostream* out) { *out << of.row.place(of.row.line); }

std::vector<std::string> pack_names() {
  std::vector<std::string> names;
  for (const auto& folder : fs::directory_iterator(policies)) {
    if (folder.is_directory()) names.push_back(folder.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Every workflow but the account's own, whose rows stand with the packs.
std::vector<std::string> workflow_names() {
  std::vector<std::string> names;
  for (const auto& folder : fs::directory_iterator(workflows)) {
    auto name = folder.path().filename().string();
    if (folder.is_directory() && name != "account" && name != "schema") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A file with faults gives no rows here; the test of the files says why.
std::vector<shipped_case> shipped_cases() {
  std::vector<shipped_case> out;
  for (const auto& pack : pack_names()) {
    auto rows = load_cases(policies / pack / "cases.yaml");
    if (!rows) continue;
    for (auto& row : *rows) out.push_back({pack, std::move(row)});
  }
  for (const auto& workflow : workflow_names()) {
    auto rows = load_cases(workflows / workflow / "cases.yaml");
    if (!rows) continue;
    for (auto& row : *rows) out.push_back({row.pack, row});
  }
  return out;
}

std::string name_of(const testing::TestParamInfo<shipped_case>& info) {
  auto folder = fs::path(info.param.row.file).parent_path().filename().string();
  std::string name = folder + "_" + info.param.row.title;
  auto word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  std::replace_if(name.begin(), name.end(), [&](char c) { return !word(c); }, '_');
  return name;
}

class cases : public testing::TestWithParam<shipped_case> {};

// For `tenure coverage`: which row this is, and so what came of it.
TEST_P(cases, hold) {
  const auto& row = GetParam().row;
  RecordProperty("shownIn", fs::path(row.file).lexically_relative(TENURE_SOURCE_DIR).string());
  RecordProperty("shows", row.title);
  for (const auto& failure : run_case(row, GetParam().pack)) ADD_FAILURE() << failure;
}

INSTANTIATE_TEST_SUITE_P(policies, cases, testing::ValuesIn(shipped_cases()), name_of);

TEST(case_files, every_pack_has_one_and_it_can_be_read) {
  for (const auto& pack : pack_names()) {
    auto rows = load_cases(policies / pack / "cases.yaml");
    EXPECT_TRUE(rows) << rows.error().message;
  }
}

TEST(case_files, every_workflow_has_one_with_a_pack_in_each_row_and_mostly_refusals) {
  for (const auto& workflow : workflow_names()) {
    auto rows = load_cases(workflows / workflow / "cases.yaml");
    ASSERT_TRUE(rows) << rows.error().message;
    std::size_t refusals = 0;
    for (const auto& row : *rows) {
      EXPECT_FALSE(row.pack.empty()) << row.place(row.line);
      refusals += row.then.find("refused") != nullptr || row.then.find("case") == nullptr ||
                  row.then.find("case")->text == "refused";
    }
    EXPECT_GT(refusals * 2, rows->size()) << workflow;
  }
}

void collect(const yaml_node& node, std::set<std::string>& words) {
  for (const auto& item : node.items) words.insert(item.key);
}

TEST(case_files, no_word_of_the_runner_is_unused) {
  std::set<std::string> steps, expectations;
  for (const auto& each : shipped_cases()) {
    collect(each.row.then, expectations);
    for (const auto& step : each.row.when) {
      collect(step, steps);
      if (const auto* wanted = step.find("expect")) collect(*wanted, expectations);
    }
  }
  for (const auto& word : step_words()) EXPECT_TRUE(steps.contains(word)) << word;
  for (const auto& word : expectation_words()) EXPECT_TRUE(expectations.contains(word)) << word;
}

}  // namespace
}  // namespace tenure::test
