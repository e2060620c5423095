// decide() as a whole: what it refuses and ignores, that it is a function, and when people leave.

#include "tests/unit/decide/fixture.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace tenure::test {
namespace {

constexpr const char* in_use = "employed.presence.active,employed.employment.staying";

desk newcomer() {
  desk d;
  account fresh;
  fresh.id = {{0, 1}};
  fresh.person = {"1001"};
  fresh.workflow = "account";
  d.known.account = fresh;
  d.what.name = "joiner.notified";
  return d;
}

std::string code_of(const result<decision>& made) {
  return made ? "decided " + made->next.state : made.error().code;
}

TEST(Decide, RefusesWhatCannotBeDecided) {
  auto d = newcomer();
  EXPECT_EQ(code_of(d.decide()), "decided provisioning");
  EXPECT_EQ(code_of(d.tell("leaver.notified", {{"leavingDate", "2026-12-01"}})), "account.unknown");
  EXPECT_EQ(code_of(d.tell("task.done.serverUnreachable")), "account.unknown");
  EXPECT_EQ(code_of(d.tell("")), "account.unknown");
  d.known.account.id = {};
  EXPECT_EQ(code_of(d.tell("joiner.notified")), "account.unknown");
  d = newcomer();
  d.known.person.reset();
  EXPECT_EQ(code_of(d.tell("joiner.notified")), "person.unknown");
  d = newcomer();
  d.known.person->surname = " ";
  EXPECT_EQ(code_of(d.tell("joiner.notified")), "naming.field_missing");
  for (auto state : {"employed", "nowhere", "employed.presence.active", "retained,due.checking",
                     "employed.employment.staying,employed.presence.active", " ", "retained "}) {
    desk stored;
    stored.known.account.state = state;
    EXPECT_EQ(code_of(stored.tell("person.rehired")), "chart.configuration") << state;
  }
}

TEST(Decide, TellsWhichTransitionsWereTaken) {
  std::vector<std::string> heard;
  auto tell = [&](desk& d, const std::string& name, attributes data = {}) {
    auto by = d.rules();
    by.on_step = [&](const statechart::chart& in, const statechart::macrostep& step) {
      for (const auto* each : step.transitions) {
        heard.push_back(in.states[each->source].path + " " + each->event);
      }
    };
    d.what.name = name;
    d.what.data = std::move(data);
    (void)decide::decide(d.known, d.what, by);
    return std::exchange(heard, {});
  };
  auto fresh = newcomer();
  EXPECT_EQ(tell(fresh, "leaver.notified"), std::vector<std::string>{});  // refused
  EXPECT_EQ(tell(fresh, "joiner.notified"),
            (std::vector<std::string>{"requested ", "expected ", "starting "}));
  desk used;
  used.known.account.state = in_use;
  EXPECT_EQ(tell(used, "no.such.event"), std::vector<std::string>{});
  EXPECT_EQ(tell(used, "drift.found"), std::vector<std::string>{" drift.found"});  // stays
  EXPECT_EQ(tell(used, "absence.started", {{"absentFrom", "2026-11-01"}}),
            std::vector<std::string>{"employed.presence.active absence.started"});
}

TEST(Decide, WhatMeansNothingIsRecordedAndMovesNothing) {
  struct ignored {
    const char* state;
    const char* event;
  };
  for (auto c : {ignored{in_use, "brake.released"}, ignored{in_use, "no.such.event"},
                 ignored{in_use, "leaver.withdrawn"}, ignored{in_use, "joiner.notified"},
                 ignored{in_use, "xstate.after.retentionTime.account.retained"},
                 ignored{"retained", "leaver.notified"}, ignored{"ended", "person.rehired"},
                 ignored{"ended", "hold.placed"}, ignored{"refused", "joiner.notified"}}) {
    desk d;
    d.known.account.state = c.state;
    auto made = d.tell(c.event);
    ASSERT_TRUE(made) << c.event;
    EXPECT_FALSE(made->changed) << c.event;
    EXPECT_EQ(made->next, d.known.account) << c.event;
    EXPECT_TRUE(made->effects.empty() && made->tasks.empty() && made->deadlines.empty());
    ASSERT_EQ(made->entries.size(), 1u);
    EXPECT_EQ(value_of(made->entries[0].facts, "ignored"), "this means nothing in this state");
    EXPECT_EQ(made->entries[0].from, made->entries[0].to);
  }
}

TEST(Decide, ResultsThatNobodyWaitsForMoveNothing) {
  desk d;
  d.known.account.state = "closing.archiving";
  d.wait_for("archive");
  attributes right{{"effect", effect_id{{0, 5}}.text()}, {"digest", "x"}};
  attributes stale{{"effect", effect_id{{0, 4}}.text()}, {"digest", "x"}};
  EXPECT_EQ(d.tell("xstate.done.actor.archive", right)->next.state, "retained");
  EXPECT_FALSE(d.tell("xstate.done.actor.archive", stale)->changed);
  EXPECT_FALSE(d.tell("xstate.done.actor.archive", {})->changed);
  EXPECT_FALSE(d.tell("xstate.error.actor.archive", stale)->changed);
  EXPECT_FALSE(d.tell("xstate.done.actor.reconcile", right)->changed);
  d.known.account.pending.clear();
  EXPECT_FALSE(d.tell("xstate.done.actor.archive", right)->changed);
  // A deletion carried out too late for anybody is still in the trail.
  auto late = d.tell("xstate.done.actor.delete", right);
  ASSERT_EQ(late->entries.size(), 1u);
  EXPECT_EQ(value_of(late->entries[0].facts, "effect"), right.at("effect"));
}

TEST(Decide, TheSameArgumentsGiveTheSameDecision) {
  for (int pass = 0; pass < 2; ++pass) {
    desk d, other;
    for (auto* each : {&d, &other}) {
      each->known.account.state = in_use;
      each->hold();
    }
    attributes leaving{{"leavingDate", "2026-10-30"}};
    EXPECT_EQ(*d.tell("leaver.notified", leaving), *other.tell("leaver.notified", leaving));
  }
  // Another event's id gives other ids to everything it starts.
  desk d;
  d.known.account.state = in_use;
  auto first = d.tell("leaver.notified", {{"leavingDate", "2026-10-30"}});
  d.what.id = {{8, 8}};
  auto second = d.decide();
  ASSERT_FALSE(first->effects.empty());
  EXPECT_NE(first->effects[0].id, second->effects[0].id);
}

TEST(Decide, NamesAreTakenWithTheNumberThatIsFree) {
  auto d = newcomer();
  EXPECT_EQ(d.decide()->next.address, "jane.smith@cambridgeshire.gov.uk");
  d.known.next_number = 7;
  auto made = d.decide();
  EXPECT_EQ(made->next.address, "jane.smith7@cambridgeshire.gov.uk");
  EXPECT_EQ(made->next.login, "jane.smith7");
  ASSERT_EQ(made->claims.size(), 2u);
  EXPECT_EQ(made->claims[0].stem, "jane.smith@cambridgeshire.gov.uk");
  EXPECT_EQ(made->claims[1].number, 7);
}

TEST(Decide, TheLeafNamesNobody) {
  auto d = newcomer();
  auto made = d.decide();
  for (const auto& [name, value] : made->entries.at(0).facts) {
    for (auto who : {"jane", "Jane", "smith", "Smith", "1001", "home.example"}) {
      EXPECT_EQ(value.find(who), std::string::npos) << name << ": " << value;
    }
  }
}

TEST(Decide, AClosedMailboxAsksForNoRightsOfOthers) {
  desk d;
  for (auto state : {"closing.reconciling", "retained", "due.heldBack", "deletionFailed",
                     "employed.presence.absent.closed,employed.employment.staying"}) {
    d.known.account.state = state;
    auto wanted = decide::desired_condition(d.known.account, d.rules());
    EXPECT_EQ(wanted.sign_in, sign_in::blocked) << state;
    EXPECT_EQ(wanted.address_list, address_list::hidden) << state;
    EXPECT_EQ(wanted.delivery, delivery::refused) << state;
    EXPECT_EQ(wanted.delegates, std::vector<delegate>{}) << state;
    EXPECT_EQ(wanted.forwarding, "") << state;
  }
  for (auto state : {"", "nonsense", "deleted", "ended", "refused"}) {
    d.known.account.state = state;
    auto wanted = decide::desired_condition(d.known.account, d.rules());
    EXPECT_FALSE(wanted.sign_in) << state;
  }
}

struct leaving {
  const char* pack;
  const char* rule;
  const char* day;
  const char* ends;
};

// Both days are those of the clock change in London; Karachi has none.
const std::vector<leaving> leavings = {
    {"cambridgeshire", "endOfWorkingDay", "2026-03-28", "2026-03-28T17:00:00Z"},
    {"cambridgeshire", "endOfWorkingDay", "2026-03-29", "2026-03-29T16:00:00Z"},
    {"cambridgeshire", "endOfWorkingDay", "2026-10-24", "2026-10-24T16:00:00Z"},
    {"cambridgeshire", "endOfWorkingDay", "2026-10-25", "2026-10-25T17:00:00Z"},
    {"cambridgeshire", "startOfDay", "2026-03-29", "2026-03-29T00:00:00Z"},
    {"cambridgeshire", "startOfDay", "2026-10-25", "2026-10-24T23:00:00Z"},
    {"cambridgeshire", "endOfDay", "2026-03-29", "2026-03-29T23:00:00Z"},
    {"cambridgeshire", "endOfDay", "2026-10-25", "2026-10-26T00:00:00Z"},
    {"moitt", "endOfWorkingDay", "2026-03-29", "2026-03-29T12:00:00Z"},
    {"moitt", "endOfWorkingDay", "2026-10-25", "2026-10-25T12:00:00Z"},
    {"moitt", "startOfDay", "2026-03-29", "2026-03-28T19:00:00Z"},
    {"moitt", "endOfDay", "2026-10-25", "2026-10-25T19:00:00Z"},
};

TEST(Decide, PeopleLeaveByTheLocalClock) {
  for (const auto& c : leavings) {
    desk d(c.pack);
    d.set("leavingInstant", c.rule);
    d.remember("leavingDate", c.day);
    auto ends = decide::leaving_instant(d.known.account, d.rules());
    ASSERT_TRUE(ends);
    EXPECT_EQ(to_text(*ends), to_text(at(c.ends))) << c.pack << " " << c.rule << " " << c.day;
    d.known.account.state = in_use;
    d.what.at = at("2026-01-05T09:00:00Z");
    auto made = d.tell("leaver.notified", {{"leavingDate", c.day}});
    bool set = false;
    for (const auto& due : made->deadlines) set = set || due.due == at(c.ends);
    EXPECT_TRUE(set) << c.pack << " " << c.day;
  }
}

TEST(Decide, AVerifiedArchiveIsHandedOverAsACaseThatNobodyAskedFor) {
  desk d("moitt");
  d.known.account.state = "closing.archiving";
  d.remember("askedBy", "H1");
  d.wait_for("archive");
  auto made = d.tell("xstate.done.actor.archive", {{"effect", effect_id{{0, 5}}.text()},
                                                   {"digest", "x"}, {"package", "p"},
                                                   {"messages", "2"}});
  EXPECT_EQ(made->next.state, "closing.handingOver");
  EXPECT_TRUE(made->tasks.empty());
  ASSERT_EQ(made->events.size(), 1u);
  EXPECT_EQ(made->events[0].name, "case.asked");
  EXPECT_EQ(made->events[0].data, (attributes{{"workflow", "handOver"}, {"package", "p"},
                                              {"digest", "x"}, {"messages", "2"}}));
}

// From before hand-over was a case: whoever has the task finishes it, as they were told.
TEST(Decide, AHandOverThatBeganAsATaskIsFinishedAsOne) {
  desk d("moitt");
  d.known.account.state = "closing.handingOver";
  auto nobody_waits = d.tell("xstate.done.actor.handOver", {{"effect", effect_id{{0, 5}}.text()}});
  EXPECT_FALSE(nobody_waits->changed);
  d.wait_for("handOver");
  auto done = d.tell("xstate.done.actor.handOver", {{"effect", effect_id{{0, 5}}.text()}});
  EXPECT_EQ(done->next.state, "retained");
  EXPECT_FALSE(done->next.pending.contains("handOver"));
}

}  // namespace
}  // namespace tenure::test
