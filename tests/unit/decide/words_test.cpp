// Every actor and delay by name; the vocabulary and the engine know the same words.

#include "tests/unit/decide/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

namespace tenure::test {
namespace {

struct actor_case {
  const char* actor;
  const char* verb;      // of the effect; empty: a task
  const char* assignee;  // of the task
  std::function<void(desk&)> given = [](desk&) {};
};

const std::vector<actor_case> actors = {
    {"createMailbox", "createMailbox", ""},
    {"reconcile", "reconcile", ""},
    {"archiveMailbox", "archiveMailbox", ""},
    {"deleteMailbox", "deleteMailbox", ""},
    {"deleteEntry", "deleteEntry", ""},
    {"destroyArchive", "destroyArchive", ""},
    {"noticeToSubject", "notify", ""},
    {"approval", "", "approver"},
    {"helpdeskTask", "", "helpdesk"},
    {"dispositionTask", "", "helpdesk"},
    {"dispositionTask", "", "person:H1", [](desk& d) { d.remember("deciderPerson", "H1"); }},
    {"signOffTask", "", "helpdesk"},
    {"signOffTask", "", "person:M1", [](desk& d) { d.remember("reviewerPerson", "M1"); }},
    {"managerTask", "", "person:M1"},
    {"managerTask", "", "helpdesk", [](desk& d) { d.known.person->manager = {}; }},
    {"managerTask", "", "helpdesk", [](desk& d) { d.known.person.reset(); }},
};

TEST(Actors, StartAnEffectOrATaskThatTheAccountWaitsFor) {
  for (const auto& c : actors) {
    desk d;
    c.given(d);
    auto rules = d.rules();
    decide::deliberation made(d.known, d.what, rules);
    decide::start_actor(made, {.id = "wait", .src = c.actor, .input = {{"task", "k"}}});
    bool effect = *c.verb != '\0';
    ASSERT_EQ(made.out.effects.size(), effect ? 1u : 0u) << c.actor;
    ASSERT_EQ(made.out.tasks.size(), effect ? 0u : 1u) << c.actor;
    if (effect) EXPECT_EQ(made.out.effects[0].verb, c.verb);
    if (!effect) EXPECT_EQ(made.out.tasks[0].assignee, c.assignee) << c.actor;
    auto bits = effect ? made.out.effects[0].id.bits : made.out.tasks[0].id.bits;
    EXPECT_EQ(made.out.next.pending.at("wait").bits, bits) << c.actor;
  }
}

TEST(Actors, EachIsInTheTable) {
  std::set<std::string_view> seen;
  for (const auto& c : actors) seen.insert(c.actor);
  for (auto name : words_of_account("actors")) EXPECT_TRUE(seen.contains(name)) << name;
}

TEST(Actors, TasksAheadOfALeavingAreDueThen) {
  desk d;
  d.remember("leavingDate", "2026-11-30");
  auto rules = d.rules();
  decide::deliberation made(d.known, d.what, rules);
  decide::start_actor(made, {.id = "extract", .src = "managerTask", .input = {{"task", "k"}}});
  EXPECT_EQ(made.out.tasks[0].due, at("2026-11-30T17:00:00Z"));
}

struct delay_case {
  const char* delay;
  attributes remembered;
  const char* due;
};

const std::vector<delay_case> delays = {
    {"archiveRetention", {{"archivedAt", "2026-02-28T10:00:00Z"}}, "2032-02-28T10:00:00Z"},
    {"archiveRetention", {{"archivedAt", "2024-02-29T10:00:00Z"}}, "2030-02-28T10:00:00Z"},
    {"brakeCheck", {}, "2026-11-02T15:00:00Z"},
    {"extractReminder", {}, "2026-11-05T09:00:00Z"},
    {"dispositionDeadline", {}, "2026-11-16T09:00:00Z"},
    {"redirectTime", {{"redirectedAt", "2026-10-20T16:00:00Z"}}, "2026-11-19T17:00:00Z"},
    {"redirectTime", {}, "2026-12-02T09:00:00Z"},
    {"signOffDeadline", {}, "2026-11-16T09:00:00Z"},
    {"retentionTime", {{"closedAt", "2026-10-20T16:00:00Z"}}, "2026-11-19T17:00:00Z"},
    {"retentionTime", {}, "2026-12-02T09:00:00Z"},
    {"untilExtractTask", {{"leavingDate", "2026-11-30"}}, "2026-11-16T00:00:00Z"},
    {"untilExtractTask", {{"leavingDate", "2026-11-07"}}, "2026-10-23T23:00:00Z"},
    {"untilExtractTask", {}, "2026-11-02T09:00:00Z"},
    {"untilLeavingInstant", {{"leavingDate", "2026-07-01"}}, "2026-07-01T16:00:00Z"},
    {"untilLeavingInstant", {}, "2026-11-02T09:00:00Z"},
    {"untilStart", {{"startDate", "2026-12-01"}}, "2026-12-01T00:00:00Z"},
    {"untilStart", {{"startDate", "no date"}}, "2026-11-02T09:00:00Z"},
    {"P1D", {}, "2026-11-03T09:00:00Z"},
    {"PT15M", {}, "2026-11-02T09:15:00Z"},
};

TEST(Delays, FallDueAsTheTableSays) {
  std::set<std::string_view> seen;
  for (const auto& c : delays) {
    desk d;
    d.known.account.context = c.remembered;
    auto rules = d.rules();
    decide::deliberation made(d.known, d.what, rules);
    EXPECT_EQ(to_text(decide::due_instant(made, c.delay)), to_text(at(c.due))) << c.delay;
    seen.insert(c.delay);
  }
  for (auto name : words_of_account("delays")) EXPECT_TRUE(seen.contains(name)) << name;
}

// Charts are checked against the vocabulary; a word that no shipped workflow uses is untested.
TEST(Vocabulary, AndTheEngineKnowTheSameWords) {
  auto names = shipped_vocabulary();
  auto same = [](const statechart::vocabulary::section& section, std::string_view kind) {
    std::set<std::string_view> engine, shipped;
    for (auto name : decide::known_names(kind)) engine.insert(name);
    for (const auto& [name, meaning] : section) shipped.insert(name);
    EXPECT_EQ(engine, shipped) << kind;
  };
  same(names.guards, "guards");
  same(names.actions, "actions");
  same(names.actors, "actors");
  same(names.delays, "delays");
}

TEST(Vocabulary, HasNoWordThatNoShippedWorkflowUses) {
  std::vector<std::shared_ptr<const statechart::chart>> all{account_chart()};
  const auto cases = statechart::load_folder(source_folder / "workflows", "account",
                                             shipped_vocabulary())
                         .value();
  for (const auto& [id, chart] : cases) all.push_back(chart);
  EXPECT_EQ(statechart::unused_names(shipped_vocabulary(), all), std::vector<std::string>{});
}

}  // namespace
}  // namespace tenure::test
