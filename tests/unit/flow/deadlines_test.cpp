// A deadline that is set again, to a moment at which it fell due before.

#include "tests/world/world.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

// The retention time counts from the closing. It is over; then the policy asks for a sign-off, and
// with that the account waits for the same moment again, which lies behind it.
TEST(Deadlines, SetAgainToTheMomentOfTheFirstFallDueAgain) {
  world w;
  auto jane = w.hire("1001", "Jane", "One");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  ASSERT_EQ(w.state(jane), "retained");
  w.pack.settings.at("leaderSignOff").common.value = "true";
  auto due = w.engine->next_due();
  ASSERT_TRUE(due);
  w.run_until(*due);
  ASSERT_EQ(w.state(jane), "reviewing.asked");
  w.finish_tasks(jane, {{"approved", "true"}});
  EXPECT_EQ(w.state(jane), "deleted");
  std::size_t fell_due = 0;
  for (const auto& row : w.trail()) {
    fell_due += row.leaf.find("\"event\":\"xstate.after.retentionTime.account.retained\"") !=
                std::string::npos;
  }
  EXPECT_EQ(fell_due, 2u);
}

}  // namespace
}  // namespace tenure::test
