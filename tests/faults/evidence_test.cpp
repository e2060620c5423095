// What an investigation collects is sealed once and destroyed once, whatever breaks on the way, and
// never under a hold.

#include "tests/faults/office.hpp"

namespace tenure::test {
namespace {

account_id object(const office& o, int number) {
  return o.which.derive<account_id>("evidence:" + std::to_string(number));
}

void open_investigation(office& o) {
  o.w.organisation->roles["investigatingManager"] = {{"1003"}};
  o.w.organisation->roles["dpo"] = {{"1004"}};
  o.ask({{"workflow", "investigation"}, {"requester", "1003"}, {"kind", "read"},
         {"recipient", "1002"}, {"reason", "fraud"}, {"minimise", "October"}});
  o.agree();
}

void collect(office& o) { o.happens("evidence.wanted", {{"messageSubject", "contract"}}); }
void conclude(office& o) { o.happens("case.concluded", {{"outcome", "noFurtherAction"}}); }

TEST(Evidence, IsSealedOnceWhenTheAnswerIsLost) {
  for (auto how : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    office o;
    open_investigation(o);
    o.w.shelf.faults().at("keep", object(o, 1), 1, how);
    collect(o);
    o.f.run_until("2026-11-02T12:00:00Z");
    EXPECT_EQ(o.the_case().state, "open.reading");
    ASSERT_TRUE(o.w.shelf.snapshot(object(o, 1)));
    EXPECT_EQ(o.w.shelf.snapshot(object(o, 1))->size(), 2u);
    EXPECT_FALSE(o.w.shelf.snapshot(object(o, 2)));
    EXPECT_EQ(o.entry("evidence.act", "collected").facts.at("evidence.messages"), "2");
  }
}

TEST(Evidence, IsDestroyedOnceAndProvenGoneWhenTheAnswerIsLost) {
  for (auto how : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    office o;
    open_investigation(o);
    collect(o);
    o.w.shelf.faults().at("destroy", object(o, 1), 1, how);
    conclude(o);
    o.f.run_until("2026-11-02T12:00:00Z");
    EXPECT_EQ(o.the_case().state, "concluding.confirming");
    EXPECT_FALSE(o.w.shelf.snapshot(object(o, 1)));
    EXPECT_EQ(o.w.shelf.destroyed(object(o, 1)), 1u);
    o.entry("evidence.act", "destroyed");
  }
}

TEST(Evidence, IsDestroyedOnceWhicheverCommitFails) {
  for (auto how : {commit_fault::not_persisted, commit_fault::persisted}) {
    for (int nth = 1; nth <= 5; ++nth) {
      SCOPED_TRACE(nth);
      office o;
      open_investigation(o);
      collect(o);
      o.f.faults->fail(o.f.faults->commits() + nth, how);
      conclude(o);
      o.f.run_until("2026-11-02T12:00:00Z");
      o.f.insist([&] { o.w.settle(); });
      EXPECT_EQ(o.the_case().state, "concluding.confirming");
      EXPECT_EQ(o.w.shelf.destroyed(object(o, 1)), 1u);
    }
  }
}

// Placed after the destruction was decided, right before it happens.
TEST(Evidence, IsNotDestroyedWhenAHoldComesAtTheLastMoment) {
  office o;
  open_investigation(o);
  collect(o);
  o.w.before_last_look = [&](const effects::work& item) {
    if (item.effect.verb != "destroyEvidence") return;
    o.w.before_last_look = {};
    o.w.hold(o.jane, "M-1");
  };
  conclude(o);
  o.f.run_until("2026-11-20T12:00:00Z");
  EXPECT_EQ(o.the_case().state, "concluding.destroying.heldBack");
  EXPECT_TRUE(o.w.shelf.snapshot(object(o, 1)));
  EXPECT_EQ(o.w.shelf.destroyed(object(o, 1)), 0u);
}

// Begun, and the case ended before it was known to be done: it is destroyed with the rest.
TEST(Evidence, ThatWasBegunWhenTheCaseEndedIsDestroyedToo) {
  office o;
  open_investigation(o);
  o.w.shelf.faults().at("keep", object(o, 1), 1, memory::fail_but_persist);
  collect(o);
  ASSERT_EQ(o.the_case().state, "open.collecting");
  conclude(o);
  o.f.run_until("2026-11-02T12:00:00Z");
  EXPECT_EQ(o.the_case().state, "concluding.confirming");
  EXPECT_FALSE(o.w.shelf.snapshot(object(o, 1)));
}

}  // namespace
}  // namespace tenure::test
