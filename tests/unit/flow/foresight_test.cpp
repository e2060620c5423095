// What `simulate` foresees of the looks for old mail, and that it leaves nothing behind.

#include "engine/flow/simulate.hpp"
#include "tests/world/world.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

struct looking_ahead : world {
  explicit looking_ahead(const std::string& pack_name = "calgary")
      : world({.pack = pack_name, .start = "2026-11-02T17:00:00Z"}) {}

  std::vector<flow::foreseen_sweep> sweeps(const std::string& until) {
    return flow::simulate(*engine, *parse_instant(until), 10'000, [](instant) {}).sweeps;
  }
};

TEST(Simulate, ForeseesEachLookForOldMail) {
  looking_ahead w;
  w.hire("1001", "Jane", "One");
  w.hold(w.hire("1002", "Jane", "Two"), "M-1");
  w.tell(w.hire("1003", "Jane", "Three"), "account.suspended");
  w.tell(w.hire("1004", "Jane", "Four"), "leaver.notified", {{"leavingDate", "2026-11-12"}});
  auto entries = w.trail().size();
  auto seen = w.sweeps("2026-11-20T00:00:00Z");
  ASSERT_EQ(seen.size(), 3u);  // now, after seven days, after fourteen
  EXPECT_EQ(to_text(seen[0].at), "2026-11-02T17:00:00.000000Z");
  EXPECT_EQ(to_text(seen[1].at), "2026-11-09T17:00:00.000000Z");
  EXPECT_EQ(seen[0].mailboxes, 2);
  EXPECT_EQ(seen[0].left_out, 2);
  EXPECT_EQ(seen[1].mailboxes, 2);
  EXPECT_EQ(seen[2].mailboxes, 1);  // who has left has no mailbox in use
  EXPECT_EQ(seen[0].folders,
            (std::vector<std::string>{"Transitory", "Temporary", "All-employee notices"}));
  EXPECT_EQ(seen[0].rules, (std::vector<std::string>{"CAL-E1", "practice"}));
  EXPECT_EQ(w.trail().size(), entries);
  EXPECT_EQ(w.mail.faults().calls("sweep"), 0u);
  EXPECT_EQ(w.sweeps("2026-11-20T00:00:00Z").size(), 3u);  // the last one moved nothing
}

TEST(Simulate, ForeseesTheNextLookAfterTheLastOne) {
  looking_ahead w;
  w.hire("1001", "Jane", "One");
  ASSERT_TRUE(w.sweep());
  auto seen = w.sweeps("2026-11-12T00:00:00Z");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(to_text(seen[0].at), "2026-11-09T17:00:00.000000Z");
}

TEST(Simulate, ForeseesNoLookWhereNobodyLooks) {
  looking_ahead other("cambridgeshire");
  other.hire("1001", "Jane", "One");
  EXPECT_TRUE(other.sweeps("2027-11-02T00:00:00Z").empty());
  looking_ahead w;
  auto jane = w.hire("1001", "Jane", "One");
  w.pack.sweep.most.value = "1";
  for (int i = 0; i < 2; ++i) {
    w.mail.deliver(jane, {.folder = "Transitory", .flags = {},
                          .received = *parse_instant("2026-05-01T09:00:00Z"),
                          .bytes = "Subject: old\r\n\r\nx"});
  }
  ASSERT_TRUE(w.sweep()->stopped);  // until two people release the brake
  EXPECT_TRUE(w.sweeps("2027-11-02T00:00:00Z").empty());
}

}  // namespace
}  // namespace tenure::test
