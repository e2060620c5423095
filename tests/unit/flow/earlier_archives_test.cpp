// The archive of a closing that was undone ends at its own time, whatever the account does then.

#include "tests/world/world.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

constexpr auto before_six_years = "2032-11-01T12:00:00Z";
constexpr auto after_six_years = "2032-11-03T12:00:00Z";

// Closed on 2026-11-02 with one message, and hired again at once.
account_id come_back(world& w) {
  auto jane = w.hire("1001", "Jane", "Smith");
  w.mail.deliver(jane, {.flags = {}, .received = w.clock.now(), .bytes = "first"});
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  w.tell(jane, "person.rehired");
  return jane;
}

bool kept(world& w, account_id first) { return w.shelf.snapshot(first).has_value(); }

std::vector<std::string> task_kinds(world& w, account_id of) {
  std::vector<std::string> out;
  for (const auto& open : w.open_tasks(of)) out.push_back(open.kind);
  return out;
}

TEST(EarlierArchives, EndAtTheirTimeWhileTheAccountGoesOn) {
  world w;
  auto jane = come_back(w);
  w.run_until(before_six_years);
  EXPECT_TRUE(kept(w, jane));
  w.run_until(after_six_years);
  EXPECT_FALSE(kept(w, jane));
  EXPECT_TRUE(w.state(jane).starts_with("employed."));
  EXPECT_TRUE(w.mail.snapshot(jane)) << "the mailbox itself stays";
  EXPECT_FALSE(w.load(jane).context.contains("earlierArchive.1"));
}

TEST(EarlierArchives, EachEndsAtItsOwnTime) {
  world w;
  auto jane = come_back(w);
  w.run_until("2028-06-01T09:00:00Z");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2028-05-31"}});
  w.tell(jane, "person.rehired");
  EXPECT_EQ(w.load(jane).context.count("earlierArchive.2"), 1u);
  w.run_until("2034-05-31T09:00:00Z");
  EXPECT_FALSE(kept(w, jane));
  EXPECT_EQ(w.load(jane).context.count("earlierArchive.2"), 1u);
  w.run_until("2034-06-03T09:00:00Z");
  EXPECT_EQ(w.load(jane).context.count("earlierArchive.2"), 0u);
}

TEST(EarlierArchives, EndAlsoOfSomebodyWhoIsGoneWithoutAnother) {
  world w;
  auto jane = come_back(w);
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  w.run_until(before_six_years);
  EXPECT_TRUE(kept(w, jane));
  w.run_until("2032-12-10T12:00:00Z");
  EXPECT_FALSE(kept(w, jane));
  EXPECT_EQ(w.state(jane), "ended");
}

TEST(EarlierArchives, AHoldKeepsThemUntilItIsLifted) {
  world w;
  auto jane = come_back(w);
  auto hold = w.hold(jane, "M-1");
  w.run_until("2034-01-01T00:00:00Z");
  EXPECT_TRUE(kept(w, jane));
  w.lift(hold);
  EXPECT_FALSE(kept(w, jane));
}

TEST(EarlierArchives, AHoldRightBeforeTheCallStopsIt) {
  world w;
  auto jane = come_back(w);
  const auto hold = jane.derive<hold_id>("M-1");
  w.before_last_look = [&](const effects::work& item) {
    if (item.effect.verb != "destroyEarlierArchive") return;
    w.engine->run([&](flow::line& on) {
      on.in.holds().place({.id = hold, .account = jane, .matter = "M-1",
                           .placed_by = {"legal", "legal", "test"}, .placed = on.now,
                           .lifted = {}});
      return true;
    });
    w.before_last_look = nullptr;
  };
  w.run_until("2033-01-01T00:00:00Z");
  EXPECT_TRUE(kept(w, jane));
  EXPECT_EQ(w.shelf.faults().calls("destroy"), 0u);
  EXPECT_TRUE(task_kinds(w, jane).empty()) << "nothing for the helpdesk to repair";
  w.lift(hold);
  EXPECT_FALSE(kept(w, jane));
}

TEST(EarlierArchives, WhatCannotBeDestroyedIsTheHelpdesksAndTriedAgain) {
  world w;
  auto jane = come_back(w);
  w.shelf.faults().at("destroy", 1, memory::refuse(outcome_class::denied));
  w.run_until("2032-11-02T20:00:00Z");
  EXPECT_TRUE(kept(w, jane));
  EXPECT_EQ(task_kinds(w, jane), std::vector<std::string>{"finishEarlierDestruction"});
  w.finish_tasks(jane);
  EXPECT_FALSE(kept(w, jane));
}

TEST(EarlierArchives, NoneIsKeptWhereNothingWasArchived) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.hold(jane, "M-1");  // before closing: nothing is archived
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(jane), "closing.heldBeforeArchive");
  w.tell(jane, "person.rehired");
  EXPECT_FALSE(w.load(jane).context.contains("earlierArchive.1"));
}

}  // namespace
}  // namespace tenure::test
