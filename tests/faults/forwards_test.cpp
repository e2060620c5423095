// Closing takes forwards and auto-replies away; whatever breaks between taking and recording, a
// rehire gets them back.

#include "tests/faults/life.hpp"

namespace tenure::test {
namespace {

constexpr const char *forward = "jane@home.example", *reply = "Gone fishing.";

account_id with_forwards(world& w) {
  auto jane = w.hire("1", "Jane", "Smith");
  w.mail.edit(jane, {.forwarding = forward, .auto_reply = reply});
  return jane;
}

void expect_back_after_rehire(world& w, account_id jane) {
  EXPECT_EQ(w.state(jane), "retained");
  EXPECT_EQ(w.mail.snapshot(jane)->condition.forwarding, "");
  EXPECT_EQ(w.mail.snapshot(jane)->condition.auto_reply, "");
  w.tell(jane, "person.rehired");
  EXPECT_EQ(w.mail.snapshot(jane)->condition.forwarding, forward);
  EXPECT_EQ(w.mail.snapshot(jane)->condition.auto_reply, reply);
  for (const auto& row : w.trail()) {
    EXPECT_EQ(row.leaf.find(forward), row.leaf.npos) << "an address in the public trail";
  }
}

// Taken away, and the answer never came: what a crash right there leaves behind.
TEST(Forwards, AreNotLostWhenTheAnswerIs) {
  for (auto how : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    world w;
    auto jane = with_forwards(w);
    auto& faults = w.mail.faults();
    faults.at("apply", jane, faults.calls("apply", jane) + 1, how);
    w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
    EXPECT_EQ(w.state(jane), "closing.reconciling");
    w.run_until(w.clock.now() + std::chrono::hours(2));
    expect_back_after_rehire(w, jane);
  }
}

// What cannot be read for the moment is not taken away unseen.
TEST(Forwards, AreReadBeforeTheyAreTakenAway) {
  for (auto kind : {outcome_class::transient, outcome_class::throttled,
                    outcome_class::unknown_outcome}) {
    SCOPED_TRACE(to_text(kind));
    world w;
    auto jane = with_forwards(w);
    auto& faults = w.mail.faults();
    faults.at("observe", jane, faults.calls("observe", jane) + 1, memory::refuse(kind));
    w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
    EXPECT_EQ(w.mail.snapshot(jane)->condition.forwarding, forward);
    w.run_until(w.clock.now() + std::chrono::hours(2));
    expect_back_after_rehire(w, jane);
  }
}

// Who is back before the mail system answered: what is taken away late comes back all the same.
TEST(Forwards, OfAnAbsenceThatWasShorterThanTheOutage) {
  for (auto how : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    world w;
    auto jane = with_forwards(w);
    auto& faults = w.mail.faults();
    faults.at("apply", jane, faults.calls("apply", jane) + 1, how);
    w.tell(jane, "absence.started", {{"absentFrom", "2026-11-01"}});
    w.tell(jane, "absence.ended");
    w.run_until(w.clock.now() + std::chrono::hours(2));
    EXPECT_EQ(w.state(jane), "employed.presence.active,employed.employment.staying");
    EXPECT_EQ(w.mail.snapshot(jane)->condition.forwarding, forward);
    EXPECT_EQ(w.mail.snapshot(jane)->condition.auto_reply, reply);
  }
}

// Nor is what could not be put on record: each commit of the closing fails once, both ways.
TEST(Forwards, AreOnRecordBeforeTheyAreTakenAway) {
  for (auto how : {commit_fault::not_persisted, commit_fault::persisted}) {
    for (int nth = 1; nth <= 6; ++nth) {
      SCOPED_TRACE(nth);
      faulty_world f;
      auto jane = with_forwards(f.w);
      f.faults->fail(f.faults->commits() + nth, how);
      f.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
      f.run_until("2026-11-02T12:00:00Z");
      f.insist([&] { f.w.settle(); });
      expect_back_after_rehire(f.w, jane);
    }
  }
}

}  // namespace
}  // namespace tenure::test
