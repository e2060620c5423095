// A list that takes away too much is held as a whole until two people release it.

#include "engine/flow/brake.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/unit/flow/lists_fixture.hpp"

#include <regex>

namespace tenure::test {
namespace {

using enum hr_list_kind;
using strings = std::vector<std::string>;

// Limits as a test needs them; the pack is read once by the world and not checked again.
void limit(office& w, const std::string& name, int value) {
  w.pack.settings.at(name).common.value = std::to_string(value);
}

struct braked : office {
  braked() {
    limit(*this, "brake.close.count", 500);
    limit(*this, "brake.close.percent", 100);
    limit(*this, "brake.close.daily", 500);
  }
};

TEST(ListBrakes, TheFirstListIntoAnEmptyStoreMayBeLong) {
  office w;
  std::vector<hr_row> rows;
  for (int i = 0; i < 250; ++i) rows.push_back(joiner(std::to_string(1000 + i), "Pat", "Jones"));
  EXPECT_EQ(w.code(w.apply(w.show(joiners, rows))), "applied");
  for (auto& row : rows) row.id.value += "b";
  EXPECT_EQ(codes(w.show(joiners, rows)), (strings{"brake.count", "brake.daily"}));
}

TEST(ListBrakes, HoldByCountAndByShare) {
  braked w;
  w.staff(60);
  limit(w, "brake.close.count", 20);
  EXPECT_EQ(codes(w.show(leavers, w.leavers(0, 20))), strings{});
  EXPECT_EQ(codes(w.show(leavers, w.leavers(0, 21))), strings{"brake.count"});
  limit(w, "brake.close.count", 500);
  limit(w, "brake.close.percent", 20);
  EXPECT_EQ(codes(w.show(leavers, w.leavers(0, 12))), strings{});
  EXPECT_EQ(codes(w.show(leavers, w.leavers(0, 13))), strings{"brake.percent"});
  limit(w, "brake.close.percent", 1);
  EXPECT_EQ(codes(w.show(leavers, w.leavers(0, 9))), strings{});  // a handful: the count decides
}

TEST(ListBrakes, SlicesDoNotGetRoundTheDay) {
  braked w;
  w.staff(60);
  limit(w, "brake.close.daily", 20);
  limit(w, "brake.close.count", 20);
  w.clock.set(*parse_instant("2026-11-02T23:55:00Z"));
  EXPECT_EQ(w.code(w.apply(w.show(leavers, w.leavers(0, 19), "one"))), "applied");
  // Previewed before midnight, and again after it: the day is the last 24 hours.
  auto second = w.show(leavers, w.leavers(19, 19), "two");
  EXPECT_EQ(codes(second), strings{"brake.daily"});
  EXPECT_EQ(w.code(w.apply(second)), "list.held");
  w.clock.set(*parse_instant("2026-11-03T00:05:00Z"));
  EXPECT_EQ(codes(w.show(leavers, w.leavers(19, 2), "three")), strings{"brake.daily"});
  EXPECT_EQ(codes(w.show(leavers, w.leavers(19, 1), "four")), strings{});
  w.clock.set(*parse_instant("2026-11-03T23:55:01Z"));
  EXPECT_EQ(codes(w.show(leavers, w.leavers(19, 19), "five")), strings{});
}

TEST(ListBrakes, TwoListsPreviewedTogetherAreNotAppliedTogether) {
  braked w;
  w.staff(60);
  limit(w, "brake.close.daily", 20);
  auto one = w.show(leavers, w.leavers(0, 15), "one");
  auto one_file = w.feed.next;
  auto two = w.show(leavers, w.leavers(15, 15), "two");
  EXPECT_EQ(codes(two), strings{});
  EXPECT_EQ(w.code(w.apply(two)), "applied");
  w.feed.next = one_file;
  auto before = w.everything();
  EXPECT_EQ(w.code(w.apply(one)), "list.held");
  EXPECT_EQ(w.everything(), before);
  EXPECT_EQ(w.code(w.apply(one)), "list.held");
  EXPECT_EQ(w.release(one, "a"), "held");
  EXPECT_EQ(w.release(one, "b"), "released");
  EXPECT_EQ(w.code(w.apply(one)), "applied");
}

TEST(ListBrakes, MovingManyDatesIsClosingMany) {
  braked w;
  w.staff(60);
  limit(w, "brake.close.count", 20);
  limit(w, "brake.close.daily", 25);
  EXPECT_EQ(w.code(w.apply(w.show(leavers, w.leavers(0, 20, "2029-01-01"), "a"))), "applied");
  w.clock.set(*parse_instant("2026-11-04T09:00:00Z"));
  EXPECT_EQ(w.code(w.apply(w.show(leavers, w.leavers(20, 20, "2029-01-01"), "b"))), "applied");
  w.clock.set(*parse_instant("2026-11-06T09:00:00Z"));
  auto moved = w.show(leavers, w.leavers(0, 21, "2026-11-05"), "c");
  EXPECT_EQ(moved.counts, counts({{"redate", 21}}));
  EXPECT_EQ(codes(moved), strings{"brake.count"});
  EXPECT_EQ(w.code(w.apply(w.show(leavers, w.leavers(0, 20, "2026-12-05"), "d"))), "applied");
  EXPECT_EQ(codes(w.show(leavers, w.leavers(40, 6), "e")), strings{"brake.daily"});
}

TEST(ListBrakes, ASnapshotThatShrinksIsHeld) {
  braked w;
  w.staff(40);
  std::vector<hr_row> rows;
  for (int i = 0; i < 40; ++i) rows.push_back(absent("P" + std::to_string(1000 + i)));
  limit(w, "brake.absent.count", 500);
  limit(w, "brake.absent.percent", 100);
  EXPECT_EQ(w.code(w.apply(w.show(absences, rows, "m1"))), "applied");
  rows.resize(38);
  EXPECT_EQ(codes(w.show(absences, rows, "m2")), strings{});
  rows.resize(37);
  auto shrunk = w.show(absences, rows, "m3");
  EXPECT_EQ(codes(shrunk), strings{"brake.shrunk"});
  EXPECT_EQ(w.code(w.apply(shrunk)), "list.held");
}

TEST(ListBrakes, AnEmptySnapshotIsReleasedByTwoADamagedFileByNobody) {
  braked w;
  w.hire("1", "Jane", "Smith");
  for (auto code : {"hr.list.empty", "hr.list.no_rows"}) {
    w.feed.next = {.kind = absences, .file_digest = code, .whole = {{.code = code}}};
    auto seen = w.lists->show(absences, code);
    EXPECT_EQ(codes(seen), strings{code});
    EXPECT_EQ(w.code(w.apply(seen)), "list.held");
    EXPECT_EQ(w.release(seen, "a"), "held");
    EXPECT_EQ(w.release(seen, "b"), "released");
    EXPECT_EQ(w.code(w.apply(seen)), "applied");
  }
  for (auto code : {"hr.list.truncated", "hr.list.encoding", "hr.list.delimiter"}) {
    w.feed.next = {.kind = absences, .file_digest = code, .whole = {{.code = code}}};
    auto seen = w.lists->show(absences, code);
    EXPECT_EQ(w.release(seen, "a"), "list.not_releasable") << code;
    EXPECT_EQ(w.code(w.apply(seen)), "list.held") << code;
  }
  w.feed.next = {
      .kind = leavers, .file_digest = "no leavers", .whole = {{.code = "hr.list.empty"}}};
  EXPECT_EQ(w.release(w.lists->show(leavers, "x"), "a"), "list.not_releasable");
}

TEST(ListBrakes, TheSamePersonIsOnePersonHoweverTheyType) {
  braked w;
  w.staff(30);
  limit(w, "brake.close.count", 5);
  auto held = w.show(leavers, w.leavers(0, 10));
  auto before = w.mail.snapshot();
  EXPECT_EQ(w.code(w.apply(held)), "list.held");
  EXPECT_EQ(w.release(held, "h.desk"), "held");
  for (auto who : {"h.desk", "H.Desk", " h.desk", "h.desk ", "H.DESK\t", "h. desk",
                   "h.d\u0435sk", "\uff48.desk", "h.\u200bdesk"}) {
    EXPECT_EQ(w.release(held, who), "list.same_person") << who;
  }
  EXPECT_EQ(w.code(w.apply(held)), "list.held");
  EXPECT_EQ(w.release(held, "an.other"), "released");
  EXPECT_EQ(w.release(held, "a.third"), "list.not_held");
  EXPECT_EQ(w.code(w.apply(held)), "applied");
  EXPECT_EQ(w.code(w.apply(held)), "list.applied");
}

std::string release_deletions(office& w, const std::string& who) {
  std::string out;
  w.clock.set(w.clock.now() + std::chrono::minutes(1));
  w.engine->run([&](flow::line& on) {
    auto done = flow::release_brake(on, "delete", {who, "helpdesk", "test"}, "checked",
                                    new_id<event_id>(w.random));
    out = !done ? done.error().code : done->pulled ? "pulled" : "free";
    return done.has_value();
  });
  w.settle();
  return out;
}

std::int64_t limit_shown(office& w) {
  std::int64_t out = 0;
  w.engine->run([&](flow::line& on) {
    out = flow::delete_brake(on).limit;
    return false;
  });
  return out;
}

TEST(DeletionBrake, ShowsTheLimitThatStops) {
  office w;
  w.staff(30);
  limit(w, "brake.delete.daily", 200);
  EXPECT_EQ(limit_shown(w), 10);  // 2 % of 30 is less than what a share begins to stop at
  limit(w, "brake.delete.percent", 50);
  EXPECT_EQ(limit_shown(w), 15);
  limit(w, "brake.delete.daily", 12);
  EXPECT_EQ(limit_shown(w), 12);
}

// Three are due on one day and one may be deleted; two people let the others go.
void two_release_the_stopped(office& w, const std::string& stopped) {
  limit(w, "brake.delete.daily", 1);
  std::map<std::string, int> in;
  for (auto id : {"1", "2", "3"}) {
    w.tell(w.hire(id, "Jane", id), "leaver.notified", {{"leavingDate", "2026-11-01"}});
  }
  w.clock.set(*parse_instant("2026-12-02T09:00:00Z"));
  w.settle();
  auto count = [&] {
    in.clear();
    for (auto id : {"1", "2", "3"}) ++in[w.of(id).state];
    return in;
  };
  EXPECT_EQ(count(), (std::map<std::string, int>{{"deleted", 1}, {stopped, 2}}));
  EXPECT_EQ(limit_shown(w), 1);
  EXPECT_EQ(release_deletions(w, "a"), "pulled");
  EXPECT_EQ(release_deletions(w, "A "), "brake.same_person.denied");
  EXPECT_EQ(release_deletions(w, "\u0430"), "brake.same_person.denied");  // Cyrillic
  EXPECT_EQ(count()[stopped], 2);
  EXPECT_EQ(release_deletions(w, "b"), "free");
  EXPECT_EQ(count(), (std::map<std::string, int>{{"deleted", 2}, {stopped, 1}}));
  EXPECT_EQ(release_deletions(w, "b"), "pulled");  // pulled again by the third
  EXPECT_EQ(release_deletions(w, "a"), "free");
  EXPECT_EQ(count(), (std::map<std::string, int>{{"deleted", 3}}));
  EXPECT_EQ(release_deletions(w, "a"), "brake.conflict");
}

TEST(DeletionBrake, TwoReleaseItAndTheStoppedGoOn) {
  office w;
  two_release_the_stopped(w, "due.stopped");
}

// The workflow's tag says who was stopped; what its author calls the state is the author's choice.
TEST(DeletionBrake, FindsTheStoppedByTheirTag) {
  support::temp_folder folder("workflow");
  auto text = support::read_file(TENURE_SOURCE_DIR "/workflows/account/workflow.yaml");
  text = std::regex_replace(text, std::regex("target: stopped"), "target: heldUp");
  text = std::regex_replace(text, std::regex("      stopped:\n"), "      heldUp:\n");
  support::write_file(folder / "workflow.yaml", text);
  office w(world_options{.workflow = folder / "workflow.yaml"});
  two_release_the_stopped(w, "due.heldUp");
}

// Two feeds of one day, each below the day's limit and together far above it.
TEST(ListBrakes, TwoFeedsOf499AreNotMoreThanADay) {
  braked w;
  limit(w, "brake.create.count", 2000);
  w.staff(1000);
  auto one = w.show(leavers, w.leavers(0, 499), "feed one");
  auto one_file = w.feed.next;
  auto two = w.show(leavers, w.leavers(499, 499), "feed two");
  EXPECT_EQ(codes(one), strings{});
  EXPECT_EQ(codes(two), strings{});
  EXPECT_EQ(w.code(w.apply(two)), "applied");
  w.feed.next = one_file;
  EXPECT_EQ(w.code(w.apply(one)), "list.held");
  EXPECT_EQ(value_of(w.of("P1000").context, "leavingDate"), "");
  EXPECT_EQ(value_of(w.of("P1499").context, "leavingDate"), "2027-06-30");
  // One more is the five hundredth; two more are too many.
  EXPECT_EQ(codes(w.show(leavers, w.leavers(0, 2), "three")), strings{"brake.daily"});
  EXPECT_EQ(w.code(w.apply(w.show(leavers, w.leavers(0, 1), "four"))), "applied");
  EXPECT_EQ(codes(w.show(leavers, w.leavers(1, 1), "five")), strings{"brake.daily"});
  // 24 hours later the day is free again; what two people did not release was never applied.
  w.clock.set(w.clock.now() + std::chrono::hours(24) + std::chrono::seconds(1));
  EXPECT_EQ(codes(w.show(leavers, w.leavers(1, 499), "six")), strings{});
}

}  // namespace
}  // namespace tenure::test
