// The mail system is away for an hour: nothing is lost, the helpdesk hears of it once, and it is
// over when the first effect gets through.

#include "tests/faults/life.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

std::vector<task> outages(world& w) {
  std::vector<task> out;
  for (auto& task : w.open_tasks({})) {
    if (task.kind == "serverUnreachable") out.push_back(task);
  }
  return out;
}

bool says(world& w, const std::string& what) {
  auto problems = w.engine->health().problems;
  return std::any_of(problems.begin(), problems.end(),
                     [&](auto& each) { return each.find(what) != each.npos; });
}

TEST(Outage, AnHourAwayForTwoHundredLeavers) {
  world w;
  w.pack.settings.at("brake.delete.daily").common.value = "1000";
  std::vector<account_id> all;
  for (int i = 0; i < 200; ++i) all.push_back(w.hire("P" + std::to_string(i), "Pat", "Jones"));
  w.run_until("2026-11-09T12:00:00Z");
  w.mail.faults().sometimes("apply", 1.0, memory::refuse(outcome_class::transient));
  auto calls = w.mail.faults().calls("apply");
  for (auto id : all) w.tell(id, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_TRUE(outages(w).empty());
  w.run_until("2026-11-09T12:20:00Z");
  ASSERT_EQ(outages(w).size(), 1u);
  EXPECT_EQ(value_of(outages(w)[0].input, "verb"), "reconcile");
  EXPECT_TRUE(says(w, "reconcile does not get through"));
  w.run_until("2026-11-09T13:00:00Z");
  EXPECT_EQ(outages(w).size(), 1u);
  for (auto id : all) EXPECT_EQ(w.state(id), "closing.reconciling");
  // Backing off: 30 s, 1, 2, 4, 8, 16, 32 minutes: seven or eight attempts each, not a storm.
  auto attempts = w.mail.faults().calls("apply") - calls;
  EXPECT_GE(attempts, 200u * 5);
  EXPECT_LE(attempts, 200u * 8);
  w.mail.faults().sometimes("apply", 0, {});
  w.run_until("2026-11-09T14:30:00Z");
  for (auto id : all) EXPECT_EQ(w.state(id), "retained");
  EXPECT_TRUE(outages(w).empty());
  EXPECT_FALSE(says(w, "reconcile"));
  EXPECT_EQ(w.shelf.faults().calls("keep"), 200u);
}

TEST(Outage, TheNextOneIsTold) {
  world w;
  auto jane = w.hire("1", "Jane", "Smith");
  for (int nth = 1; nth <= 3; ++nth) {
    w.mail.faults().sometimes("apply", 1.0, memory::fail_and_not_persist);
    w.tell(jane, nth % 2 ? "account.suspended" : "account.reinstated");
    w.run_until(w.clock.now() + std::chrono::hours(2));
    EXPECT_EQ(outages(w).size(), 1u) << nth;
    w.mail.faults().sometimes("apply", 0, {});
    w.run_until(w.clock.now() + std::chrono::hours(2));
    EXPECT_EQ(outages(w).size(), 0u) << nth;
  }
}

// A reconcile that comes back after the account was closed must not open the mailbox again.
TEST(Outage, AStaleReconcileAimsAtThePresent) {
  world w;
  auto jane = w.hire("1", "Jane", "Smith");
  w.tell(jane, "account.suspended");
  auto& faults = w.mail.faults();
  faults.at("apply", jane, faults.calls("apply", jane) + 1, memory::throttle(3600));
  w.tell(jane, "account.reinstated");  // wants it open, and is put off for an hour
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(jane), "retained");
  w.run_until(w.clock.now() + std::chrono::hours(2));
  EXPECT_EQ(w.mail.snapshot(jane)->condition.sign_in, sign_in::blocked);
  EXPECT_EQ(w.mail.snapshot(jane)->condition.delivery, delivery::refused);
}

}  // namespace
}  // namespace tenure::test
