// What sweeping comes to in one decision: which folders, before which moment, and what of it stands
// in the trail.

#include "engine/decide/sweep.hpp"
#include "tests/unit/decide/posts.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

struct sweeping_desk : desk {
  sweeping_desk() {
    sweeps(*this);
    pack.sweep.folders.push_back({"Temporary", "P1M", "C-2"});
  }
};

TEST(Sweep, CountsDaysAndMonthsOnTheLocalCalendar) {
  sweeping_desk d;
  struct {
    const char *now, *days, *month;
  } rows[] = {
      {"2026-11-02T09:00:00Z", "2026-08-04T08:00:00.000000Z", "2026-10-02T08:00:00.000000Z"},
      {"2026-03-31T08:00:00Z", "2025-12-31T09:00:00.000000Z", "2026-02-28T09:00:00.000000Z"},
      {"2028-02-29T09:00:00Z", "2027-12-01T09:00:00.000000Z", "2028-01-29T09:00:00.000000Z"},
  };
  for (const auto& row : rows) {
    auto cuts = decide::sweep_cuts(d.rules(), at(row.now));
    ASSERT_EQ(cuts.size(), 2u);
    EXPECT_EQ(to_text(cuts[0].before), row.days) << row.now;
    EXPECT_EQ(to_text(cuts[1].before), row.month) << row.now;
  }
}

TEST(Sweep, TakesTheFoldersInWhichSomethingWasFound) {
  sweeping_desk d;
  auto made = d.tell("sweep.due", {{"found.Transitory", "3"}, {"found.Else", "9"}}).value();
  ASSERT_EQ(made.effects.size(), 1u);
  EXPECT_EQ(made.effects[0].verb, "sweepFolders");
  EXPECT_EQ(made.effects[0].input,
            (attributes{{"before.Transitory", "2026-08-04T08:00:00.000000Z"}}));
  const auto& entry = made.entries.at(0);
  EXPECT_EQ(entry.rules, std::vector<std::string>{"C-1"});
  EXPECT_EQ(entry.facts.at("found.Transitory"), "3");
  EXPECT_EQ(entry.facts.count("found.Else"), 0u) << "the pack does not name it";
}

TEST(Sweep, AsksForAllFoldersWhenNobodySaysWhichAreOld) {
  sweeping_desk d;
  auto made = d.tell("task.done.finishSweep").value();
  ASSERT_EQ(made.effects.size(), 1u);
  EXPECT_EQ(made.effects[0].input.size(), 2u);
}

TEST(Sweep, NotesHowManyWentAndWaitsNoMore) {
  sweeping_desk d;
  d.wait_for("sweep");
  auto id = d.known.account.pending.at("sweep").text();
  auto made = d.tell("xstate.done.actor.sweep",
                     {{"effect", id}, {"swept.Transitory", "3"}, {"subject", "Lunch?"}}).value();
  EXPECT_FALSE(made.next.pending.contains("sweep"));
  EXPECT_EQ(made.entries.at(0).facts.at("swept.Transitory"), "3");
  EXPECT_EQ(made.entries.at(0).facts.count("subject"), 0u);
}

TEST(Sweep, AFailureIsTheHelpdesksUnlessSweepingIsForbiddenByNow) {
  for (bool held : {false, true}) {
    sweeping_desk d;
    d.wait_for("sweep");
    if (held) d.hold();
    auto id = d.known.account.pending.at("sweep").text();
    auto made = d.tell("xstate.error.actor.sweep",
                       {{"effect", id}, {"swept.Transitory", "2"}}).value();
    EXPECT_EQ(made.tasks.size(), held ? 0u : 1u);
    EXPECT_FALSE(made.next.pending.contains("sweep"));
    EXPECT_EQ(made.entries.at(0).facts.at("swept.Transitory"), "2") << "what went before it failed";
  }
}

TEST(Sweep, WhatIsForbiddenBeginsNothingAndSaysSo) {
  sweeping_desk d;
  d.hold();
  auto made = d.tell("sweep.due", {{"found.Transitory", "3"}}).value();
  EXPECT_FALSE(made.changed);
  EXPECT_TRUE(made.effects.empty());
  EXPECT_EQ(made.entries.size(), 1u);
}

}  // namespace
}  // namespace tenure::test
