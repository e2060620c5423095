// Every row of every pack's cases.yaml, one test each.

#include "engine/rows/runner.hpp"
#include "tests/cases/shipped.hpp"
#include "tests/world/world.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tenure::test {
namespace {

std::string name_of(const testing::TestParamInfo<shipped_case>& info) {
  return test_name(info.param);
}

class cases : public testing::TestWithParam<shipped_case> {};

// For `tenure coverage`: which row this is, and so what came of it.
TEST_P(cases, hold) {
  const auto& row = GetParam().row;
  RecordProperty("shownIn", source_name(row));
  RecordProperty("shows", row.title);
  for (const auto& failure : rows::run_case(row, shipped_rules(GetParam().pack))) {
    ADD_FAILURE() << failure;
  }
}

INSTANTIATE_TEST_SUITE_P(policies, cases, testing::ValuesIn(shipped_cases()), name_of);

TEST(case_files, every_pack_has_one_and_it_can_be_read) {
  for (const auto& pack : pack_names()) {
    auto found = rows::load_cases(rows_of_pack(pack));
    EXPECT_TRUE(found) << found.error().message;
  }
}

TEST(case_files, every_workflow_has_one_with_a_pack_in_each_row_and_mostly_refusals) {
  for (const auto& workflow : workflow_names()) {
    auto found = rows::load_cases(rows_of_workflow(workflow));
    ASSERT_TRUE(found) << found.error().message;
    std::size_t refusals = 0;
    for (const auto& row : *found) {
      EXPECT_FALSE(row.pack.empty()) << row.place(row.line);
      const auto* stands = row.then.find("case");
      const bool over = stands && (stands->text == "refused" || stands->text == "lapsed");
      if (over) EXPECT_TRUE(row.then.find("because")) << row.place(row.line) << ": say because";
      refusals += row.then.find("refused") != nullptr || stands == nullptr || over;
    }
    EXPECT_GT(refusals * 2, found->size()) << workflow;
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
  for (const auto& word : rows::step_words()) EXPECT_TRUE(steps.contains(word)) << word;
  for (const auto& word : rows::expectation_words()) {
    EXPECT_TRUE(expectations.contains(word)) << word;
  }
}

}  // namespace
}  // namespace tenure::test
