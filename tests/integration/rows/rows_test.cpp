// Every row of every pack and workflow again, with its mailboxes on real servers.
#include "engine/rows/runner.hpp"
#include "tests/cases/shipped.hpp"
#include "tests/integration/rows/checks.hpp"
#include "tests/integration/rows/real_house.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

namespace tenure::test {
namespace {

std::vector<shipped_case> rows_for_servers() {
  auto all = shipped_cases();
  std::erase_if(all, [](const shipped_case& each) { return !each.row.memory_only.empty(); });
  return all;
}

class rows : public testing::TestWithParam<shipped_case> {
 protected:
  static void SetUpTestSuite() { servers = std::make_unique<mail_servers>(); }
  static void TearDownTestSuite() { servers.reset(); }
  static std::unique_ptr<mail_servers> servers;
};
std::unique_ptr<mail_servers> rows::servers;

// What somebody changed is found by the next comparison; what was ordered to fail is tried again.
bool disturbs(const tenure::rows::case_row& row) {
  return std::ranges::any_of(row.when, [](const yaml_node& step) {
    return step.find("edit") || step.find("fault");
  });
}

// For `tenure coverage`: which row this is, and that servers played it.
TEST_P(rows, hold_on_real_servers) {
  const auto& row = GetParam().row;
  RecordProperty("shownIn", source_name(row));
  RecordProperty("shows", row.title);
  RecordProperty("mailSystem", "servers");
  real_house house(*servers);
  auto check = [&](tenure::rows::world& of) {
    auto out = verify_trail(of);
    if (disturbs(row)) return out;
    for (auto& each : look_for_drift(of, house)) out.push_back(std::move(each));
    return out;
  };
  const tenure::rows::played_in where{.house = &house,
                                      .seed = std::hash<std::string>()(row.place(row.line)),
                                      .at_the_end = check};
  for (const auto& failure : tenure::rows::run_case(row, shipped_rules(GetParam().pack), where)) {
    ADD_FAILURE() << failure;
  }
}

INSTANTIATE_TEST_SUITE_P(policies, rows, testing::ValuesIn(rows_for_servers()),
                         [](const auto& info) { return test_name(info.param); });

}  // namespace
}  // namespace tenure::test
