// What the loader refuses, and that it says all of it at once.
#include "engine/statechart/load.hpp"

#include <gtest/gtest.h>

namespace tenure::statechart {
namespace {

vocabulary names() {
  auto parsed = parse_vocabulary(R"(
guards: { held: A hold is active., approved: Said yes. }
actions: { notify: Tells somebody., remember: Notes it. }
actors: { archive: Archives., approval: Asks. }
delays: { retentionTime: How long it is kept. }
events: { leaver.notified: Leaves., leaver.redated: Later., hold.lifted: No hold. }
mailbox: { signIn: allowed or blocked. }
)", "names.yaml");
  return parsed.value();
}

struct refused {
  const char* why;
  const char* yaml;
  std::vector<const char*> says;
};

const std::vector<refused> refusals = {
    {"no yaml", "id: [", {"yaml.syntax"}},
    {"nothing", "", {"is no map"}},
    {"a list", "- a\n", {"is no map"}},
    {"a key twice", "id: c\nid: d\n", {"'id' stands here again"}},
    {"an alias", "id: &x c\ndescription: *x\n", {"anchor"}},
    {"a tag", "id: !!str c\n", {"tag"}},
    {"two documents", "id: c\n---\nid: d\n", {"second document"}},
    {"no id", "version: 1\ninitial: a\nstates: { a: { type: final } }\n", {"id: is missing"}},
    {"no version", "id: c\ninitial: a\nstates: { a: { type: final } }\n", {"version: is missing"}},
    {"an odd number", "id: c\nversion: 010\ninitial: a\nstates: { a: { type: final } }\n",
     {"'010' is read as a different number"}},
    {"no states", "id: c\nversion: 1\n", {"a workflow without states"}},
    {"empty states", "id: c\nversion: 1\nstates: {}\n", {"has no states"}},
    {"an unknown key", "id: c\nversion: 1\nintial: a\nstates: { a: { type: final } }\n",
     {":3: c: 'intial' is no word", "Did you mean 'initial'?", "no `initial`"}},
    {"no initial", "id: c\nversion: 1\nstates: { a: { type: final } }\n", {"no `initial`"}},
    {"a wrong initial", "id: c\nversion: 1\ninitial: actve\nstates: { active: { type: final } }\n",
     {"has no state 'actve'", "Did you mean 'active'?"}},
    {"initial of a leaf",
     "id: c\nversion: 1\ninitial: a\nstates: { a: { type: final, initial: b } }\n",
     {"c.a: has `initial`"}},
    {"a state that is no map", "id: c\nversion: 1\ninitial: a\nstates: { a: 7 }\n",
     {"c.a: is no map"}},
    {"a state name with a dot", "id: c\nversion: 1\ninitial: a\nstates: { a.b: { type: final } }\n",
     {"'a.b' is no name"}},
    {"a state name of digits", "id: c\nversion: 1\ninitial: a\nstates: { 12: { type: final } }\n",
     {"'12' is no name"}},
    {"history", "id: c\nversion: 1\ninitial: a\nstates: { a: { type: history } }\n",
     {"history states are not part"}},
    {"an unknown type", "id: c\nversion: 1\ninitial: a\nstates: { a: { type: Final } }\n",
     {"'Final' is no type"}},
    {"a parallel leaf", "id: c\nversion: 1\ninitial: a\nstates: { a: { type: parallel } }\n",
     {"is parallel and has no states"}},
};

// The same chart around one state `a`; `b` is final, `p` has the parallel regions p.q and p.r.
std::string around(const std::string& a) {
  return "id: c\nversion: 1\ninitial: a\non: { hold.lifted: [{ guard: held, target: .p }, "
         "{ target: .b }] }\nstates:\n"
         "  b: { type: final }\n"
         "  p: { type: parallel, states: { q: {}, r: { initial: s, states: { s: {} } } } }\n"
         "  a:\n    " + a + "\n";
}

const std::vector<refused> refusals_of_a_state = {
    {"unknown guard", "on: { leaver.notified: { guard: hold, target: b } }",
     {":9: c.a.on.leaver.notified.guard: 'hold' is no guard", "Did you mean 'held'?"}},
    {"guard without a name", "on: { leaver.notified: { guard: [held], target: b } }",
     {"names no guard"}},
    {"unknown action", "entry: [notfy]", {"c.a.entry: 'notfy' is no action", "'notify'?"}},
    {"an action's unknown key", "entry: [{ type: notify, parms: {} }]", {"'parms'", "'params'?"}},
    {"nested params", "entry: [{ type: notify, params: { a: { b: c } } }]", {"is no single value"}},
    {"params without a value", "entry: [{ type: notify, params: { a: } }]", {"has no value"}},
    {"unknown event", "on: { leaver.notifed: b }",
     {"'leaver.notifed' is no event", "'leaver.notified'?"}},
    {"a prefix of nothing", "on: { leaving.*: b }", {"answers to no event"}},
    {"a star in the middle", "on: { leaver.*.x: b }", {"is no event"}},
    {"unknown actor", "invoke: { id: i, src: archiv }", {"'archiv' is no actor", "'archive'?"}},
    {"invoke without id", "invoke: { src: archive }", {"has no id"}},
    {"invoke without src", "invoke: { id: i }", {"has no src"}},
    {"an invoke id twice", "invoke: [{ id: i, src: archive }, { id: i, src: approval }]",
     {"the invoke id 'i' is taken"}},
    {"unknown delay", "after: { retentiontime: b }", {"is no delay", "'retentionTime'?"}},
    {"no duration", "after: { P30X: b }", {"'P30X' is no delay and no ISO 8601 duration"}},
    {"milliseconds", "after: { 1000: b }", {"'1000' has no unit"}},
    {"no time", "after: { PT0S: b }", {"no time at all"}},
    {"10,000 years", "after: { P10000Y: b }", {"longer than 100 years"}},
    {"100 years and a day", "after: { P1200M1D: b }", {"longer than 100 years"}},
    {"unknown target", "on: { leaver.notified: bb }", {"the target 'bb' does not exist", "'b'?"}},
    {"a target elsewhere", "on: { leaver.notified: s }", {"Did you mean '#c.p.r.s'?"}},
    {"unknown child", "on: { leaver.notified: .x }", {"the target '.x' does not exist"}},
    {"unknown id", "on: { leaver.notified: '#d.b' }", {"the target '#d.b' does not exist"}},
    {"targets that exclude each other", "on: { leaver.notified: { target: [b, p] } }",
     {"cannot be active together"}},
    {"an unknown word in a transition", "on: { leaver.notified: { cond: held, target: b } }",
     {"'cond' is no word"}},
    {"reenter that is no flag", "on: { leaver.notified: { reenter: 1, target: b } }",
     {"neither true nor false"}},
    {"an empty list", "on: { leaver.notified: [] }", {"empty list"}},
    {"a candidate nobody reaches", "on: { leaver.notified: [b, { guard: held, target: p }] }",
     {"is never tried"}},
    {"unknown mailbox condition", "meta: { mailbox: { signin: blocked } }",
     {"'signin'", "'signIn'?"}},
    {"unknown meta", "meta: { color: red }", {"'color' is no word"}},
    {"a final that goes on", "{ type: final, on: { leaver.notified: b } }",
     {"is final and yet has"}},
    {"a final with states", "{ type: final, states: { x: {} } }", {"is final and yet has states"}},
    {"the id of another", "{ id: c, entry: [notify] }", {"the id 'c' is taken"}},
    {"onDone of what has no final", "{ initial: x, onDone: b, states: { x: {} } }",
     {"it can never be done"}},
    {"always without a target", "always: { guard: held, actions: [notify] }", {"would never end"}},
    {"always to itself", "always: { guard: held, target: a }", {"would never end"}},
    {"a cycle of always", "{ initial: x, states: { x: { always: y }, y: { always: x } } }",
     {"a cycle of `always` without guards: a.x -> a.y -> a.x"}},
    {"a cycle through the parent",
     "{ always: d, initial: x, states: { x: {} } }\n  d: { always: a }",
     {"a cycle of `always`"}},
    {"a state nothing leads to", "{ initial: x, states: { x: {}, lost: {} } }",
     {"c.a.lost: nothing leads to this state"}},
};

void expect_refused(const refused& each, const std::string& yaml) {
  auto loaded = load(yaml, "chart.yaml", names());
  ASSERT_FALSE(loaded) << each.why << " was loaded:\n" << yaml;
  auto text = loaded.error().code + " " + loaded.error().text();
  for (const auto* part : each.says) {
    EXPECT_NE(text.find(part), std::string::npos) << each.why << ": " << text;
  }
}

TEST(statechart_load, refuses_what_is_no_chart) {
  for (const auto& each : refusals) expect_refused(each, each.yaml);
}

TEST(statechart_load, refuses_what_a_state_must_not_say) {
  for (const auto& each : refusals_of_a_state) expect_refused(each, around(each.yaml));
}

TEST(statechart_load, refuses_a_state_without_a_way_out) {
  auto loaded = load("id: c\nversion: 1\ninitial: a\nstates:\n  a: { on: { leaver.notified: b } }\n"
                     "  b: { entry: [notify] }\n", "chart.yaml", names());
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().text().find("chart.yaml:6: c.b: is not final and nothing leads out"),
            std::string::npos) << loaded.error().text();
}

TEST(statechart_load, names_every_error_in_file_order) {
  auto loaded = load(around("entry: [x1]\n    exit: [x2]\n    on: { leaver.notified: nowhere }"),
                     "chart.yaml", names());
  ASSERT_FALSE(loaded);
  const auto& text = loaded.error().message;
  EXPECT_EQ(text.find("3 errors"), 0u) << text;
  EXPECT_LT(text.find(":9: c.a.entry"), text.find(":10: c.a.exit"));
  EXPECT_LT(text.find(":10: c.a.exit"), text.find(":11: c.a: the target 'nowhere'"));
}

TEST(statechart_load, bounds_the_number_of_states) {
  std::string yaml = "id: c\nversion: 1\ninitial: a0\nstates:\n";
  for (std::size_t i = 0; i < states_max + 1; ++i) {
    yaml += "  a" + std::to_string(i) + ": { type: final }\n";
  }
  auto loaded = load(yaml, "chart.yaml", names());
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().text().find("more than 512 states"), std::string::npos);
}

TEST(statechart_load, bounds_the_depth) {
  std::string yaml = "id: c\nversion: 1\nstates: ";
  for (int i = 0; i < 100; ++i) yaml += "{ a: { states: ";
  EXPECT_FALSE(load(yaml, "chart.yaml", names()));
}

TEST(statechart_load, accepts_the_chart_that_the_refusals_spoil) {
  auto loaded = load(around("on: { leaver.*: b }"), "chart.yaml", names());
  EXPECT_TRUE(loaded) << loaded.error().text();
}

TEST(statechart_load, the_shipped_workflows_and_vocabulary_fit) {
  std::filesystem::path root = TENURE_SOURCE_DIR;
  auto shipped = load_vocabulary(root / "workflows/schema/vocabulary.yaml");
  ASSERT_TRUE(shipped) << shipped.error().text();
  std::vector<std::shared_ptr<const chart>> charts;
  for (const auto& folder : std::filesystem::directory_iterator(root / "workflows")) {
    auto file = folder.path() / "workflow.yaml";
    if (!std::filesystem::exists(file)) continue;
    auto loaded = load_file(file, *shipped);
    ASSERT_TRUE(loaded) << loaded.error().text();
    charts.push_back(*loaded);
  }
  for (const auto& unused : unused_names(*shipped, charts)) {
    ADD_FAILURE() << unused << " is not used";
  }
}

}  // namespace
}  // namespace tenure::statechart
