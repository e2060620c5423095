// The semantics that workflows rest on, and the text form of a configuration.
#include "engine/statechart/explain.hpp"
#include "engine/statechart/load.hpp"
#include "engine/statechart/step.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace tenure::statechart {
namespace {

vocabulary names() {
  return parse_vocabulary(R"(
guards: { ready: Ready., noted: The action note was performed. }
actions: { note: Notes., inner: Inner., outer: Outer., way: On the way. }
actors: { work: Works. }
delays: { soon: Soon. }
events: { go: Go., back: Back., other: Other. }
mailbox: { signIn: allowed or blocked., delivery: accepted or refused. }
)", "names.yaml").value();
}

std::shared_ptr<const chart> chart_of(const std::string& yaml) {
  auto loaded = load("id: c\nversion: 1\n" + yaml, "chart.yaml", names());
  if (!loaded) throw std::runtime_error(loaded.error().text());
  return *loaded;
}

struct host : environment {
  std::set<std::string, std::less<>> true_guards;
  std::vector<std::string> done;
  bool guard(const named& guard, std::string_view) override {
    if (guard.type == "noted") return std::ranges::find(done, "note") != done.end();
    return true_guards.contains(guard.type);
  }
  void action(const named& action) override { done.push_back(action.type); }
};

const std::string two_regions = R"(
initial: work
states:
  work:
    type: parallel
    on: { back: { target: .left.a } }
    onDone: { target: over }
    states:
      left: { initial: a, states: { a: { on: { go: b } }, b: { type: final } } }
      right:
        initial: x
        states: { x: { on: { go: { guard: ready, target: y } } }, y: { type: final } }
  over: { type: final }
)";

TEST(statechart_step, a_parallel_state_is_done_when_all_its_regions_are) {
  auto chart = chart_of(two_regions);
  host env;
  auto at = initial(*chart, env).value();
  EXPECT_EQ(to_text(*chart, at.next), "work.left.a,work.right.x");
  at = step(*chart, at.next, "go", env).value();
  EXPECT_EQ(to_text(*chart, at.next), "work.left.b,work.right.x");
  EXPECT_FALSE(at.done);
  env.true_guards = {"ready"};
  at = step(*chart, at.next, "go", env).value();
  EXPECT_EQ(to_text(*chart, at.next), "over");
  EXPECT_TRUE(at.done);
  auto after = step(*chart, at.next, "back", env).value();
  EXPECT_FALSE(after.taken);
  EXPECT_EQ(after.next, at.next);
}

TEST(statechart_step, an_event_that_means_nothing_leaves_everything_as_it_was) {
  auto chart = chart_of(two_regions);
  host env;
  auto at = initial(*chart, env).value();
  auto next = step(*chart, at.next, "other", env).value();
  EXPECT_FALSE(next.taken);
  EXPECT_TRUE(next.consequences.empty());
  EXPECT_EQ(next.next, at.next);
}

TEST(statechart_step, exits_inner_first_acts_then_enters_outer_first) {
  auto chart = chart_of(R"(
initial: a
states:
  a:
    initial: in
    exit: [outer]
    on: { go: { target: b, actions: [way] } }
    states: { in: { exit: [inner] } }
  b: { initial: in, entry: [outer], on: { back: a }, states: { in: { entry: [inner] } } }
)");
  host env;
  auto at = initial(*chart, env).value();
  at = step(*chart, at.next, "go", env).value();
  EXPECT_EQ(env.done, (std::vector<std::string>{"inner", "outer", "way", "outer", "inner"}));
}

TEST(statechart_step, an_action_changes_what_a_later_guard_answers) {
  auto chart = chart_of(R"(
initial: a
states:
  a: { on: { go: { target: b, actions: [note] } } }
  b: { always: { guard: noted, target: end }, on: { back: a } }
  end: { type: final }
)");
  host env;
  auto at = initial(*chart, env).value();
  EXPECT_TRUE(step(*chart, at.next, "go", env).value().done);
}

TEST(statechart_step, an_endless_chart_is_an_error_that_names_the_cycle) {
  auto chart = chart_of(R"(
initial: a
states:
  a: { always: { guard: ready, target: b }, on: { go: end } }
  b: { always: { guard: ready, target: a }, on: { go: end } }
  end: { type: final }
)");
  host env;
  env.true_guards = {"ready"};
  auto endless = initial(*chart, env);
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().code, "chart.endless");
  EXPECT_NE(endless.error().message.find("c.a (line 6) -> c.b (line 7)"), std::string::npos)
      << endless.error().message;
}

TEST(statechart_step, an_always_that_only_enters_again_where_it_was_is_taken_once) {
  auto chart = chart_of(R"(
initial: a
always: { guard: ready, target: .a }
states: { a: { after: { soon: end } }, end: { type: final } }
)");
  host env;
  env.true_guards = {"ready"};
  auto at = initial(*chart, env);
  ASSERT_TRUE(at) << at.error().text();
  EXPECT_EQ(at->microsteps, 2);
}

TEST(statechart_step, settling_forgets_what_began_and_ended_within_the_step) {
  auto chart = chart_of(R"(
initial: a
states:
  a:
    invoke: { id: first, src: work, onDone: b }
    after: { soon: b }
    on: { go: { target: a, reenter: true } }
  b:
    always: { guard: ready, target: end }
    invoke: { id: second, src: work, onDone: end }
  end: { type: final }
)");
  host env;
  auto at = initial(*chart, env).value();
  auto again = settle(step(*chart, at.next, "go", env).value());
  ASSERT_EQ(again.stopped.size(), 1u);
  ASSERT_EQ(again.started.size(), 1u);
  EXPECT_EQ(again.cleared, again.set);
  EXPECT_EQ(again.set.at(0)->event, "xstate.after.soon.c.a");
  env.true_guards = {"ready"};
  auto through = settle(step(*chart, at.next, "xstate.done.actor.first", env).value());
  EXPECT_TRUE(through.started.empty());
  ASSERT_EQ(through.stopped.size(), 1u);
  EXPECT_EQ(through.stopped[0]->id, "first");
}

TEST(statechart_configuration, text_is_read_back_and_nothing_else_is) {
  auto chart = chart_of(two_regions);
  for (const char* good : {"work.left.a,work.right.x", "work.left.b,work.right.y", "over"}) {
    auto parsed = parse(*chart, good);
    ASSERT_TRUE(parsed) << good;
    EXPECT_EQ(to_text(*chart, *parsed), good);
  }
  for (const char* bad : {"", ",", "work", "work.left", "work.left.a", "work.left.a,", "nowhere",
                          "work.right.x,work.left.a", "work.left.a,work.left.b,work.right.x",
                          "work.left.a,work.left.a,work.right.x", "work.left.a,over",
                          "work.left.a, work.right.x", "c.work.left.a,work.right.x"}) {
    auto parsed = parse(*chart, bad);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code, "chart.configuration");
  }
}

TEST(statechart_explain, the_inner_state_s_mailbox_wins) {
  auto chart = chart_of(R"(
initial: a
states:
  a:
    meta: { mailbox: { signIn: allowed, delivery: accepted } }
    initial: b
    states:
      b:
        description: Closed.
        meta: { mailbox: { signIn: blocked } }
        on: { go: { guard: ready, target: '#c.end' } }
  end: { type: final, description: Over. }
)");
  host env;
  auto at = initial(*chart, env).value();
  EXPECT_EQ(mailbox_of(*chart, at.next),
            (attributes{{"signIn", "blocked"}, {"delivery", "accepted"}}));
  auto ways = possibilities(*chart, at.next);
  ASSERT_EQ(ways.size(), 1u);
  EXPECT_EQ(in_words(*chart, ways[0]), "on go, if ready -> end (Over.)");
  ASSERT_EQ(descriptions(*chart, at.next).size(), 1u);
}

}  // namespace
}  // namespace tenure::statechart
