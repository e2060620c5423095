// The account's life, told as stories: real store, real workflow, real pack, memory connectors.

#include "tests/world/world.hpp"

#include "engine/effects/once.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

constexpr const char* in_use = "employed.presence.active,employed.employment.staying";

mailbox_condition condition_of(world& w, account_id id) {
  auto box = w.mail.snapshot(id);
  return box ? box->condition : mailbox_condition{};
}

void expect_closed(world& w, account_id id) {
  auto c = condition_of(w, id);
  EXPECT_EQ(c.sign_in, sign_in::blocked);
  EXPECT_EQ(c.address_list, address_list::hidden);
  EXPECT_EQ(c.delivery, delivery::refused);
}

void expect_open(world& w, account_id id) {
  auto c = condition_of(w, id);
  EXPECT_EQ(c.sign_in, sign_in::allowed);
  EXPECT_EQ(c.address_list, address_list::shown);
  EXPECT_EQ(c.delivery, delivery::accepted);
}

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

TEST(AccountLife, AgencyWorkerIsDeletedAtOnce) {
  world w;
  auto temp = w.hire("A1", "Ann", "Temp", person_kind::agency_worker);
  EXPECT_EQ(w.state(temp), in_use);
  w.tell(temp, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(temp), "deleted");
  EXPECT_TRUE(w.shelf.snapshot(temp));
}

TEST(AccountLife, WhoseContractHasAnEndLeavesByItself) {
  world w;
  auto temp = w.hire("T1", "Ann", "Temp", person_kind::temporary);
  auto other = new_id<account_id>(w.random);
  w.tell(other, "joiner.notified",
         {{"person", "T1"}, {"startDate", "2026-12-01"}, {"leavingDate", "2027-03-31"}});
  w.finish_tasks(other, {{"approved", "true"}});
  EXPECT_EQ(w.state(other), "expected");
  w.tell(other, "leaver.redated", {{"leavingDate", "2026-12-31"}});
  EXPECT_EQ(w.state(other), "expected");
  w.run_until("2027-01-01T00:00:00Z");
  EXPECT_EQ(w.load(other).context.count("closedAt"), 1u);
  EXPECT_EQ(w.state(temp), in_use);
  auto never = new_id<account_id>(w.random);
  w.tell(never, "joiner.notified", {{"person", "T1"}, {"startDate", "2027-12-01"}});
  w.tell(never, "leaver.notified", {{"leavingDate", "2027-11-30"}});
  EXPECT_EQ(w.state(never), "refused");
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

TEST(AccountLife, CreationThatFailsGoesToTheHelpdeskAndIsResumed) {
  world w;
  w.mail.faults().at("create", 1, memory::refuse(outcome_class::denied));
  auto jane = w.hire("1001", "Jane", "Smith");
  EXPECT_EQ(w.state(jane), "provisioningFailed");
  w.finish_tasks(jane);
  EXPECT_EQ(w.state(jane), in_use);
}

TEST(AccountLife, ClosingThatFailsGoesToTheHelpdeskAndIsResumed) {
  world w;
  auto jane = w.hire("1001", "Jane", "Smith");
  w.mail.faults().at("apply", jane, w.mail.faults().calls("apply", jane) + 1,
                     memory::refuse(outcome_class::denied));
  w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  EXPECT_EQ(w.state(jane), "closing.closingFailed");
  w.finish_tasks(jane);
  EXPECT_EQ(w.state(jane), "retained");
  expect_closed(w, jane);
}

TEST(AccountLife, LostAnswersAreReadBackNeverRepeatedBlindly) {
  for (auto kind : {memory::fail_but_persist, memory::fail_and_not_persist}) {
    world w;
    auto jane = w.hire("1001", "Jane", "Smith");
    w.mail.faults().at("apply", jane, w.mail.faults().calls("apply", jane) + 1, kind);
    w.mail.faults().at("remove", jane, 1, kind);
    w.shelf.faults().at("keep", jane, 1, kind);
    w.tell(jane, "leaver.notified", {{"leavingDate", "2026-11-01"}});
    w.run_until("2027-01-01T00:00:00Z");
    EXPECT_EQ(w.state(jane), "deleted");
    EXPECT_EQ(w.mail.effected("remove", jane), 1u);
  }
}

TEST(AccountLife, MoittKeepsSixCalendarMonthsAndHandsOverToTheHead) {
  world w({.pack = "moitt", .start = "2026-08-01T04:00:00Z"});
  w.engine->run([&](flow::line& on) {
    on.in.people().save_unit({"U1", "Unit", "", {"H1"}});
    on.in.people().save({.id = {"H1"}, .given_name = "Max", .surname = "Head", .unit = "U1"});
    return true;
  });
  auto who = w.hire("1001", "Bilal", "Khan");
  EXPECT_EQ(w.load(who).address, "officer@moitt.gov.pk");
  w.tell(who, "leaver.notified", {{"leavingDate", "2026-08-31"}});
  w.run_until("2026-09-01T00:00:00Z");
  EXPECT_EQ(w.state(who), "closing.handingOver");
  EXPECT_EQ(w.open_tasks(who).at(0).assignee, "person:H1");
  w.finish_tasks(who, {{"approved", "true"}});
  EXPECT_EQ(w.state(who), "retained");
  w.run_until("2027-02-27T00:00:00Z");
  EXPECT_EQ(w.state(who), "retained");
  w.run_until("2027-03-01T00:00:00Z");
  EXPECT_EQ(w.state(who), "deleted");
}

TEST(AccountLife, TheDeletionBrakeHoldsWhatIsTooMuch) {
  world w;
  std::vector<account_id> all;
  for (int i = 0; i < 14; ++i) all.push_back(w.hire("P" + std::to_string(i), "Pat", "Jones"));
  for (auto id : all) w.tell(id, "leaver.notified", {{"leavingDate", "2026-11-01"}});
  w.run_until("2026-12-02T09:30:00Z");
  int deleted = 0;
  for (auto id : all) deleted += w.state(id) == "deleted";
  EXPECT_EQ(deleted, 10);
  w.run_until("2026-12-04T09:30:00Z");
  for (auto id : all) EXPECT_EQ(w.state(id), "deleted");
}

}  // namespace
}  // namespace tenure::test
