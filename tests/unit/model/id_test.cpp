#include "engine/model/id.hpp"

#include <gtest/gtest.h>
#include <set>

namespace tenure {
namespace {

TEST(Id, ReadsWhatItWrites) {
  account_id id{{0x0123456789abcdefULL, 0xfedcba9876543210ULL}};
  EXPECT_EQ(id.text(), "0123456789abcdeffedcba9876543210");
  EXPECT_EQ(account_id::parse(id.text()), id);
}

TEST(Id, RefusesEverythingElse) {
  for (const char* text :
       {"", "0123", "0123456789abcdeffedcba987654321g", "0123456789abcdeffedcba98765432100",
        " 123456789abcdeffedcba9876543210"}) {
    EXPECT_FALSE(account_id::parse(text)) << text;
  }
}

TEST(Id, DerivesDifferentIdsForDifferentSeedsAndPurposes) {
  std::set<task_id> seen;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    event_id from{{0, seed}};
    for (int n = 0; n < 100; ++n) seen.insert(from.derive<task_id>("task:" + std::to_string(n)));
  }
  EXPECT_EQ(seen.size(), 100'000u);
  event_id from{{1, 2}};
  EXPECT_EQ(from.derive<task_id>("a"), from.derive<task_id>("a"));
}

}  // namespace
}  // namespace tenure
