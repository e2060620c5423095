// How the engine's line shares commits while its lanes work: results gather, requests do not wait.

#include "tests/support/faulty_store.hpp"
#include "tests/world/world.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t people = 60;

// Answers one item after the other, each when it is told to, or by itself after `pause`.
class step_by_step final : public effects::performer {
 public:
  explicit step_by_step(std::chrono::milliseconds pause) : pause_(pause) {}

  void perform(std::span<const effects::work> items, const on_outcome& each) override {
    for (std::size_t i = 0; i < items.size(); ++i) {
      each(i, {});
      std::unique_lock lock(guard_);
      ++answered_;
      changed_.notify_all();
      changed_.wait_for(lock, pause_, [&] { return allowed_ > answered_; });
    }
  }
  void allow(std::size_t answers) {
    std::lock_guard lock(guard_);
    allowed_ = answers;
    changed_.notify_all();
  }
  bool wait_for_answers(std::size_t count) {
    std::unique_lock lock(guard_);
    return changed_.wait_for(lock, 30s, [&] { return answered_ >= count; });
  }

 private:
  std::chrono::milliseconds pause_;
  std::mutex guard_;
  std::condition_variable changed_;
  std::size_t allowed_ = 1, answered_ = 0;
};

class done_at_once final : public effects::performer {
 public:
  void perform(std::span<const effects::work> items, const on_outcome& each) override {
    for (std::size_t i = 0; i < items.size(); ++i) each(i, {});
  }
};

// `people` on staff whose leaving is in the inbox, and a second engine that is to carry it out.
class Gathering : public testing::Test {
 protected:
  std::unique_ptr<flow::engine> engine_over(effects::performer& mailboxes) {
    std::vector<account_id> all;
    for (std::size_t n = 0; n < people; ++n) {
      all.push_back(world_.hire(std::to_string(1000 + n), "Pat", "N" + std::to_string(n) + "x"));
    }
    auto out = std::make_unique<flow::engine>(
        counted_, world_.clock, *world_.organisation, 2,
        std::vector<flow::lane>{{"reconcile", &mailboxes, 256, 1}, {"notify", &others_, 256, 1}});
    out->run([&](flow::line& on) {
      for (auto id : all) {
        on.in.inbox().put({.id = id.derive<event_id>("leaver"), .name = "leaver.notified",
                           .at = on.now, .account = id, .by = {"t", "hr", "t"},
                           .data = {{"leavingDate", "2026-11-01"}}});
      }
      return true;
    });
    return out;
  }

  world world_;
  faulty_store counted_{*world_.store};  // nothing is made to fail
  done_at_once others_;
};

TEST_F(Gathering, ManyResultsShareACommit) {
  step_by_step mailboxes(2ms);
  auto engine = engine_over(mailboxes);
  const int before = counted_.commits();
  engine->start();
  ASSERT_TRUE(engine->wait_until_settled());
  engine->stop();
  ASSERT_TRUE(mailboxes.wait_for_answers(people));
  // 60 answers, 2 ms apart: about 60 commits if none waited for the next.
  EXPECT_LT(counted_.commits() - before, 30);
}

TEST_F(Gathering, ARequestEndsTheWaiting) {
  step_by_step mailboxes(30s);
  auto engine = engine_over(mailboxes);
  engine->start();
  // Each request finds a result that could wait for others, and work still running.
  auto asked = std::async(std::launch::async, [&] {
    for (std::size_t n = 1; n <= people; ++n) {
      ASSERT_TRUE(mailboxes.wait_for_answers(n));
      engine->run([](flow::line&) { return false; });
      mailboxes.allow(n + 1);
    }
  });
  EXPECT_EQ(asked.wait_for(people * 50ms), std::future_status::ready);
  asked.wait();
  ASSERT_TRUE(engine->wait_until_settled());
  engine->stop();
}

}  // namespace
}  // namespace tenure::test
