// Whoever has agreed and leaves is noticed, however much else is open.

#include "tests/world/world.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

constexpr std::size_t many = 10'500;  // more than any list that is shown to somebody

// Open cases about mailboxes of somebody else's, asked for later than the one that matters.
void open_others(world& w) {
  w.engine->run([&](flow::line& on) {
    for (std::size_t n = 0; n < many; ++n) {
      on.in.cases().save({.id = new_id<case_id>(w.random), .workflow = "delegation",
                          .subject = {{7, n}}, .requester = {"2000"}, .state = "open",
                          .context = {{"agreed.0", "3000"}}, .pending = {}, .opened = on.now});
    }
    return true;
  });
}

std::string stands(world& w, const case_id& which) {
  std::string out;
  w.engine->run([&](flow::line& on) {
    out = on.in.cases().load(which)->state;
    return false;
  });
  return out;
}

class council : public world {
 public:
  council() : world({.pack = "calgary"}) {
    engine->run([](flow::line& on) {
      on.in.people().save_unit({"U1", "Archives", "", {"1004"}});
      return true;
    });
    hire({.id = {"1003"}, .given_name = "Ada", .surname = "Holt", .unit = "U1",
          .manager = {"1004"}});
    hire({.id = {"1004"}, .given_name = "Max", .surname = "Head", .unit = "U1"});
    hire({.id = {"1002"}, .given_name = "Tom", .surname = "Baker", .unit = "U1",
          .manager = {"1003"}});
    jane = hire({.id = {"1001"}, .given_name = "Jane", .surname = "Smith", .unit = "U1",
                 .manager = {"1003"}});
  }

  case_id ask() {
    event what{.id = new_id<event_id>(random), .name = "case.asked", .at = clock.now(),
               .account = jane, .by = {"1003", "requester", "test"},
               .data = {{"workflow", "absenceCover"}, {"requester", "1003"}, {"kind", "full"},
                        {"recipient", "1002"}, {"reason", "business"}}};
    EXPECT_TRUE(put(what));
    case_id out;
    engine->run([&](flow::line& on) {
      out = on.in.cases().open_on(jane).at(0).id;
      return false;
    });
    return out;
  }

  void agree(const case_id& to) {
    std::string waits_for;
    engine->run([&](flow::line& on) {
      waits_for = on.in.cases().load(to)->pending.at("decision").text();
      return false;
    });
    EXPECT_TRUE(put({.id = new_id<event_id>(random), .name = "case.answered", .at = clock.now(),
                     .account = jane, .by = {"1004", "approver", "test"},
                     .data = {{"case", to.text()}, {"invoke", "decision"}, {"effect", waits_for},
                              {"approved", "true"}, {"reason", "it is right"}}}));
  }

  void leaves(const char* who) {
    account_id of;
    engine->run([&](flow::line& on) {
      of = on.in.accounts().of_person({who}).at(0).id;
      return false;
    });
    tell(of, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  }

  account_id jane;
};

TEST(Leaving, WhoAgreedIsNoticedBehindTenThousandOpenCases) {
  council w;
  auto asked = w.ask();
  w.in_memory.faults("apply").at("apply", w.jane,
                                 w.in_memory.faults("apply").calls("apply", w.jane) + 1,
                                 memory::refuse(outcome_class::denied));
  w.agree(asked);
  ASSERT_EQ(stands(w, asked), "openingFailed");
  open_others(w);
  w.leaves("1004");
  EXPECT_EQ(stands(w, asked), "closed");
}

TEST(Leaving, WhoIsAskedIsAskedNoMoreBehindTenThousandOpenCases) {
  council w;
  auto asked = w.ask();
  ASSERT_EQ(stands(w, asked), "awaitingDecision");
  open_others(w);
  w.leaves("1004");
  for (const auto& open : w.open_tasks(w.jane)) {
    EXPECT_EQ(value_of(open.input, "eligible").find("1004"), std::string_view::npos) << open.kind;
  }
}

TEST(Leaving, WhoComesIntoThePostIsAskedBehindTenThousandOpenCases) {
  council w;
  auto asked = w.ask();
  w.hire({.id = {"1005"}, .given_name = "Eve", .surname = "Next", .unit = "U1"});
  open_others(w);
  w.engine->run([&](flow::line& on) {
    on.in.people().save_unit({"U1", "Archives", "", {"1005"}});
    on.post_changed({"U1", "Archives", "", {"1004"}}, {"U1", "Archives", "", {"1005"}},
                    {.id = new_id<event_id>(w.random), .name = "post.changed", .at = on.now,
                     .account = {}, .by = {"hr", "hr", "test"}, .data = {}});
    return true;
  });
  w.settle();
  ASSERT_EQ(stands(w, asked), "awaitingDecision");
  auto open = w.open_tasks(w.jane);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].assignee, "person:1005");
}

}  // namespace
}  // namespace tenure::test
