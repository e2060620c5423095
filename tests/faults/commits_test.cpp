// Each commit of a whole life fails once, both ways; the life ends the same.

#include "tests/faults/life.hpp"

#include <iostream>

namespace tenure::test {
namespace {

TEST(CommitFaults, EachCommitOfALifeMayFailEitherWay) {
  faulty_world calm;
  calm.live();
  calm.expect_a_whole_life("without faults");
  const int commits = calm.faults->commits();
  const auto steps = calm.steps();
  ASSERT_GT(commits, 20);
  ASSERT_GT(steps.size(), 8u);
  for (int nth = 1; nth <= commits; ++nth) {
    for (auto how : {commit_fault::not_persisted, commit_fault::persisted}) {
      auto about = "commit " + std::to_string(nth) +
                   (how == commit_fault::persisted ? " persisted" : " not persisted");
      SCOPED_TRACE(about);
      faulty_world rough;
      rough.faults->fail(nth, how);
      rough.live();
      EXPECT_EQ(rough.lost, 1);
      rough.expect_a_whole_life(about);
      EXPECT_EQ(rough.steps(), steps);
      EXPECT_LE(rough.w.notices.snapshot().size(), calm.w.notices.snapshot().size());
    }
  }
  std::cout << commits << " commits, each lost twice; states: " << steps.size() << '\n';
}

TEST(CommitFaults, ClaimsOfACommitThatFailedAreNotCarriedOut) {
  faulty_world f;
  f.w.engine->run([&](flow::line& on) {
    on.in.people().save({.id = {"1001"}, .given_name = "Jane", .surname = "Smith"});
    on.in.inbox().put({.id = {{1, 1}}, .name = "joiner.notified", .at = on.now, .account = f.jane,
                       .by = {"t", "hr", "t"}, .data = {{"person", "1001"}}});
    return true;
  });
  for (auto how : {commit_fault::not_persisted, commit_fault::persisted}) {
    f.faults->fail(f.faults->commits() + 1, how);
    EXPECT_THROW(f.w.settle(), environment_lost);
    EXPECT_EQ(f.w.mail.size(), 0u);
    EXPECT_EQ(f.w.mail.faults().calls("create"), 0u);
  }
  f.w.settle();
  EXPECT_EQ(f.w.mail.effected("create", f.jane), 1u);
}

TEST(CommitFaults, ResultsOfALostCommitAreRecordedAgain) {
  for (auto how : {commit_fault::not_persisted, commit_fault::persisted}) {
    faulty_world f;
    auto id = f.w.hire("1", "Jane", "Smith");
    f.w.tell(id, "leaver.notified", {{"leavingDate", "2026-11-01"}});
    auto before = f.w.shelf.faults().calls("keep");
    f.w.clock.set(*parse_instant("2026-12-02T09:00:00Z"));
    // 1: the deadline and the claim of the deletion; 2: its result.
    f.faults->fail(f.faults->commits() + 2, how);
    EXPECT_THROW(f.w.settle(), environment_lost);
    EXPECT_EQ(f.w.mail.effected("remove", id), 1u);
    f.w.settle();
    EXPECT_EQ(f.w.state(id), "deleted");
    EXPECT_EQ(f.w.mail.faults().calls("remove", id), 2u);  // the mail, then the entry: no third
    EXPECT_EQ(f.w.shelf.faults().calls("keep"), before);
  }
}

// One lost commit is got over while somebody waits; a line that keeps failing is told, and gets on
// by itself once the store takes its commits again.
TEST(CommitFaults, WhoWaitsIsToldOfALineThatKeepsFailing) {
  for (int lost : {1, 3}) {
    faulty_world f;
    auto jane = f.w.hire("1", "Jane", "Smith");
    f.w.engine->run([&](flow::line& on) {
      on.in.inbox().put({.id = {{1, 1}}, .name = "account.suspended", .at = on.now,
                         .account = jane, .by = {"t", "test", "t"}, .data = {}});
      return true;
    });
    const int before = f.faults->commits();
    for (int nth = 1; nth <= lost; ++nth) {
      f.faults->fail(before + nth, commit_fault::not_persisted);
    }
    f.w.engine->start();
    auto settled = f.w.engine->wait_until_settled();
    EXPECT_EQ(settled.has_value(), lost == 1);
    if (!settled) {
      EXPECT_EQ(settled.error().code, "engine.unavailable");
      EXPECT_NE(settled.error().message.find("commit failed on plan"), std::string::npos);
      EXPECT_TRUE(f.w.engine->wait_until_settled());
    }
    f.w.engine->stop();
    EXPECT_EQ(f.w.mail.snapshot(jane)->condition.sign_in, sign_in::blocked);
  }
}

}  // namespace
}  // namespace tenure::test
