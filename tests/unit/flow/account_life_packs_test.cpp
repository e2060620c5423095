// The account's life as packs make it differ: kinds of person, another organisation, brakes.
#include "tests/unit/flow/standing.hpp"

namespace tenure::test {
namespace {

TEST(AccountLife, AgencyWorkerIsDeletedAtOnce) {
  world w;
  auto temp = w.hire("A1", "Ann", "Temp", person_kind::agency_worker);
  EXPECT_EQ(w.state(temp), in_use);
  w.tell(temp, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(temp), "deleted");
  EXPECT_TRUE(w.shelf.snapshot(temp));
}

TEST(AccountLife, WhoseContractHasAnEndLeavesByItself) {
  world w;
  auto temp = w.hire("T1", "Ann", "Temp", person_kind::temporary);
  auto other = new_id<account_id>(w.random);
  w.tell(other, "joiner.notified",
         {{"person", "T1"}, {"startDate", "2026-12-01"}, {"leavingDate", "2027-03-31"}});
  w.finish_tasks(other, {{"approved", "true"}});
  EXPECT_EQ(w.state(other), "expected");
  w.tell(other, "leaver.redated", {{"leavingDate", "2026-12-31"}});
  EXPECT_EQ(w.state(other), "expected");
  w.run_until("2027-01-01T00:00:00Z");
  EXPECT_EQ(w.load(other).context.count("closedAt"), 1u);
  EXPECT_EQ(w.state(temp), in_use);
  auto never = new_id<account_id>(w.random);
  w.tell(never, "joiner.notified", {{"person", "T1"}, {"startDate", "2027-12-01"}});
  w.tell(never, "leaver.notified", {{"leavingDate", "2027-11-30"}});
  EXPECT_EQ(w.state(never), "refused");
}

TEST(AccountLife, MoittKeepsSixCalendarMonthsAndHandsOverToTheHead) {
  world w({.pack = "moitt", .start = "2026-08-01T04:00:00Z"});
  w.engine->run([&](flow::line& on) {
    on.in.people().save_unit({"U1", "Unit", "", {"H1"}});
    on.in.people().save({.id = {"H1"}, .given_name = "Max", .surname = "Head", .unit = "U1"});
    return true;
  });
  auto who = w.hire("1001", "Bilal", "Khan");
  EXPECT_EQ(w.load(who).address, "officer@moitt.gov.pk");
  w.tell(who, "leaver.notified", {{"leavingDate", "2026-08-31"}});
  w.run_until("2026-09-01T00:00:00Z");
  EXPECT_EQ(w.state(who), "closing.handingOver");
  EXPECT_EQ(w.open_tasks(who).at(0).assignee, "person:H1");
  w.finish_tasks(who, {{"approved", "true"}});
  EXPECT_EQ(w.state(who), "retained");
  w.run_until("2027-02-27T00:00:00Z");
  EXPECT_EQ(w.state(who), "retained");
  w.run_until("2027-03-01T00:00:00Z");
  EXPECT_EQ(w.state(who), "deleted");
}

TEST(AccountLife, TheDeletionBrakeHoldsWhatIsTooMuch) {
  world w;
  std::vector<account_id> all;
  for (int i = 0; i < 14; ++i) all.push_back(w.hire("P" + std::to_string(i), "Pat", "Jones"));
  for (auto id : all) w.tell(id, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  w.run_until("2026-12-02T09:30:00Z");
  int deleted = 0;
  for (auto id : all) deleted += w.state(id) == "deleted";
  EXPECT_EQ(deleted, 10);
  w.run_until("2026-12-04T09:30:00Z");
  for (auto id : all) EXPECT_EQ(w.state(id), "deleted");
}

}  // namespace
}  // namespace tenure::test
