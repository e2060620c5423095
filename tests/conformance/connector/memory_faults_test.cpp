// What only the memory connectors promise: planned faults, counts, and the looks inside.
// Their contract is held by the conformance suite beside this file.
#include "connectors/memory/archive.hpp"
#include "connectors/memory/connector.hpp"
#include "connectors/memory/notifier.hpp"

#include <gtest/gtest.h>

namespace tenure::memory {
namespace {

bool always() { return true; }

account_id number(std::uint64_t n) { return {{n, 1}}; }

new_mailbox person(std::uint64_t n) {
  new_mailbox out;
  out.account.id = number(n);
  out.account.login = "u" + std::to_string(n);
  out.account.address = out.account.login + "@example.org";
  return out;
}

mailbox_ref ref(std::uint64_t n) { return ref_of(person(n).account); }

outcome create(mail_system& system, std::uint64_t n) {
  outcome out;
  const new_mailbox one = person(n);
  system.create({&one, 1}, [&](std::size_t, const outcome& o) { out = o; });
  return out;
}

outcome block(mail_system& system, std::uint64_t n) {
  outcome out;
  const change one{ref(n), {.sign_in = sign_in::blocked}};
  system.apply({&one, 1}, [&](std::size_t, const outcome& o) { out = o; });
  return out;
}

outcome remove(mail_system& system, std::uint64_t n) {
  outcome out;
  const mailbox_ref one = ref(n);
  system.remove({&one, 1}, [&](std::size_t, const outcome& o) { out = o; });
  return out;
}

TEST(MemoryFaults, ALostAnswerMayOrMayNotHaveTakenEffect) {
  mail_system system;
  create(system, 1);
  system.faults().at("apply", 1, fail_and_not_persist);
  system.faults().at("apply", 2, fail_but_persist);
  EXPECT_EQ(block(system, 1).kind, outcome_class::unknown_outcome);
  EXPECT_EQ(system.snapshot(number(1))->condition.sign_in, sign_in::allowed);
  EXPECT_EQ(block(system, 1).kind, outcome_class::unknown_outcome);
  EXPECT_EQ(system.snapshot(number(1))->condition.sign_in, sign_in::blocked);
  EXPECT_EQ(block(system, 1).kind, outcome_class::done);
  EXPECT_EQ(system.effected("apply", number(1)), 1u);
  EXPECT_EQ(system.faults().calls("apply"), 3u);
}

TEST(MemoryFaults, RefusalsAnswerTheirClassAndChangeNothing) {
  mail_system system;
  create(system, 1);
  const outcome_class kinds[] = {outcome_class::transient, outcome_class::denied,
                                 outcome_class::not_found, outcome_class::conflict,
                                 outcome_class::invalid};
  for (auto kind : kinds) {
    system.faults().at("apply", number(1), system.faults().calls("apply", number(1)) + 1,
                       refuse(kind));
    EXPECT_EQ(block(system, 1).kind, kind);
  }
  system.faults().at("apply", 6, throttle(30));
  EXPECT_EQ(block(system, 1).retry_after_seconds, 30);
  EXPECT_EQ(system.snapshot(number(1))->condition.sign_in, sign_in::allowed);
  EXPECT_EQ(system.effected("apply", number(1)), 0u);
}

TEST(MemoryFaults, ARemovalWhoseAnswerWasLostHappenedOnce) {
  mail_system system;
  create(system, 1);
  system.faults().at("remove", 1, fail_but_persist);
  EXPECT_EQ(remove(system, 1).kind, outcome_class::unknown_outcome);
  const outcome again = remove(system, 1);
  EXPECT_EQ(again.kind, outcome_class::done);
  EXPECT_EQ(value_of(again.facts, "alreadyGone"), "true");
  EXPECT_EQ(system.effected("remove", number(1)), 1u);
  EXPECT_EQ(system.faults().calls("remove", number(1)), 2u);
}

TEST(MemoryFaults, AShareFollowsTheSeedAndNotTheOrder) {
  auto failures = [](std::uint64_t seed, bool backwards) {
    fault_plan plan(seed);
    plan.sometimes("apply", 0.3, fail_and_not_persist);
    std::map<std::uint64_t, bool> out;
    for (std::uint64_t i = 0; i < 1000; ++i) {
      const std::uint64_t n = backwards ? 999 - i : i;
      out[n] = plan.next("apply", number(n)).has_value();
    }
    return out;
  };
  EXPECT_EQ(failures(7, false), failures(7, true));
  EXPECT_NE(failures(7, false), failures(8, false));
  std::size_t failed = 0;
  for (auto [n, bad] : failures(7, false)) failed += bad ? 1 : 0;
  EXPECT_GT(failed, 240u);
  EXPECT_LT(failed, 360u);
}

TEST(MemoryArchive, KeepsVerifiesAndDestroysOnce) {
  mail_system system;
  archive_shelf shelf;
  create(system, 1);
  system.deliver(number(1), {.folder = "Sent", .flags = {"\\Seen"}, .bytes = "second"});
  system.deliver(number(1), {.bytes = "first"});
  const outcome kept = shelf.keep(ref(1), system, always);
  EXPECT_EQ(kept.kind, outcome_class::done);
  EXPECT_EQ(value_of(kept.facts, "messages"), "2");
  EXPECT_EQ(shelf.snapshot(number(1))->front().bytes, "first");
  EXPECT_EQ(shelf.keep(ref(1), system, always).facts, kept.facts);
  EXPECT_EQ(system.faults().calls("read"), 1u) << "a finished package is not read again";
  EXPECT_EQ(shelf.verify(ref(1)).kind, outcome_class::done);
  EXPECT_TRUE(shelf.damage(number(1)));
  EXPECT_EQ(shelf.verify(ref(1)).kind, outcome_class::invalid);
  shelf.faults().at("destroy", 1, fail_but_persist);
  EXPECT_EQ(shelf.destroy(ref(1)).kind, outcome_class::unknown_outcome);
  EXPECT_EQ(value_of(shelf.destroy(ref(1)).facts, "alreadyGone"), "true");
  EXPECT_EQ(shelf.destroyed(number(1)), 1u);
  EXPECT_EQ(shelf.verify(ref(1)).kind, outcome_class::not_found);
}

TEST(MemoryArchive, KeepsNothingOfAMailboxItCouldNotReadToTheEnd) {
  mail_system system;
  archive_shelf shelf;
  EXPECT_EQ(shelf.keep(ref(1), system, always).kind, outcome_class::not_found);
  create(system, 1);
  system.faults().at("read", 2, refuse(outcome_class::transient));
  EXPECT_EQ(shelf.keep(ref(1), system, always).kind, outcome_class::transient);
  EXPECT_FALSE(shelf.snapshot(number(1)));
  EXPECT_EQ(shelf.keep(ref(1), system, always).kind, outcome_class::done);
}

TEST(MemoryNotices, AreKeptAndCounted) {
  notice_box box;
  notice one{.id = {{1, 2}}, .to = "manager@example.org", .subject = "Access ends", .text = "text"};
  EXPECT_EQ(box.send(one).kind, outcome_class::done);
  box.faults().at("send", notice_box::key(one.id), 2, fail_but_persist);
  EXPECT_EQ(box.send(one).kind, outcome_class::unknown_outcome);
  EXPECT_EQ(box.sent(one.id), 2u);
  EXPECT_EQ(box.to("manager@example.org").size(), 2u);
  one.to = "nobody";
  EXPECT_EQ(box.send(one).kind, outcome_class::invalid);
  EXPECT_EQ(box.snapshot().size(), 2u);
}

}  // namespace
}  // namespace tenure::memory
