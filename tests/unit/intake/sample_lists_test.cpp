// The shipped column mapping and the made-up council, through the real CSV reader into the line.

#include "connectors/hr_csv/connector.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/world/world.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

const std::string source = TENURE_SOURCE_DIR;

struct council {
  council() : folder("council"), feed(mapping()) {
    support::run_or_throw({source + "/config/sample/make", folder.path(), "--today", "02/11/2026"});
  }
  static hr_csv::config mapping() {
    auto file = source + "/config/hr-lists.yaml";
    return hr_csv::parse_config(support::read_file(file), file).value();
  }
  flow::preview show(hr_list_kind kind, const std::string& name) {
    return lists.show(kind, folder / name);
  }
  std::string apply(const flow::preview& of, const std::string& name) {
    auto done = lists.apply(of.list.digest, folder / name, {"hr.officer", "hr", "test"});
    w.settle();
    return done ? "applied" : done.error().code;
  }

  support::temp_folder folder;
  world w;
  hr_csv::connector feed;
  flow::lists lists{*w.engine, feed, w.random, *w.organisation};
};

using count_map = std::map<std::string, std::int64_t>;

TEST(SampleLists, ACouncilIsLoadedAndLives) {
  council c;
  auto staff = c.show(hr_list_kind::staff, "staff.csv");
  EXPECT_EQ(staff.counts, (count_map{{"create", 200}}));
  EXPECT_TRUE(staff.refused.empty());
  EXPECT_TRUE(staff.held.empty());
  ASSERT_EQ(c.apply(staff, "staff.csv"), "applied");
  for (const auto& task : c.w.open_tasks({})) {
    c.w.finish_tasks(task.account, {{"approved", "true"}});
  }
  EXPECT_EQ(c.w.mail.size(), 200u);

  auto joiners = c.show(hr_list_kind::joiners, "joiners.csv");
  EXPECT_EQ(joiners.counts, (count_map{{"create", 8}}));
  EXPECT_EQ(c.apply(joiners, "joiners.csv"), "applied");
  EXPECT_EQ(c.apply(joiners, "joiners.csv"), "list.applied");

  auto leavers = c.show(hr_list_kind::leavers, "leavers.csv");
  EXPECT_EQ(leavers.counts, (count_map{{"close", 6}}));
  EXPECT_EQ(c.apply(leavers, "leavers.csv"), "applied");

  auto absences = c.show(hr_list_kind::absences, "absences.csv");
  EXPECT_EQ(absences.counts.at("absent") + absences.counts["nothing"], 5);
  EXPECT_EQ(c.apply(absences, "absences.csv"), "applied");
  c.w.run_until("2027-11-02T09:00:00Z");
  std::size_t closed = 0;
  c.w.engine->run([&](flow::line& on) {
    for (const auto& a : on.in.accounts().list({}, "deleted", 1000)) closed += !a.address.empty();
    return false;
  });
  EXPECT_GE(closed, 6u);
}

TEST(SampleLists, RowsInErrorAreRefusedByLineAndTheGoodOneIsTaken) {
  council c;
  auto seen = c.show(hr_list_kind::joiners, "joiners-with-errors.csv");
  EXPECT_EQ(seen.refused.size() + seen.rows.size(), 8u);
  EXPECT_LE(seen.counts["create"], 1);
  for (const auto& row : seen.refused) {
    EXPECT_GT(row.line, 1);
    EXPECT_FALSE(row.reason.code.empty());
    EXPECT_FALSE(row.reason.text().empty());
  }
  EXPECT_EQ(c.apply(seen, "joiners-with-errors.csv"), "applied");
  EXPECT_LE(c.w.mail.size(), 1u);
}

TEST(SampleLists, AnEditedOrDamagedFileIsNotApplied) {
  council c;
  auto seen = c.show(hr_list_kind::joiners, "joiners.csv");
  auto file = c.folder / "joiners.csv";
  auto text = support::read_file(file);
  support::write_file(file, text + "900999,Eve,Late,Employee,Officer,FIN,,,02/11/2026,\n");
  EXPECT_EQ(c.apply(seen, "joiners.csv"), "list.changed_file");
  for (auto& bad : {std::string(), text.substr(0, text.size() / 2), "\xff\xfe" + text}) {
    support::write_file(file, bad);
    auto held = c.show(hr_list_kind::joiners, "joiners.csv");
    if (held.held.empty() && !held.refused.empty()) continue;  // cut at the end of a row
    ASSERT_FALSE(held.held.empty()) << bad.size();
    EXPECT_EQ(c.apply(held, "joiners.csv"), "list.held");
    auto by = actor{"a", "helpdesk", "test"};
    EXPECT_EQ(c.lists.release(held.list.digest, by, "").error().code, "list.not_releasable");
  }
  EXPECT_EQ(c.w.mail.size(), 0u);
}

}  // namespace
}  // namespace tenure::test
