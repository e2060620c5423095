#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

TEST_P(StoreTest, NoDeadlines) {
  look([&](transaction& tx) {
    EXPECT_EQ(tx.deadlines().next(), std::nullopt);
    EXPECT_TRUE(tx.deadlines().due(at(1'000'000'000), 10).empty());
  });
}

TEST_P(StoreTest, DeadlinesComeDueEarliestFirst) {
  auto due = [](std::uint64_t n, const char* event, std::int64_t second) {
    return deadline{number<account_id>(n), event, at(second)};
  };
  commit([&](transaction& tx) {
    for (std::uint64_t n = 1; n <= 3; ++n) tx.accounts().save(some_account(n));
    for (auto& one : {due(3, "b", 20), due(1, "b", 20), due(1, "a", 20), due(2, "c", 10),
                      due(2, "d", 30)}) {
      tx.deadlines().set(one);
    }
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.deadlines().next(), at(10));
    EXPECT_TRUE(tx.deadlines().due(at(10) - std::chrono::microseconds(1), 10).empty());
    EXPECT_EQ(tx.deadlines().due(at(10), 10), (std::vector{due(2, "c", 10)}));
    EXPECT_EQ(tx.deadlines().due(at(20), 10),
              (std::vector{due(2, "c", 10), due(1, "a", 20), due(1, "b", 20), due(3, "b", 20)}));
    EXPECT_EQ(tx.deadlines().due(at(99), 2), (std::vector{due(2, "c", 10), due(1, "a", 20)}));
    EXPECT_EQ(tx.deadlines().of_account(number<account_id>(2)),
              (std::vector{due(2, "c", 10), due(2, "d", 30)}));
  });
}

TEST_P(StoreTest, SettingADeadlineAgainMovesItAndClearingRemovesIt) {
  auto jane = number<account_id>(1);
  commit([&](transaction& tx) {
    tx.accounts().save(some_account(1));
    tx.deadlines().set({jane, "e", at(10)});
    tx.deadlines().set({jane, "f", at(15)});
    tx.deadlines().set({jane, "e", at(20)});
  });
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.deadlines().next(), at(15));
    tx.deadlines().clear(jane, "f");
    tx.deadlines().clear(jane, "f");
    tx.deadlines().clear(jane, "never set");
    tx.deadlines().clear(number<account_id>(9), "e");
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.deadlines().of_account(jane), (std::vector{deadline{jane, "e", at(20)}}));
  });
}

TEST_P(StoreTest, BrokenDeadlinesAreRefused) {
  commit([&](transaction& tx) { tx.accounts().save(some_account(1)); });
  const deadline broken[] = {{number<account_id>(1), "e", {0}},
                             {number<account_id>(1), "e", {-1}},
                             {number<account_id>(1), "", at(1)},
                             {number<account_id>(7), "of no account", at(1)}};
  for (const auto& one : broken) {
    EXPECT_THROW(commit([&](transaction& tx) { tx.deadlines().set(one); }), std::logic_error)
        << one.event;
  }
  look([&](transaction& tx) { EXPECT_EQ(tx.deadlines().next(), std::nullopt); });
}

}  // namespace
}  // namespace tenure::test
