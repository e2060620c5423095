// Every row of every pack and workflow again, with its mailboxes on real servers.
#include "tests/cases/runner.hpp"
#include "tests/cases/shipped.hpp"
#include "tests/integration/rows/real_house.hpp"

#include "engine/audit/publisher.hpp"
#include "engine/audit/verify_export.hpp"
#include "engine/decide/decide.hpp"
#include "tests/world/world.hpp"

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

// Exports the trail and checks it with nothing but the files and the key.
std::vector<std::string> verify_trail(world& of) {
  support::temp_folder folder("trail");
  auto made = audit::create_key_file(folder / "key", "tenure/" + of.pack.organisation, of.random);
  auto key = audit::load_key_file(folder / "key");
  auto out = audit::export_trail(*of.store, of.clock.now(), *key, folder / "export");
  if (!made || !out) return {"the trail cannot be exported: " + out.error().text()};
  auto report = audit::verify_export(audit::files_in(folder / "export"), key->verifier());
  if (!report) return {"the trail does not verify: " + report.error().text()};
  if (report->head.size != of.trail().size()) return {"the trail is not whole"};
  return {};
}

// Every mailbox that the row leaves behind is as its state and its grants want it.
std::vector<std::string> look_for_drift(world& of, mail_house& house) {
  std::vector<account> all;
  std::vector<mailbox_condition> wanted;
  of.engine->run([&](flow::line& on) {
    for (auto& each : on.in.accounts().list({}, "", 1000)) {
      bool there = !each.directory_id.empty() && !each.context.contains("deletedAt");
      if (!there || each.pending.contains("reconcile")) continue;
      wanted.push_back(decide::desired_condition(each, of.organisation->rules,
                                                 on.in.grants().on(each.id)));
      all.push_back(std::move(each));
    }
    return false;
  });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto is = house.look(all[i]);
    if (!is) {
      out.push_back("the mailbox of " + all[i].login + " is gone");
      continue;
    }
    auto differs = difference(wanted[i], *is);
    if (says_nothing(differs)) continue;
    out.push_back("the mailbox of " + all[i].login + " is not as it should be: " +
                  to_json(differs) + " is wanted, there is " + to_json(*is));
  }
  return out;
}

// What somebody changed is found by the next comparison; what was ordered to fail is tried again.
bool disturbs(const case_row& row) {
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
  auto check = [&](world& of) {
    auto out = verify_trail(of);
    if (disturbs(row)) return out;
    for (auto& each : look_for_drift(of, house)) out.push_back(std::move(each));
    return out;
  };
  const played_in where{.house = &house, .seed = std::hash<std::string>()(row.place(row.line)),
                        .at_the_end = check};
  for (const auto& failure : run_case(row, GetParam().pack, where)) ADD_FAILURE() << failure;
}

INSTANTIATE_TEST_SUITE_P(policies, rows, testing::ValuesIn(rows_for_servers()),
                         [](const auto& info) { return test_name(info.param); });

}  // namespace
}  // namespace tenure::test
