// The account's life, told as stories: real store, real workflow, real pack, memory connectors.
#include "tests/unit/flow/standing.hpp"

#include "engine/effects/once.hpp"
#include "engine/store/tables.hpp"

namespace tenure::test {
namespace {

TEST(AccountLife, JoinerGetsANamedMailbox) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  EXPECT_EQ(w.state(jane), in_use);
  EXPECT_EQ(w.load(jane).address, "jane.smith@cambridgeshire.gov.uk");
  expect_open(w, jane);
  auto second = w.hire("1002", "Jane", "Smith");
  EXPECT_EQ(w.load(second).address, "jane.smith2@cambridgeshire.gov.uk");
  EXPECT_EQ(w.load(second).login, "jane.smith2");
}

// Another name in the workflow would make leavers slower, and nothing else would tell.
TEST(AccountLife, TheStoresIndexLeavesOutTheStateOfNearlyAll) {
  EXPECT_EQ(in_use, storage::usual_state);
}

TEST(AccountLife, LeaverIsClosedArchivedKeptThirtyDaysAndDeleted) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.mail.deliver(jane,
                 {.flags = {}, .received = w.clock.now(), .bytes = "Subject: x\r\n\r\nhello"});
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-30"}});
  EXPECT_EQ(w.state(jane), "employed.presence.active,employed.employment.leaving.early");
  w.run_until("2026-11-16T00:00:00Z");
  EXPECT_EQ(w.state(jane), "employed.presence.active,employed.employment.leaving.asked");
  ASSERT_EQ(w.open_tasks(jane).size(), 1u);
  EXPECT_EQ(w.open_tasks(jane)[0].assignee, "person:M1");
  w.run_until("2026-11-30T16:59:59Z");
  expect_open(w, jane);
  w.run_until("2026-11-30T17:00:00Z");
  EXPECT_EQ(w.state(jane), "retained");
  EXPECT_TRUE(w.open_tasks(jane).empty());
  expect_closed(w, jane);
  EXPECT_EQ(w.shelf.snapshot(jane)->size(), 1u);
  w.run_until("2026-12-30T16:59:59Z");
  EXPECT_EQ(w.state(jane), "retained");
  w.run_until("2026-12-30T17:00:00Z");
  EXPECT_EQ(w.state(jane), "deleted");
  EXPECT_FALSE(w.mail.snapshot(jane));
  EXPECT_EQ(w.mail.effected("remove", jane), 1u);
  w.run_until("2032-12-01T00:00:00Z");
  EXPECT_EQ(w.state(jane), "ended");
  EXPECT_FALSE(w.shelf.snapshot(jane));
}

TEST(AccountLife, BackdatedLeaverIsClosedAtOnce) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-10-01"}});
  EXPECT_EQ(w.state(jane), "retained");
  EXPECT_TRUE(w.open_tasks(jane).empty());
  expect_closed(w, jane);
  // Kept from when it was hidden, not from the date in the past.
  w.run_until("2026-12-02T08:59:00Z");
  EXPECT_EQ(w.state(jane), "retained");
}

TEST(AccountLife, EachClosingHasAnArchiveOfItsOwn) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  auto mail = [&](const char* text) {
    w.mail.deliver(jane, {.flags = {}, .received = w.clock.now(), .bytes = text});
  };
  mail("first");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  auto before = w.load(jane).context;
  w.tell(jane, "person.rehired");
  mail("second");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  auto after = w.load(jane).context;
  EXPECT_EQ(value_of(before, "archiveMessages"), "1");
  EXPECT_EQ(value_of(after, "archiveMessages"), "2");
  EXPECT_NE(value_of(before, "archivePackage"), value_of(after, "archivePackage"));
  w.run_until("2033-01-01T00:00:00Z");
  EXPECT_EQ(w.state(jane), "ended");
  EXPECT_FALSE(w.shelf.snapshot(jane));
  EXPECT_FALSE(w.shelf.snapshot(effects::package_of(w.load(jane)).account));
}

TEST(AccountLife, LeaverWithdrawnStays) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-10"}});
  EXPECT_EQ(w.open_tasks(jane).size(), 1u);
  w.tell(jane, "leaver.withdrawn");
  EXPECT_EQ(w.state(jane), in_use);
  EXPECT_TRUE(w.open_tasks(jane).empty());
  w.run_until("2027-02-01T00:00:00Z");
  EXPECT_EQ(w.state(jane), in_use);
}

TEST(AccountLife, LeaverRedatedEarlierAndLater) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-10"}});
  w.tell(jane, "leaver.redated", {{"leavingDate", "2026-12-10"}});
  EXPECT_TRUE(w.open_tasks(jane).empty());
  w.run_until("2026-11-20T00:00:00Z");
  expect_open(w, jane);
  w.tell(jane, "leaver.redated", {{"leavingDate", "2026-11-19"}});
  EXPECT_EQ(w.state(jane), "retained");
}

TEST(AccountLife, RehireBeforeDeletionRestoresEverything) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.mail.edit(jane, {.forwarding = "team@cambridgeshire.gov.uk"});
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  expect_closed(w, jane);
  EXPECT_EQ(condition_of(w, jane).forwarding, "");
  w.tell(jane, "person.rehired");
  EXPECT_EQ(w.state(jane), in_use);
  expect_open(w, jane);
  EXPECT_EQ(condition_of(w, jane).forwarding, "team@cambridgeshire.gov.uk");
  EXPECT_EQ(w.load(jane).address, "jane.smith@cambridgeshire.gov.uk");
  w.run_until("2027-06-01T00:00:00Z");
  EXPECT_EQ(w.state(jane), in_use);
}

TEST(AccountLife, AbsenceClosesAfterThePersonWasTold) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.tell(jane, "absence.started", {{"absentFrom", "2026-11-01"}});
  EXPECT_EQ(w.state(jane), "employed.presence.absent.closed,employed.employment.staying");
  ASSERT_EQ(w.notices.snapshot().size(), 2u);
  EXPECT_EQ(w.notices.snapshot()[1].text, "absenceTold");
  expect_closed(w, jane);
  w.tell(jane, "absence.ended");
  EXPECT_EQ(w.state(jane), in_use);
  expect_open(w, jane);
}

TEST(AccountLife, LeaverWhileAbsentNeverOpensAgain) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.tell(jane, "absence.started", {{"absentFrom", "2026-11-01"}});
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-12-01"}});
  expect_closed(w, jane);
  w.run_until("2026-12-01T18:00:00Z");
  EXPECT_EQ(w.state(jane), "retained");
  expect_closed(w, jane);
}

TEST(AccountLife, LeaverWhileSuspendedStaysBlocked) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.tell(jane, "account.suspended");
  EXPECT_EQ(condition_of(w, jane).sign_in, sign_in::blocked);
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-12-01"}});
  EXPECT_EQ(condition_of(w, jane).sign_in, sign_in::blocked);
  w.run_until("2026-12-01T18:00:00Z");
  EXPECT_EQ(w.state(jane), "retained");
}

TEST(AccountLife, NewNameKeepsTheOldAddressAsAlias) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.engine->run([&](flow::line& on) {
    auto who = *on.in.people().load({"1001"});
    who.surname = "Brown";
    on.in.people().save(who);
    return true;
  });
  w.tell(jane, "person.renamed");
  auto account = w.load(jane);
  EXPECT_EQ(account.address, "jane.brown@cambridgeshire.gov.uk");
  EXPECT_EQ(account.aliases, std::vector<std::string>{"jane.smith@cambridgeshire.gov.uk"});
  EXPECT_EQ(account.login, "jane.smith");
  EXPECT_EQ(condition_of(w, jane).address, "jane.brown@cambridgeshire.gov.uk");
  EXPECT_EQ(condition_of(w, jane).aliases, account.aliases);
}

TEST(AccountLife, HoldsStopArchivingAndDeletionUntilTheLastIsLifted) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  auto first = w.hold(jane, "M-1"), second = w.hold(jane, "M-2");
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(jane), "closing.heldBeforeArchive");
  expect_closed(w, jane);
  w.lift(first);
  EXPECT_EQ(w.state(jane), "closing.heldBeforeArchive");
  w.lift(second);
  EXPECT_EQ(w.state(jane), "retained");
  auto third = w.hold(jane, "M-3");
  w.run_until("2027-03-01T00:00:00Z");
  EXPECT_EQ(w.state(jane), "due.heldBack");
  EXPECT_TRUE(w.mail.snapshot(jane));
  w.lift(third);
  EXPECT_EQ(w.state(jane), "deleted");
}

}  // namespace
}  // namespace tenure::test
