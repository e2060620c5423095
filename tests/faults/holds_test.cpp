// Holds that come at the worst moment, holds that cannot be read, and writers that are late.

#include "tests/faults/life.hpp"

#include "engine/effects/record.hpp"
#include "tests/support/passing_transaction.hpp"

namespace tenure::test {
namespace {

account_id about_to_be_deleted(world& w, person_kind kind = person_kind::employee) {
  auto jane = w.hire("1", "Jane", "Smith", kind);
  w.mail.deliver(jane, {.flags = {}, .received = w.clock.now(), .bytes = "x"});
  return jane;
}

// Not through world::hold(): the engine is at work on another effect of this very account.
void place(world& w, account_id on_account, const std::string& matter) {
  w.engine->run([&](flow::line& on) {
    auto id = on_account.derive<hold_id>(matter);
    on.in.holds().place({.id = id, .account = on_account, .matter = matter,
                         .placed_by = {"legal", "legal", "test"}, .placed = on.now, .lifted = {}});
    on.in.inbox().put({.id = on_account.derive<event_id>(matter), .name = "hold.placed",
                       .at = on.now, .account = on_account, .by = {"legal", "legal", "test"},
                       .data = {{"matter", matter}}});
    return true;
  });
}

TEST(Holds, PlacedRightBeforeTheCallStopIt) {
  struct moment {
    const char* verb;
    const char* call;
    const char* state;
  };
  for (auto m : {moment{"archiveMailbox", "keep", "closing.heldBeforeArchive"},
                 moment{"deleteMailbox", "remove", "due.heldBack"},
                 moment{"destroyArchive", "destroy", "archiveDue"}}) {
    SCOPED_TRACE(m.verb);
    world w;
    auto jane = about_to_be_deleted(w);
    w.before_last_look = [&](const effects::work& item) {
      if (item.effect.verb == m.verb) place(w, jane, "M-1"), w.before_last_look = nullptr;
    };
    w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
    w.run_until("2033-01-01T00:00:00Z");
    EXPECT_EQ(w.state(jane), m.state);
    EXPECT_EQ(w.mail.faults().calls(m.call) + w.shelf.faults().calls(m.call), 0u);
    EXPECT_TRUE(w.open_tasks(jane).empty());  // nothing for the helpdesk to repair
    w.lift(jane.derive<hold_id>("M-1"));
    w.run_until("2040-01-01T00:00:00Z");
    EXPECT_EQ(w.state(jane), "ended");
  }
}

// Mail under hold is not archived: a hold that comes while the package is written stops that and
// discards what was written, whether messages are still being read or the package is all but made.
TEST(Holds, PlacedWhileTheArchiveIsWrittenDiscardIt) {
  constexpr int messages = 5, questions = 1 + messages + 1;  // before, each message, at the end
  for (int nth = 2; nth <= questions; ++nth) {
    SCOPED_TRACE(nth);
    world w;
    auto jane = w.hire("1", "Jane", "Smith");
    for (int i = 0; i < messages; ++i) {
      w.mail.deliver(jane, {.flags = {}, .received = w.clock.now(), .bytes = std::to_string(i)});
    }
    int asked = 0;
    w.before_last_look = [&](const effects::work& item) {
      if (item.effect.verb == "archiveMailbox" && ++asked == nth) place(w, jane, "M-1");
    };
    w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
    EXPECT_EQ(asked, nth);
    EXPECT_EQ(w.state(jane), "closing.heldBeforeArchive");
    EXPECT_FALSE(w.shelf.snapshot(jane)) << "archived under hold";
    EXPECT_TRUE(w.open_tasks(jane).empty());
    bool told = false;
    for (const auto& row : w.trail()) {
      told = told || row.leaf.find("no longer allowed while it was written") != row.leaf.npos;
    }
    EXPECT_TRUE(told) << "the trail does not say that it was discarded";
    w.lift(jane.derive<hold_id>("M-1"));
    EXPECT_EQ(w.state(jane), "retained");
    ASSERT_TRUE(w.shelf.snapshot(jane));
    EXPECT_EQ(w.shelf.snapshot(jane)->size(), std::size_t{messages});
  }
}

// A store whose holds cannot be read, while all else works.
class blind_holds final : public hold_table {
 public:
  explicit blind_holds(hold_table& real) : real_(real) {}
  void place(const tenure::hold& h) override { real_.place(h); }
  void lift(const hold_id& id, const actor& by, instant at) override { real_.lift(id, by, at); }
  std::optional<tenure::hold> load(const hold_id& id) override { return real_.load(id); }
  std::vector<tenure::hold> active_on(const account_id&) override {
    throw environment_lost("a hold that cannot be read");
  }
  std::vector<tenure::hold> all() override { return real_.all(); }

 private:
  hold_table& real_;
};

class blind_store final : public store {
 public:
  explicit blind_store(store& real) : real_(real) {}
  bool blind = false;
  std::unique_ptr<transaction> begin(instant now) override {
    return std::make_unique<tx>(real_.begin(now), blind);
  }

 private:
  class tx final : public passing_transaction {
   public:
    tx(std::unique_ptr<transaction> real, const bool& blind)
        : passing_transaction(std::move(real)), blind_(blind),
          holds_(passing_transaction::holds()) {}
    hold_table& holds() override { return blind_ ? holds_ : passing_transaction::holds(); }

   private:
    const bool& blind_;
    blind_holds holds_;
  };
  store& real_;
};

TEST(Holds, ThatCannotBeReadCountAsHeld) {
  std::optional<blind_store> store;
  world w({.wrap = [&](tenure::store& real) -> tenure::store& { return store.emplace(real); }});
  auto jane = about_to_be_deleted(w);
  store->blind = true;
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(jane), "closing.heldBeforeArchive");  // closed all the same
  EXPECT_EQ(w.mail.snapshot(jane)->condition.sign_in, sign_in::blocked);
  store->blind = false;
  w.tell(jane, "hold.lifted");
  EXPECT_EQ(w.state(jane), "retained");
  // Readable when decided, unreadable at the last look.
  w.before_last_look = [&](const effects::work&) { store->blind = true; };
  w.run_until("2027-03-01T00:00:00Z");
  EXPECT_TRUE(w.mail.snapshot(jane));
  EXPECT_EQ(w.mail.faults().calls("remove"), 0u);
  EXPECT_EQ(w.state(jane), "deletionFailed");
  w.before_last_look = nullptr;
  store->blind = false;
  w.finish_tasks(jane);
  EXPECT_EQ(w.state(jane), "deleted");
}

// A node that was paused past its lease wakes up with results of effects that are not its own any
// more.
TEST(Fencing, ALateWriterChangesNothing) {
  world w;
  auto jane = w.hire("1", "Jane", "Smith");
  w.mail.faults().sometimes("apply", 1.0, memory::throttle(1));
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  w.clock.set(w.clock.now() + std::chrono::hours(1));
  effects::work old;
  w.engine->run([&](flow::line& on) {  // epoch 1 claims, then sleeps
    auto until = on.now + std::chrono::minutes(10);
    auto claimed = on.in.outbox().claim("reconcile", on.now, until, 1, 9);
    old = {claimed.at(0), *on.in.accounts().load(jane), {}};
    return true;
  });
  w.clock.set(w.clock.now() + std::chrono::minutes(11));
  effect young;
  w.engine->run([&](flow::line& on) {  // its lease is over: epoch 2 claims
    auto until = on.now + std::chrono::minutes(10);
    young = on.in.outbox().claim("reconcile", on.now, until, 2, 9).at(0);
    return true;
  });
  ASSERT_EQ(young.id, old.effect.id);
  for (auto kind : {outcome_class::done, outcome_class::denied, outcome_class::transient,
                    outcome_class::unknown_outcome}) {
    w.engine->run([&](flow::line& on) {
      effects::record(on.in, old, 1, {.kind = kind}, on.now, {});
      EXPECT_TRUE(on.in.inbox().take(10).empty()) << to_text(kind);
      EXPECT_EQ(on.in.outbox().open_effects(jane, 10).at(0).first, young);
      return true;
    });
  }
  w.engine->run([&](flow::line& on) {
    effects::record(on.in, {young, old.account, {}}, 2, {}, on.now, {});
    EXPECT_EQ(on.in.inbox().take(10).size(), 1u);
    return true;
  });
  w.settle();
  EXPECT_EQ(w.state(jane), "retained");
}

}  // namespace
}  // namespace tenure::test
