// The account's life where a mail system refuses or its answer is lost.
#include "tests/unit/flow/standing.hpp"

namespace tenure::test {
namespace {

TEST(AccountLife, CreationThatFailsGoesToTheHelpdeskAndIsResumed) {
  world w;
  w.mail.faults().at("create", 1, memory::refuse(outcome_class::denied));
  auto jane = w.hire("1001", "Jane", "Smith");
  EXPECT_EQ(w.state(jane), "provisioningFailed");
  w.finish_tasks(jane);
  EXPECT_EQ(w.state(jane), in_use);
}

TEST(AccountLife, ClosingThatFailsGoesToTheHelpdeskAndIsResumed) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.mail.faults().at("apply", jane, w.mail.faults().calls("apply", jane) + 1,
                     memory::refuse(outcome_class::denied));
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(jane), "closing.closingFailed");
  w.finish_tasks(jane);
  EXPECT_EQ(w.state(jane), "retained");
  expect_closed(w, jane);
}

TEST(AccountLife, LostAnswersAreReadBackNeverRepeatedBlindly) {
  for (auto kind : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    world w;
    auto jane = w.hire("1001", "Jane", "Smith");
    w.mail.faults().at("apply", jane, w.mail.faults().calls("apply", jane) + 1, kind);
    w.mail.faults().at("remove", jane, 1, kind);
    w.shelf.faults().at("keep", jane, 1, kind);
    w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
    w.run_until("2027-01-01T00:00:00Z");
    EXPECT_EQ(w.state(jane), "deleted");
    EXPECT_EQ(w.mail.effected("remove", jane), 1u);
  }
}

}  // namespace
}  // namespace tenure::test
