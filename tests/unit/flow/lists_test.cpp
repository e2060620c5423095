// HR's lists: a preview says what would happen and changes nothing; apply does that, once, or says
// what is different by now.

#include "tests/unit/flow/lists_fixture.hpp"

namespace tenure::test {
namespace {

using enum hr_list_kind;
using strings = std::vector<std::string>;

TEST(Lists, PreviewChangesNothingAndApplyDoesItOnce) {
  office w;
  auto before = w.everything();
  auto seen = w.show(joiners, {joiner("2", "Jane", "Smith"), joiner("1", "Jane", "Smith")});
  EXPECT_EQ(w.everything(), before);
  EXPECT_EQ(seen.counts, counts({{"create", 2}}));
  ASSERT_EQ(seen.rows.size(), 2u);
  EXPECT_EQ(seen.rows[0].account, "jane.smith@cambridgeshire.gov.uk");
  EXPECT_EQ(seen.rows[0].person.value, "1");  // by HR id, whatever the file's order
  EXPECT_EQ(w.code(w.apply(seen)), "applied");
  EXPECT_EQ(w.of("1").address, "jane.smith@cambridgeshire.gov.uk");
  EXPECT_EQ(w.of("2").address, "jane.smith2@cambridgeshire.gov.uk");
  auto after = w.everything();
  EXPECT_EQ(w.code(w.apply(seen)), "list.applied");
  EXPECT_EQ(w.everything(), after);
  EXPECT_EQ(w.mail.size(), 2u);
  // The same file again is another preview: nothing is left to do.
  auto again = w.show(joiners, w.feed.next.rows);
  EXPECT_EQ(again.counts, counts({{"nothing", 2}}));
  EXPECT_NE(again.list.digest, seen.list.digest);
}

TEST(Lists, ApplyRefusesWhatWasNotPreviewed) {
  office w;
  w.feed.next.file_digest = "f";
  EXPECT_EQ(w.lists->apply("no such digest", "f", {"x", "hr", "t"}).error().code, "list.unknown");
  EXPECT_EQ(w.lists->release("no such digest", {"x", "hr", "t"}, "").error().code, "list.unknown");
  auto seen = w.show(joiners, {joiner("1", "Jane", "Smith")});
  EXPECT_EQ(w.release(seen, "anybody"), "list.not_held");
  w.feed.next.file_digest = "edited";
  auto before = w.everything();
  EXPECT_EQ(w.code(w.apply(seen)), "list.changed_file");
  EXPECT_EQ(w.everything(), before);
}

TEST(Lists, AChangedWorldIsRefusedWithTheDifference) {
  office w;
  w.hire("1", "Jane", "Smith");
  w.hire("2", "Ann", "Other");
  w.tell(w.of("1").id, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  // Previewed while Jane has left: her row means nothing. Then she is hired again.
  auto seen = w.show(leavers, {leaver("1", "2026-11-01"), leaver("2", "2026-12-01")});
  EXPECT_EQ(seen.counts, counts({{"close", 1}, {"nothing", 1}}));
  w.tell(w.of("1").id, "person.rehired");
  auto before = w.everything();
  auto done = w.apply(seen);
  ASSERT_EQ(w.code(done), "list.changed_world");
  EXPECT_NE(done.error().message.find("1: close"), std::string::npos) << done.error().message;
  EXPECT_EQ(done.error().message.find("2: close"), std::string::npos) << done.error().message;
  EXPECT_EQ(w.everything(), before);
  EXPECT_EQ(w.code(w.apply(w.show(leavers, w.feed.next.rows))), "applied");
}

// HR's list is applied, all of it is withdrawn, and HR sends the very same file: it may be applied
// again, as often as the world came back, but never twice from one preview.
TEST(Lists, AWorldThatCameBackMayBeChangedAgain) {
  office w;
  w.hire("1", "Jane", "Smith");
  std::vector<flow::preview> seen;
  for (int nth = 0; nth < 3; ++nth) {
    SCOPED_TRACE(nth);
    seen.push_back(w.show(leavers, {leaver("1", "2027-06-30")}));
    EXPECT_EQ(seen.back().counts, counts({{"close", 1}}));
    EXPECT_EQ(seen.back().list.status, "previewed");
    // Previewed twice is one preview.
    EXPECT_EQ(w.show(leavers, w.feed.next.rows).list.digest, seen.back().list.digest);
    EXPECT_EQ(w.code(w.apply(seen.back())), "applied");
    EXPECT_EQ(value_of(w.of("1").context, "leavingDate"), "2027-06-30");
    for (const auto& once : seen) EXPECT_EQ(w.code(w.apply(once)), "list.applied");
    w.tell(w.of("1").id, "leaver.withdrawn");
    EXPECT_EQ(value_of(w.of("1").context, "leavingDate"), "");
    // The world has come back, the old previews have not.
    for (const auto& once : seen) EXPECT_EQ(w.code(w.apply(once)), "list.applied");
    EXPECT_EQ(value_of(w.of("1").context, "leavingDate"), "");
  }
}

// What two people released is not released for the next time.
TEST(Lists, AWorldThatCameBackIsHeldAgain) {
  office w;
  w.pack.settings.at("brake.close.count").common.value = "1";
  for (auto id : {"1", "2"}) w.hire(id, "Jane", id);
  auto rows = std::vector{leaver("1", "2027-06-30"), leaver("2", "2027-06-30")};
  for (int nth = 0; nth < 2; ++nth) {
    auto held = w.show(leavers, rows);
    EXPECT_EQ(w.code(w.apply(held)), "list.held");
    EXPECT_EQ(w.release(held, "a"), "held");
    EXPECT_EQ(w.release(held, "b"), "released");
    EXPECT_EQ(w.show(leavers, rows).list.status, "released");
    EXPECT_EQ(w.code(w.apply(held)), "applied");
    for (auto id : {"1", "2"}) w.tell(w.of(id).id, "leaver.withdrawn");
  }
}

TEST(Lists, PeopleMatchByNumberNeverByName) {
  office w;
  w.hire("1", "Jane", "Smith");
  auto row = leaver("9", "2026-12-01");
  row.given_name = "Jane", row.surname = "Smith";
  auto seen = w.show(leavers, {row});
  EXPECT_EQ(seen.counts, counts({}));
  ASSERT_EQ(seen.refused.size(), 1u);
  EXPECT_EQ(seen.refused[0].reason.code, "hr.row.person_unknown");
  EXPECT_EQ(seen.refused[0].line, 2);
  w.apply(seen);
  EXPECT_EQ(value_of(w.of("1").context, "leavingDate"), "");
  // A joiner of the same name is somebody else; a known number is the same person, renamed or not.
  auto two = w.show(joiners, {joiner("2", "Jane", "Smith"), joiner("1", "Janet", "Brown")});
  EXPECT_EQ(two.counts, counts({{"create", 1}, {"nothing", 1}}));
}

TEST(Lists, RowsThatCannotBeNamedAreRefusedAndTheRestIsDone) {
  office w;
  auto seen = w.show(joiners, {joiner("1", "Jane", ""), joiner("2", "Ann", "Other"),
                               joiner("3", "post", "master"), joiner("4", "😀", "Smith")});
  EXPECT_EQ(seen.counts, counts({{"create", 2}, {"refused", 2}}));
  EXPECT_EQ(w.code(w.apply(seen)), "applied");
  EXPECT_EQ(w.of("1").id, account_id{});
  EXPECT_NE(w.of("2").id, account_id{});
  std::size_t told = 0;
  for (const auto& task : w.open_tasks({})) told += task.kind == "eventRefused";
  EXPECT_EQ(told, 2u);
}

TEST(Lists, TheOrderOfRowsDoesNotChangeTheNames) {
  std::map<std::string, std::string> named[2];
  for (int turned = 0; turned < 2; ++turned) {
    office w;
    std::vector<hr_row> rows;
    for (int i = 0; i < 30; ++i) {
      rows.push_back(joiner(std::to_string(100 + i), i % 3 ? "Jane" : "J", "Smith"));
    }
    if (turned != 0) std::reverse(rows.begin(), rows.end());
    EXPECT_EQ(w.code(w.apply(w.show(joiners, rows))), "applied");
    for (const auto& row : rows) named[turned][row.id.value] = w.of(row.id.value).address;
  }
  EXPECT_EQ(named[0], named[1]);
}

TEST(Lists, WhoIsNoLongerOnTheAbsencesHasReturned) {
  office w;
  for (auto id : {"1", "2", "3"}) w.hire(id, "Jane", id);
  EXPECT_EQ(w.code(w.apply(w.show(absences, {absent("1"), absent("2"), absent("3")}))), "applied");
  const std::string away = "employed.presence.absent.closed,employed.employment.staying";
  EXPECT_EQ(w.of("1").state, away);
  // 2 is there, 3 is on the list but cannot be read: that is no proof of return.
  auto rows = std::vector<hr_row>{absent("2")};
  w.feed.next = {.kind = absences, .file_digest = "month2", .rows = rows,
                 .refused = {unreadable("3")}};
  auto seen = w.lists->show(absences, "month2");
  EXPECT_EQ(seen.counts, counts({{"nothing", 1}, {"return", 1}}));
  EXPECT_EQ(codes(seen), strings{});  // one who came back is no pattern
  EXPECT_EQ(w.code(w.apply(seen)), "applied");
  EXPECT_EQ(w.of("1").state, "employed.presence.active,employed.employment.staying");
  EXPECT_EQ(w.of("2").state, away);
  EXPECT_EQ(w.of("3").state, away);
}

TEST(Lists, AbsencesThatBeginLaterOrChangeAreNotTakenTwice) {
  office w;
  w.hire("1", "Jane", "Smith");
  EXPECT_EQ(w.show(absences, {absent("1", "2026-12-01")}).counts, counts({{"nothing", 1}}));
  EXPECT_EQ(w.code(w.apply(w.show(absences, {absent("1")}))), "applied");
  EXPECT_EQ(w.show(absences, {absent("1")}).counts, counts({{"nothing", 1}}));
  EXPECT_EQ(w.show(absences, {absent("1", "2026-10-30")}).counts, counts({{"record", 1}}));
  EXPECT_EQ(w.show(absences, {absent("7")}).refused.size(), 1u);
}

TEST(Lists, StaffWarnsOfTheMissingAndDoesNothingToThem) {
  office w;
  for (auto id : {"1", "2"}) w.hire(id, "Jane", "Smith");
  auto row = joiner("1", "Jane", "Brown");
  row.unit = "U2";
  row.unit_name = "Roads", row.head_of_unit = {"1"};
  auto seen = w.show(staff, {row});
  EXPECT_EQ(seen.counts, counts({{"rename", 1}, {"transfer", 1}, {"record", 1}}));
  ASSERT_EQ(seen.warnings.size(), 1u);
  EXPECT_EQ(seen.warnings[0].substr(0, 2), "2 ");
  EXPECT_EQ(w.code(w.apply(seen)), "applied");
  EXPECT_EQ(w.of("1").address, "jane.brown@cambridgeshire.gov.uk");
  EXPECT_EQ(value_of(w.of("1").context, "unit"), "U2");
  EXPECT_EQ(w.of("2").state, "employed.presence.active,employed.employment.staying");
}

TEST(Lists, AJoinerComesBackBeforeOrAfterTheDeletion) {
  office w;
  w.hire("1", "Jane", "Smith");
  auto first = w.of("1").id;
  w.tell(first, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  auto seen = w.show(joiners, {joiner("1", "Jane", "Smith")});
  EXPECT_EQ(seen.counts, counts({{"restore", 1}}));
  w.run_until("2027-01-10T09:00:00Z");
  EXPECT_EQ(w.code(w.apply(seen)), "list.changed_world");
  auto later = w.show(joiners, {joiner("1", "Jane", "Smith")});
  EXPECT_EQ(later.counts, counts({{"create", 1}}));
  EXPECT_EQ(w.code(w.apply(later)), "applied");
  EXPECT_NE(w.of("1").id, first);
  EXPECT_EQ(w.of("1").address, "jane.smith2@cambridgeshire.gov.uk");  // never issued again
}

}  // namespace
}  // namespace tenure::test
