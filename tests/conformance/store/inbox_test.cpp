#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

TEST_P(StoreTest, EventsAreTakenInTheOrderTheyCame) {
  commit([&](transaction& tx) {
    for (std::uint64_t n : {5, 2, 9}) EXPECT_TRUE(tx.inbox().put(some_event(n)));
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.inbox().take(10), (std::vector{some_event(5), some_event(2), some_event(9)}));
    EXPECT_EQ(tx.inbox().take(1), (std::vector{some_event(5)}));
    EXPECT_TRUE(tx.inbox().take(0).empty());
  });
}

TEST_P(StoreTest, TheSameEventIsPutOnce) {
  commit([&](transaction& tx) {
    EXPECT_TRUE(tx.inbox().put(some_event(1)));
    EXPECT_FALSE(tx.inbox().put(some_event(1)));
  });
  commit([&](transaction& tx) {
    auto again = some_event(1);
    again.name = "something.else";
    EXPECT_FALSE(tx.inbox().put(again));
    EXPECT_EQ(tx.inbox().take(10), (std::vector{some_event(1)}));
    tx.inbox().handled(some_event(1).id);
  });
  commit([&](transaction& tx) {
    EXPECT_TRUE(tx.inbox().take(10).empty());
    EXPECT_FALSE(tx.inbox().put(some_event(1)));
    EXPECT_TRUE(tx.inbox().take(10).empty());
  });
}

TEST_P(StoreTest, EventOfADroppedTransactionCanComeAgain) {
  look([&](transaction& tx) { EXPECT_TRUE(tx.inbox().put(some_event(1))); });
  commit([&](transaction& tx) {
    EXPECT_TRUE(tx.inbox().take(10).empty());
    EXPECT_TRUE(tx.inbox().put(some_event(1)));
    tx.inbox().handled(some_event(8).id);  // never put: nothing
    EXPECT_EQ(tx.inbox().take(10).size(), 1u);
  });
}

TEST_P(StoreTest, EventsAreOfAnyAccountOrNone) {
  auto of_none = some_event(1);
  of_none.account = {};
  of_none.by = {};
  of_none.data = {{"", ""}, {"line\nfeed", std::string("NUL\0", 4)}};
  commit([&](transaction& tx) { tx.inbox().put(of_none); });
  look([&](transaction& tx) { EXPECT_EQ(tx.inbox().take(1), (std::vector{of_none})); });
}

TEST_P(StoreTest, BrokenEventsAreRefused) {
  auto put = [&](const event& what) { commit([&](transaction& tx) { tx.inbox().put(what); }); };
  auto broken = some_event(1);
  broken.name = "";
  EXPECT_THROW(put(broken), std::logic_error);
  broken = some_event(1);
  broken.id = {};
  EXPECT_THROW(put(broken), std::logic_error);
  broken = some_event(1);
  broken.data = {{"x", "\xC3"}};
  EXPECT_THROW(put(broken), std::logic_error);
}

}  // namespace
}  // namespace tenure::test
