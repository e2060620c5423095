// The engine on its threads, as the service runs it: 500 leavers through the lanes while requests
// come in. Built with -fsanitize=thread this is where a race shows.

#include "tests/world/world.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tenure::test {
namespace {

constexpr int leavers = 500;

std::vector<account_id> staff_of(world& w) {
  std::vector<hr_row> rows;
  for (int i = 0; i < leavers; ++i) {
    rows.push_back({.line = i + 2, .id = {std::to_string(1000 + i)}, .kind = person_kind::employee,
                    .given_name = "Pat", .surname = "N" + std::to_string(i) + "x",
                    .job_title = "Officer"});
  }
  w.feed.next = {.kind = hr_list_kind::joiners, .file_digest = "f", .rows = rows};
  auto seen = w.lists->show(hr_list_kind::joiners, "f");
  EXPECT_TRUE(w.lists->apply(seen.list.digest, "f", {"hr", "hr", "test"}));
  w.settle();
  std::vector<account_id> out;
  for (const auto& box : w.mail.snapshot()) out.push_back(box.account);
  return out;
}

void say_goodbye(world& w, account_id to) {
  w.engine->run([&](flow::line& on) {
    on.in.inbox().put({.id = to.derive<event_id>("leaver"), .name = "leaver.notified",
                       .at = on.now, .account = to, .by = {"t", "hr", "t"},
                       .data = {{"leavingDate", "2026-11-01"}}});
    return true;
  });
}

TEST(EngineOnThreads, FiveHundredLeaversWhileRequestsComeIn) {
  world w({.threads = 4});
  auto all = staff_of(w);
  ASSERT_EQ(all.size(), std::size_t{leavers});
  w.mail.faults().sometimes("apply", 0.05, memory::refuse(outcome_class::denied));
  w.engine->start();
  std::atomic<int> asked = 0;
  std::vector<std::jthread> callers;
  for (int n = 0; n < 4; ++n) {
    callers.emplace_back([&, n] {
      for (int i = n; i < leavers; i += 4) {
        say_goodbye(w, all[static_cast<std::size_t>(i)]);
        asked += w.load(all[static_cast<std::size_t>(i)]).address.empty() ? 0 : 1;
        if (i % 50 == n) (void)w.engine->health(), w.engine->wake();
      }
    });
  }
  callers.clear();
  ASSERT_TRUE(w.engine->wait_until_settled());
  EXPECT_EQ(asked, leavers);
  std::size_t closed = 0, failed = 0;
  for (auto id : all) {
    auto state = w.state(id);
    closed += state == "retained";
    failed += state == "closing.closingFailed";
    if (state == "retained") EXPECT_EQ(w.mail.snapshot(id)->condition.sign_in, sign_in::blocked);
  }
  EXPECT_EQ(closed + failed, std::size_t{leavers});
  EXPECT_GT(closed, std::size_t{leavers} / 2);
  EXPECT_EQ(w.shelf.faults().calls("keep"), closed);  // each archived once
  w.engine->stop();
  EXPECT_EQ(w.engine->health().effects_running, 0u);
}

// Stopped in the middle, started again: nothing is lost, nothing is done twice.
TEST(EngineOnThreads, StopsInTheMiddleAndGoesOn) {
  world w({.threads = 2});
  auto all = staff_of(w);
  for (int round = 0; round < 5; ++round) {
    w.engine->start();
    for (int i = round * 100; i < (round + 1) * 100; ++i) {
      say_goodbye(w, all[static_cast<std::size_t>(i)]);
    }
    w.engine->stop();
    EXPECT_EQ(w.engine->health().effects_running, 0u);
  }
  w.engine->start();
  ASSERT_TRUE(w.engine->wait_until_settled());
  for (auto id : all) EXPECT_EQ(w.state(id), "retained");
  w.engine->stop();
  for (auto id : all) EXPECT_EQ(w.shelf.snapshot(id).has_value(), true);
}

}  // namespace
}  // namespace tenure::test
