// Work for people: tasks and legal holds.
#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

const account_id jane = number<account_id>(1), other = number<account_id>(2);
const actor helpdesk{"P7", "helpdesk", "peer uid 1000"};

task some_task(std::uint64_t n, const account_id& of, std::int64_t opened) {
  return {.id = number<task_id>(n),
          .account = of,
          .kind = "extractBusinessMail",
          .assignee = "person:1042",
          .invoke = "extract",
          .input = {{"note", "'quoted' \"Zoë\""}},
          .opened = {1'700'000'000'000'000 + opened},
          .due = std::nullopt};
}

TEST_P(StoreTest, OpenTasksOldestFirst) {
  auto late = some_task(1, jane, 30), early = some_task(2, jane, 10);
  auto of_other = some_task(3, other, 20);
  early.due = at(100);
  commit([&](transaction& tx) {
    for (const auto& one : {late, early, of_other}) tx.tasks().open(one);
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.tasks().load(early.id), early);
    EXPECT_EQ(tx.tasks().load(number<task_id>(9)), std::nullopt);
    EXPECT_EQ(tx.tasks().open_tasks(jane, 10), (std::vector{early, late}));
    EXPECT_EQ(tx.tasks().open_tasks({}, 10), (std::vector{early, of_other, late}));
    EXPECT_EQ(tx.tasks().open_tasks({}, 1), (std::vector{early}));
    EXPECT_TRUE(tx.tasks().open_tasks(number<account_id>(9), 10).empty());
  });
}

TEST_P(StoreTest, AnOpenTaskIsHandedOn) {
  commit([&](transaction& tx) {
    for (std::uint64_t n : {1, 2, 3}) tx.tasks().open(some_task(n, n == 3 ? other : jane, 10));
    tx.tasks().finish(number<task_id>(1), "done", helpdesk, at(5));
    tx.tasks().hand_on(number<task_id>(1), "person:1043");  // over: stays as it was
    tx.tasks().hand_on(number<task_id>(2), "person:1043");
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.tasks().load(number<task_id>(1))->assignee, "person:1042");
    auto moved = some_task(2, jane, 10);
    moved.assignee = "person:1043";
    EXPECT_EQ(tx.tasks().of_assignee("person:1043", 10), (std::vector{moved}));
    EXPECT_EQ(tx.tasks().of_assignee("person:1042", 10),
              (std::vector{some_task(3, other, 10)}));
    EXPECT_TRUE(tx.tasks().of_assignee("person:104", 10).empty());
    EXPECT_TRUE(tx.tasks().of_assignee("person:1042", 0).empty());
  });
}

TEST_P(StoreTest, AnOpenTaskIsTakenOnAndGivenBack) {
  auto taken = some_task(1, jane, 10);
  commit([&](transaction& tx) {
    tx.tasks().open(taken);
    tx.tasks().claim(taken.id, {"P7"});
  });
  taken.claimed_by = {"P7"};
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.tasks().load(taken.id), taken);
    tx.tasks().claim(taken.id, {});
    EXPECT_EQ(tx.tasks().load(taken.id)->claimed_by, hr_id{});
    tx.tasks().claim(taken.id, {"P7"});
    tx.tasks().hand_on(taken.id, "person:1043");
    EXPECT_EQ(tx.tasks().load(taken.id)->claimed_by, hr_id{}) << "who gets it has not taken it on";
    tx.tasks().finish(taken.id, "done", helpdesk, at(5));
    tx.tasks().claim(taken.id, {"P8"});
    EXPECT_EQ(tx.tasks().load(taken.id)->claimed_by, hr_id{}) << "it is over";
  });
}

TEST_P(StoreTest, TheSameTaskOpensOnce) {
  commit([&](transaction& tx) { tx.tasks().open(some_task(1, jane, 1)); });
  commit([&](transaction& tx) {
    auto again = some_task(1, other, 2);
    again.kind = "another";
    tx.tasks().open(again);
  });
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.tasks().open_tasks({}, 10), (std::vector{some_task(1, jane, 1)}));
    tx.tasks().finish(number<task_id>(1), "done", helpdesk, at(5));
    tx.tasks().open(some_task(1, jane, 1));
    EXPECT_EQ(tx.tasks().load(number<task_id>(1))->status, "done");
  });
}

TEST_P(StoreTest, TheFirstToFinishATaskStays) {
  commit([&](transaction& tx) {
    tx.tasks().open(some_task(1, jane, 1));
    tx.tasks().finish(number<task_id>(1), "done", helpdesk, at(5));
    tx.tasks().finish(number<task_id>(1), "cancelled", the_engine(), at(6));
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.tasks().load(number<task_id>(1))->status, "done");
    EXPECT_TRUE(tx.tasks().open_tasks(jane, 10).empty());
  });
}

TEST_P(StoreTest, BrokenTasksAreRefused) {
  auto finish = [&](std::uint64_t id, const char* status) {
    commit([&](transaction& tx) {
      tx.tasks().finish(number<task_id>(id), status, helpdesk, at(1));
    });
  };
  commit([&](transaction& tx) { tx.tasks().open(some_task(1, jane, 1)); });
  EXPECT_THROW(finish(9, "done"), std::logic_error);
  EXPECT_THROW(finish(1, "open"), std::logic_error);
  EXPECT_THROW(finish(1, "DONE"), std::logic_error);
  EXPECT_THROW(finish(1, ""), std::logic_error);
  auto done_already = some_task(2, jane, 1);
  done_already.status = "done";
  EXPECT_THROW(commit([&](transaction& tx) { tx.tasks().open(done_already); }), std::logic_error);
}

hold some_hold(std::uint64_t n, const account_id& on) {
  return {.id = number<hold_id>(n),
          .account = on,
          .matter = "HQ-2026-001 \"Smith v Camden\"",
          .placed_by = {"P3", "legal", "demonstration"},
          .placed = {1'700'000'000'000'000},
          .lifted = std::nullopt};
}

TEST_P(StoreTest, SeveralHoldsAreActiveUntilEachIsLifted) {
  auto first = some_hold(1, jane), second = some_hold(2, jane), elsewhere = some_hold(3, other);
  commit([&](transaction& tx) {
    for (const auto& one : {first, second, elsewhere, first}) tx.holds().place(one);
  });
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.holds().active_on(jane), (std::vector{first, second}));
    tx.holds().lift(first.id, helpdesk, at(50));
    tx.holds().lift(first.id, helpdesk, at(60));
    EXPECT_EQ(tx.holds().active_on(jane), (std::vector{second}));
  });
  first.lifted = at(50);
  look([&](transaction& tx) {
    EXPECT_EQ(tx.holds().load(first.id), first);
    EXPECT_EQ(tx.holds().load(number<hold_id>(9)), std::nullopt);
    EXPECT_EQ(tx.holds().all(), (std::vector{first, second, elsewhere}));
    EXPECT_TRUE(tx.holds().active_on(number<account_id>(9)).empty());
  });
}

TEST_P(StoreTest, BrokenHoldsAreRefused) {
  auto place = [&](const hold& what) { commit([&](transaction& tx) { tx.holds().place(what); }); };
  auto broken = some_hold(1, jane);
  broken.matter = "";
  EXPECT_THROW(place(broken), std::logic_error);
  EXPECT_THROW(place(some_hold(1, {})), std::logic_error);
  broken = some_hold(1, jane);
  broken.lifted = at(1);
  EXPECT_THROW(place(broken), std::logic_error);
  EXPECT_THROW(
      commit([&](transaction& tx) { tx.holds().lift(number<hold_id>(9), helpdesk, at(1)); }),
      std::logic_error);
}

}  // namespace
}  // namespace tenure::test
