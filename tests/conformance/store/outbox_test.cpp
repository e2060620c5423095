#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

const account_id jane = number<account_id>(1), other = number<account_id>(2);

effect effect_at(std::uint64_t n, std::int64_t second, const char* verb = "reconcile") {
  auto out = some_effect(n, jane);
  out.not_before = {1'700'000'000'000'000 + second * 1'000'000};
  out.verb = verb;
  return out;
}

std::vector<std::uint64_t> ids(const std::vector<effect>& of) {
  std::vector<std::uint64_t> out;
  for (const auto& one : of) out.push_back(one.id.bits.high);
  return out;
}
using numbers = std::vector<std::uint64_t>;

TEST_P(StoreTest, EffectComesBackAsItWasAdded) {
  auto added = some_effect(1, jane);
  added.invoke = "archive";
  commit([&](transaction& tx) { tx.outbox().add(added); });
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.outbox().claim("reconcile", at(0), at(60), 1, 10), (std::vector{added}));
  });
}

TEST_P(StoreTest, ClaimsWhatMayRunOldestFirst) {
  commit([&](transaction& tx) {
    tx.outbox().add(effect_at(1, 20));
    tx.outbox().add(effect_at(2, 10));
    tx.outbox().add(effect_at(3, 10, "notify"));
    tx.outbox().add(effect_at(4, 10));
    tx.outbox().add(effect_at(5, 11));
  });
  commit([&](transaction& tx) {
    auto& outbox = tx.outbox();
    EXPECT_EQ(ids(outbox.claim("", at(9), at(60), 1, 10)), numbers());
    EXPECT_EQ(ids(outbox.claim("reconcile", at(15), at(60), 1, 2)), (numbers{2, 4}));
    EXPECT_EQ(ids(outbox.claim("deleteMailbox", at(15), at(60), 1, 9)), numbers());
    EXPECT_EQ(ids(outbox.claim("", at(15), at(60), 1, 0)), numbers());
    EXPECT_EQ(ids(outbox.claim("", at(15), at(60), 1, 9)), (numbers{3, 5}));
    EXPECT_EQ(ids(outbox.claim("", at(15), at(60), 1, 9)), numbers());
  });
}

TEST_P(StoreTest, ClaimedEffectsAreHiddenUntilTheLeaseEnds) {
  commit([&](transaction& tx) {
    tx.outbox().add(effect_at(1, 0));
    EXPECT_EQ(ids(tx.outbox().claim("", at(0), at(60), 1, 9)), numbers{1});
  });
  commit([&](transaction& tx) {
    EXPECT_EQ(ids(tx.outbox().claim("", at(59), at(70), 2, 9)), numbers());
    EXPECT_EQ(ids(tx.outbox().claim("", at(60), at(120), 2, 9)), numbers{1});
  });
}

// The worker with epoch 1 was paused past its lease; epoch 2 has the effect now.
TEST_P(StoreTest, FencedWorkerChangesNothing) {
  commit([&](transaction& tx) {
    tx.outbox().add(effect_at(1, 0));
    tx.outbox().claim("", at(0), at(60), 1, 9);
    tx.outbox().claim("", at(60), at(120), 2, 9);
  });
  auto id = effect_at(1, 0).id;
  commit([&](transaction& tx) {
    EXPECT_FALSE(tx.outbox().finish(id, 1, {}));
    EXPECT_FALSE(tx.outbox().postpone(id, 1, at(70), {}));
    EXPECT_FALSE(tx.outbox().finish(id, 0, {}));
    EXPECT_FALSE(tx.outbox().finish(id, 3, {}));
    EXPECT_FALSE(tx.outbox().finish(number<effect_id>(9), 2, {}));
    EXPECT_EQ(tx.outbox().open_effects(jane, 9).size(), 1u);
    EXPECT_EQ(tx.outbox().open_effects(jane, 9)[0].first.attempts, 0);
    EXPECT_TRUE(tx.outbox().finish(id, 2, {}));
  });
  commit([&](transaction& tx) {
    EXPECT_FALSE(tx.outbox().finish(id, 2, {}));
    EXPECT_FALSE(tx.outbox().postpone(id, 2, at(70), {}));
    EXPECT_TRUE(tx.outbox().open_effects({}, 9).empty());
    EXPECT_EQ(ids(tx.outbox().claim("", at(999), at(1000), 3, 9)), numbers());
  });
}

TEST_P(StoreTest, WhoNeverClaimedCannotFinish) {
  commit([&](transaction& tx) { tx.outbox().add(effect_at(1, 0)); });
  commit([&](transaction& tx) {
    for (std::int64_t epoch : {0, 1, -1}) {
      EXPECT_FALSE(tx.outbox().finish(effect_at(1, 0).id, epoch, {})) << epoch;
      EXPECT_FALSE(tx.outbox().postpone(effect_at(1, 0).id, epoch, at(9), {})) << epoch;
    }
  });
}

TEST_P(StoreTest, PostponedEffectWaitsWithItsTrouble) {
  commit([&](transaction& tx) {
    tx.outbox().add(effect_at(1, 0));
    tx.outbox().claim("", at(0), at(60), 1, 9);
    outcome busy{.kind = outcome_class::transient, .detail = "server 'busy'"};
    EXPECT_TRUE(tx.outbox().postpone(effect_at(1, 0).id, 1, at(30), busy));
    EXPECT_FALSE(tx.outbox().finish(effect_at(1, 0).id, 1, {}));  // given back
  });
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.outbox().next(), at(30));
    EXPECT_EQ(ids(tx.outbox().claim("", at(29), at(99), 1, 9)), numbers());
    auto open = tx.outbox().open_effects(jane, 9);
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0].second, "transient: server 'busy'");
    auto again = tx.outbox().claim("", at(30), at(99), 1, 9);
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again[0].attempts, 1);
    EXPECT_EQ(again[0].not_before, at(30));
    EXPECT_EQ(again[0].created, at(0));
  });
}

TEST_P(StoreTest, AbandonedEffectIsClosedToItsWorker) {
  auto waited = effect_at(1, 0), of_other = some_effect(2, other), unwaited = effect_at(3, 0);
  waited.invoke = of_other.invoke = "archive";
  commit([&](transaction& tx) {
    for (const auto& one : {waited, of_other, unwaited}) tx.outbox().add(one);
    tx.outbox().claim("", at(0), at(60), 1, 9);
    tx.outbox().abandon(jane, "archive");
    tx.outbox().abandon(jane, "archive");
    tx.outbox().abandon(jane, "unknown");
    EXPECT_FALSE(tx.outbox().finish(waited.id, 1, {}));
    EXPECT_TRUE(tx.outbox().finish(of_other.id, 1, {}));
    EXPECT_TRUE(tx.outbox().finish(unwaited.id, 1, {}));
  });
  EXPECT_THROW(commit([&](transaction& tx) { tx.outbox().abandon(jane, ""); }), std::logic_error);
}

TEST_P(StoreTest, AnInvokeWaitsForOneOpenEffect) {
  auto first = effect_at(1, 0), second = effect_at(2, 0);
  first.invoke = second.invoke = "archive";
  commit([&](transaction& tx) { tx.outbox().add(first); });
  EXPECT_THROW(commit([&](transaction& tx) { tx.outbox().add(second); }), std::logic_error);
  commit([&](transaction& tx) {
    tx.outbox().abandon(jane, "archive");
    tx.outbox().add(second);
  });
}

TEST_P(StoreTest, OpenEffectsOldestFirst) {
  commit([&](transaction& tx) {
    tx.outbox().add(effect_at(7, 50));
    tx.outbox().add(some_effect(2, other));
    tx.outbox().add(effect_at(3, 0));
  });
  look([&](transaction& tx) {
    auto all = tx.outbox().open_effects({}, 9);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].first, effect_at(7, 50));
    EXPECT_EQ(all[0].second, "");
    EXPECT_EQ(tx.outbox().open_effects(jane, 9).size(), 2u);
    EXPECT_EQ(tx.outbox().open_effects({}, 1).size(), 1u);
    EXPECT_TRUE(tx.outbox().open_effects(number<account_id>(9), 9).empty());
  });
}

TEST_P(StoreTest, CountsWhatWasCreatedSinceWhateverBecameOfIt) {
  commit([&](transaction& tx) {
    for (std::uint64_t n = 1; n <= 4; ++n) {
      auto one = effect_at(n, 0, n == 4 ? "notify" : "deleteMailbox");
      one.created = at(static_cast<std::int64_t>(n) * 10);
      tx.outbox().add(one);
    }
    tx.outbox().claim("", at(0), at(60), 1, 1);
    tx.outbox().finish(number<effect_id>(1), 1, {});
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.outbox().created_since("deleteMailbox", at(10)), 3);
    EXPECT_EQ(tx.outbox().created_since("deleteMailbox", at(11)), 2);
    EXPECT_EQ(tx.outbox().created_since("deleteMailbox", at(31)), 0);
    EXPECT_EQ(tx.outbox().created_since("notify", at(0)), 1);
    EXPECT_EQ(tx.outbox().created_since("", at(0)), 0);
  });
}

TEST_P(StoreTest, NextIsTheEarliestNobodyHolds) {
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.outbox().next(), std::nullopt);
    tx.outbox().add(effect_at(1, -9));
    tx.outbox().add(effect_at(2, 40));
    EXPECT_EQ(tx.outbox().next(), at(-9));
    tx.outbox().claim("", at(0), at(20), 1, 9);
    EXPECT_EQ(tx.outbox().next(), at(40));
  });
  now_ = at(20);  // the lease is over
  look([&](transaction& tx) { EXPECT_EQ(tx.outbox().next(), at(-9)); });
}

TEST_P(StoreTest, BrokenEffectsAndClaimsAreRefused) {
  auto broken = effect_at(1, 0, "");
  EXPECT_THROW(commit([&](transaction& tx) { tx.outbox().add(broken); }), std::logic_error);
  broken = effect_at(1, 0);
  broken.attempts = -1;
  EXPECT_THROW(commit([&](transaction& tx) { tx.outbox().add(broken); }), std::logic_error);
  commit([&](transaction& tx) { tx.outbox().add(effect_at(1, 0)); });
  EXPECT_THROW(commit([&](transaction& tx) { tx.outbox().add(effect_at(1, 0)); }),
               std::logic_error);
  for (std::int64_t epoch : {0, -1}) {
    EXPECT_THROW(
        commit([&](transaction& tx) { tx.outbox().claim("", at(0), at(60), epoch, 9); }),
        std::logic_error);
  }
  EXPECT_THROW(commit([&](transaction& tx) { tx.outbox().claim("", at(5), at(5), 1, 9); }),
               std::logic_error);
}

}  // namespace
}  // namespace tenure::test
