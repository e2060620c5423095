// The look for old mail and what follows it: nothing goes that anything forbids at the last
// moment, a mistake in the pack is stopped by the brake, and a look that failed is neither lost nor
// doubled.

#include "engine/flow/brake.hpp"
#include "tests/world/world.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

constexpr auto old_day = "2026-05-01T09:00:00Z";

struct city : world {
  city() : world({.pack = "calgary", .start = "2026-11-02T17:00:00Z"}) {}

  account_id with_old_mail(const std::string& hr, int messages) {
    auto of = hire(hr, "Jane", "No" + hr);
    for (int i = 0; i < messages; ++i) {
      mail.deliver(of, {.folder = "Transitory", .flags = {}, .received = *parse_instant(old_day),
                        .bytes = "Subject: private\r\n\r\nx"});
    }
    return of;
  }
  std::size_t left(account_id of) { return mail.snapshot(of)->messages.size(); }
  void most(int messages) { pack.sweep.most.value = std::to_string(messages); }

  std::string release(const std::string& who, const std::string& id = "sweep") {
    std::string out;
    engine->run([&](flow::line& on) {
      auto done = flow::release_brake(on, id, {who, "helpdesk", "test"}, "checked",
                                      new_id<event_id>(random));
      out = !done ? done.error().code : done->pulled ? "pulled" : "free";
      return done.has_value();
    });
    settle();
    return out;
  }
  flow::brake_status brake() {
    flow::brake_status out;
    engine->run([&](flow::line& on) {
      out = flow::sweep_brake(on);
      return false;
    });
    return out;
  }
  std::size_t entries_with(std::string_view text) {
    std::size_t count = 0;
    for (const auto& row : trail()) count += row.leaf.find(text) != std::string::npos;
    return count;
  }
  std::vector<task> helpdesk() {
    std::vector<task> out;
    engine->run([&](flow::line& on) {
      out = on.in.tasks().of_assignee("helpdesk", 100);
      return false;
    });
    return out;
  }
  void place_hold_unheard(account_id on_account) {
    engine->run([&](flow::line& on) {
      on.in.holds().place({.id = on_account.derive<hold_id>("M-1"), .account = on_account,
                           .matter = "M-1", .placed_by = {"legal", "legal", "test"},
                           .placed = on.now, .lifted = {}});
      return true;
    });
  }
};

TEST(Sweep, AHoldRightBeforeTheCallStopsIt) {
  city w;
  auto jane = w.with_old_mail("1001", 3);
  w.before_last_look = [&](const effects::work& item) {
    if (item.effect.verb == "sweepFolders") w.place_hold_unheard(jane);
    w.before_last_look = nullptr;
  };
  auto round = w.sweep();
  ASSERT_TRUE(round);
  EXPECT_EQ(round->seen.messages, 3);
  EXPECT_EQ(w.left(jane), 3u);
  EXPECT_EQ(w.mail.effected("sweep", jane), 0u);
  EXPECT_TRUE(w.open_tasks(jane).empty()) << "nothing for the helpdesk to repair";
  EXPECT_FALSE(w.load(jane).pending.contains("sweep"));
}

TEST(Sweep, ASuspensionRightBeforeTheCallStopsIt) {
  city w;
  auto jane = w.with_old_mail("1001", 3);
  w.before_last_look = [&](const effects::work&) {
    w.before_last_look = nullptr;
    w.engine->run([&](flow::line& on) {
      return on.advance({.id = new_id<event_id>(w.random), .name = "account.suspended",
                         .at = on.now, .account = jane, .by = {"ann", "security", "test"},
                         .data = {}}).has_value();
    });
  };
  w.sweep();
  EXPECT_EQ(w.left(jane), 3u);
}

TEST(Sweep, OneLookTellsThoseWithOldMailAndNobodyElse) {
  city w;
  auto jane = w.with_old_mail("1001", 3), tom = w.with_old_mail("1002", 0);
  auto before = w.trail().size();
  auto round = w.sweep();
  EXPECT_EQ(round->seen.looked, 2);
  EXPECT_EQ(w.left(jane), 0u);
  auto rows = w.trail();
  EXPECT_EQ(rows.size() - before, 3u) << "the look, sweep.due, its result";
  EXPECT_EQ(w.entries_with("\"private\""), 0u);
  for (auto i = before; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].leaf.find(tom.text()), std::string::npos);
    EXPECT_EQ(rows[i].leaf.find("private"), std::string::npos) << "no word of any message";
  }
}

TEST(Sweep, MoreThanTheBrakeLetsPassGoesOnlyWhenTwoPeopleSaySo) {
  city w;
  w.most(5);
  auto jane = w.with_old_mail("1001", 4), tom = w.with_old_mail("1002", 4);
  auto round = w.sweep();
  ASSERT_TRUE(round);
  EXPECT_TRUE(round->stopped);
  EXPECT_EQ(w.left(jane) + w.left(tom), 8u);
  EXPECT_TRUE(w.brake().pulled);
  EXPECT_EQ(w.brake().counted, 8);
  w.clock.set(w.clock.now() + 24h * 30);
  EXPECT_FALSE(w.sweep()) << "while it is on nobody looks";
  EXPECT_EQ(w.release("a"), "pulled");
  EXPECT_EQ(w.release("A "), "brake.same_person.denied");
  EXPECT_FALSE(w.sweep());
  EXPECT_EQ(w.release("b"), "free");
  EXPECT_EQ(w.release("b"), "brake.conflict");
  EXPECT_FALSE(w.sweep()->stopped);
  EXPECT_EQ(w.left(jane) + w.left(tom), 0u);
}

TEST(Sweep, AReleaseCoversWhatWasShownAndOnce) {
  city w;
  w.most(5);
  w.with_old_mail("1001", 6);
  EXPECT_TRUE(w.sweep()->stopped);
  w.release("a"), w.release("b");
  w.with_old_mail("1002", 6);  // 12: more than the 6 that were shown and 5 besides
  EXPECT_TRUE(w.sweep()->stopped);
  w.release("a"), w.release("b");
  EXPECT_FALSE(w.sweep()->stopped);
  w.with_old_mail("1003", 6);
  w.clock.set(w.clock.now() + 24h * 8);
  EXPECT_TRUE(w.sweep()->stopped) << "the release was used up";
}

TEST(Sweep, ExactlyTheLimitPasses) {
  city w;
  w.most(5);
  auto jane = w.with_old_mail("1001", 5);
  EXPECT_FALSE(w.sweep()->stopped);
  EXPECT_EQ(w.left(jane), 0u);
}

TEST(Sweep, AnOrganisationThatSweepsNothingHasNoSuchBrake) {
  world w;
  w.engine->run([&](flow::line& on) {
    EXPECT_EQ(flow::brakes(on).size(), 1u);
    auto done = flow::release_brake(on, "sweep", {"a", "helpdesk", "test"}, "x",
                                    new_id<event_id>(w.random));
    EXPECT_EQ(done.error().code, "brake.not_found");
    EXPECT_FALSE(flow::next_sweep(on));
    return false;
  });
}

TEST(Sweep, MailboxesThatCannotBeReadAreOneTaskAndLookedIntoAgainInAnHour) {
  city w;
  auto jane = w.with_old_mail("1001", 2), tom = w.with_old_mail("1002", 2);
  w.mail.faults().at("sweep", jane, 1, memory::refuse(outcome_class::transient));
  w.mail.faults().at("sweep", jane, 2, memory::refuse(outcome_class::transient));
  EXPECT_EQ(w.sweep()->seen.unread, 1);
  EXPECT_EQ(w.left(tom), 0u) << "the others do not wait for it";
  ASSERT_EQ(w.helpdesk().size(), 1u);
  EXPECT_EQ(w.helpdesk()[0].kind, "sweepUnread");
  EXPECT_FALSE(w.sweep()) << "not within the hour";
  w.clock.set(w.clock.now() + 61min);
  EXPECT_EQ(w.sweep()->seen.unread, 1);
  EXPECT_EQ(w.helpdesk().size(), 1u) << "told once";
  w.clock.set(w.clock.now() + 61min);
  EXPECT_EQ(w.sweep()->seen.unread, 0);
  EXPECT_TRUE(w.helpdesk().empty()) << "over by itself";
  EXPECT_EQ(w.left(jane), 0u);
}

TEST(Sweep, AnAnswerThatWasLostIsFoundOutAndNotTakenForAFailure) {
  city w;
  auto jane = w.with_old_mail("1001", 2);
  w.mail.faults().at("sweep", jane, 4, memory::fail_but_persist);  // after a look at each folder
  w.sweep();
  w.clock.set(w.clock.now() + 10min);
  w.settle();
  EXPECT_EQ(w.left(jane), 0u);
  EXPECT_FALSE(w.load(jane).pending.contains("sweep"));
  EXPECT_TRUE(w.helpdesk().empty());
}

TEST(Sweep, ALookThatIsBrokenOffTellsNobody) {
  city w;
  auto jane = w.with_old_mail("1001", 2);
  auto broken = flow::sweep_if_due(*w.engine, w.mail, [](std::int64_t) { return false; });
  w.settle();
  ASSERT_TRUE(broken);
  EXPECT_FALSE(broken->seen.whole);
  EXPECT_EQ(w.left(jane), 2u);
  EXPECT_FALSE(w.sweep()->stopped) << "and is made again at once";
  EXPECT_EQ(w.left(jane), 0u);
}

TEST(Sweep, APreviewChangesNothing) {
  city w;
  auto jane = w.with_old_mail("1001", 2);
  w.hold(w.with_old_mail("1002", 2), "M-1");
  auto before = w.trail().size();
  auto seen = flow::look_for_old_mail(*w.engine, w.mail, std::nullopt,
                                      [](std::int64_t) { return true; });
  EXPECT_EQ(seen.messages, 2);
  EXPECT_EQ(seen.left_out, 1);
  EXPECT_EQ(w.left(jane), 2u);
  EXPECT_EQ(w.trail().size(), before);
  EXPECT_EQ(w.mail.effected("sweep", jane), 0u);
}

}  // namespace
}  // namespace tenure::test
