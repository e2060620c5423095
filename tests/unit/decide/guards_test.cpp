// Every guard by name: the facts on which it says yes, and the neighbours on which it says no.

#include "tests/unit/decide/fixture.hpp"
#include "tests/unit/decide/own_settings.hpp"
#include "tests/unit/decide/posts.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace tenure::test {
namespace {

void ready_to_delete(desk& d) {
  d.remember("archiveDigest", "abc");
  d.remember("closedAt", "2026-09-01T09:00:00.000000Z");
  d.known.deletions.accounts = 1000;
}

void counts(desk& d, std::int64_t hour, std::int64_t day, std::int64_t accounts) {
  ready_to_delete(d);
  d.known.deletions = {.last_hour = hour, .last_day = day, .accounts = accounts};
}

const std::vector<guard_case> cases = with_own_settings(with_agreements({
    {"absenceCloses", "as the pack says", true, [](desk&) {}},
    {"absenceCloses", "switched off", false,
     [](desk& d) { d.set("absenceClosesMailbox", "false"); }},
    {"absenceLeavesListed", "hidden too", false, [](desk&) {}},
    {"absenceLeavesListed", "closed, not hidden", true,
     [](desk& d) { d.set("absenceHides", "false"); }},
    {"absenceLeavesListed", "not even closed", false,
     [](desk& d) {
       d.set("absenceHides", "false");
       d.set("absenceClosesMailbox", "false");
     }},
    {"absenceTold", "nobody was told", false, [](desk&) {}},
    {"absenceTold", "told", true,
     [](desk& d) { d.remember("absenceToldAt", "2026-11-01T09:00:00.000000Z"); }},
    {"suspensionNoted", "nothing noted", false, [](desk&) {}},
    {"suspensionNoted", "noted", true,
     [](desk& d) { d.remember("suspendedAt", "2026-11-01T09:00:00.000000Z"); }},
    {"absenceNoted", "nothing noted", false, [](desk&) {}},
    {"absenceNoted", "noted", true, [](desk& d) { d.remember("absentFrom", "2026-11-01"); }},
    {"adopted", "a mailbox that was made", false, [](desk&) {}},
    {"adopted", "a mailbox that was there", true,
     [](desk& d) { d.what.data["adopted"] = "true"; }},
    {"adopted", "one before, by an earlier event", false,
     [](desk& d) { d.remember("adopted", "true"); }},
    {"approved", "no answer", false, [](desk&) {}},
    {"approved", "yes", true, [](desk& d) { d.what.data["approved"] = "true"; }},
    {"approved", "no", false, [](desk& d) { d.what.data["approved"] = "false"; }},
    {"approved", "another letter case", false, [](desk& d) { d.what.data["approved"] = "TRUE"; }},
    {"archiveNotWanted", "as the pack says", false, [](desk&) {}},
    {"archiveNotWanted", "no archive", true, [](desk& d) { d.set("archiveOnClosing", "false"); }},
    {"contactUnknown", "known", false, [](desk&) {}},
    {"contactUnknown", "blank", true, [](desk& d) { d.known.person->contact.clear(); }},
    {"contactUnknown", "nobody", true, [](desk& d) { d.known.person.reset(); }},
    {"deletionAllowed", "archived, time over, no hold", true, ready_to_delete},
    {"deletionAllowed", "the pack never deletes", false,
     [](desk& d) {
       ready_to_delete(d);
       d.set("deleteAfterRetention", "false");
     }},
    {"deletionAllowed", "no archive", false,
     [](desk& d) { ready_to_delete(d), d.known.account.context.erase("archiveDigest"); }},
    {"deletionAllowed", "no archive wanted", true,
     [](desk& d) {
       ready_to_delete(d), d.known.account.context.erase("archiveDigest");
       d.set("archiveOnClosing", "false");
     }},
    {"deletionAllowed", "a hold", false, [](desk& d) { ready_to_delete(d), d.hold(); }},
    {"deletionAllowed", "holds unreadable", false,
     [](desk& d) { ready_to_delete(d), d.known.holds_readable = false; }},
    {"deletionAllowed", "never closed", false,
     [](desk& d) { ready_to_delete(d), d.known.account.context.erase("closedAt"); }},
    {"deletionAllowed", "closing time unreadable", false,
     [](desk& d) { ready_to_delete(d), d.remember("closedAt", "last summer"); }},
    {"deletionAllowed", "to the microsecond", true,
     [](desk& d) { ready_to_delete(d), d.remember("closedAt", "2026-10-03T08:00:00Z"); }},
    {"deletionAllowed", "a microsecond early", false,
     [](desk& d) { ready_to_delete(d), d.remember("closedAt", "2026-10-03T08:00:00.000001Z"); }},
    {"deletionAllowed", "the hour is full", false, [](desk& d) { counts(d, 100, 100, 100000); }},
    {"deletionAllowed", "one left in the hour", true, [](desk& d) { counts(d, 99, 99, 100000); }},
    {"deletionAllowed", "the day is full", false, [](desk& d) { counts(d, 0, 200, 100000); }},
    {"deletionAllowed", "two per cent of the accounts", false,
     [](desk& d) { counts(d, 20, 20, 1000); }},
    {"deletionAllowed", "below two per cent", true, [](desk& d) { counts(d, 19, 19, 1000); }},
    {"deletionAllowed", "a handful of accounts: ten a day", true,
     [](desk& d) { counts(d, 9, 9, 20); }},
    {"deletionAllowed", "a handful of accounts: not eleven", false,
     [](desk& d) { counts(d, 10, 10, 20); }},
    {"extractIsDue", "no date", true, [](desk&) {}},
    {"extractIsDue", "long before", false,
     [](desk& d) { d.remember("leavingDate", "2026-12-24"); }},
    {"extractIsDue", "14 days before", true,
     [](desk& d) { d.remember("leavingDate", "2026-11-16"); }},
    {"extractIsDue", "15 days before", false,
     [](desk& d) { d.remember("leavingDate", "2026-11-17"); }},
    {"extractMustBeDone", "nobody is asked", false,
     [](desk& d) { d.set("extractIgnored", "wait"); }},
    {"extractMustBeDone", "asked, the pack goes on", false, [](desk& d) { d.wait_for("extract"); }},
    {"extractMustBeDone", "asked, the pack waits", true,
     [](desk& d) { d.wait_for("extract"), d.set("extractIgnored", "wait"); }},
    {"extractMustBeDone", "just done", false,
     [](desk& d) {
       d.wait_for("extract"), d.set("extractIgnored", "wait");
       d.what.name = "xstate.done.actor.extract";
     }},
    {"extractNotWanted", "wanted", false, [](desk& d) { d.remember("leavingDate", "2026-12-24"); }},
    {"extractNotWanted", "the pack asks for none", true,
     [](desk& d) { d.set("extractTaskRequired", "false"); }},
    {"extractNotWanted", "done", true, [](desk& d) { d.remember("extractedAt", "x"); }},
    {"extractNotWanted", "left already", true,
     [](desk& d) { d.remember("leavingDate", "2026-10-01"); }},
    {"handOverWanted", "as the pack says", false, [](desk&) {}},
    {"handOverWanted", "switched on", true, [](desk& d) { d.set("handOverToHead", "true"); }},
    {"held", "no hold", false, [](desk&) {}},
    {"held", "a hold", true, [](desk& d) { d.hold(); }},
    {"held", "unreadable", true, [](desk& d) { d.known.holds_readable = false; }},
    {"leavingDateKnown", "none", false, [](desk&) {}},
    {"leavingDateKnown", "one", true, [](desk& d) { d.remember("leavingDate", "2026-12-24"); }},
    {"leavingInstantPassed", "no date", false, [](desk&) {}},
    {"leavingInstantPassed", "today, before 17:00", false,
     [](desk& d) { d.remember("leavingDate", "2026-11-02"); }},
    {"leavingInstantPassed", "today at 17:00", true,
     [](desk& d) {
       d.remember("leavingDate", "2026-11-02");
       d.what.at = at("2026-11-02T17:00:00Z");
     }},
    {"leavingInstantPassed", "waits for the extract", false,
     [](desk& d) {
       d.remember("leavingDate", "2026-10-01"), d.wait_for("extract");
       d.set("extractIgnored", "wait");
     }},
    {"needsApproval", "an employee", false, [](desk&) {}},
    {"needsApproval", "an agency worker", true,
     [](desk& d) { d.known.account.kind = person_kind::agency_worker; }},
    {"leavesLater", "a day to come, though one that is over was told before", true,
     [](desk& d) {
       d.remember("leavingDate", "2020-01-01"), d.what.data["leavingDate"] = "2099-01-01";
     }},
    {"leavesLater", "a day that is over", false,
     [](desk& d) {
       d.remember("leavingDate", "2099-01-01"), d.what.data["leavingDate"] = "2020-01-01";
     }},
    {"leavesLater", "no day", false, [](desk& d) { d.remember("leavingDate", "2099-01-01"); }},
    {"mailboxBegun", "half-way", true, [](desk& d) { d.remember("begunAt", "some time"); }},
    {"mailboxBegun", "it never did", false, [](desk&) {}},
    {"neverStarts", "before the first day", true,
     [](desk& d) {
       d.remember("startDate", "2026-12-01"), d.what.data["leavingDate"] = "2026-11-30";
     }},
    {"neverStarts", "on the first day", false,
     [](desk& d) {
       d.remember("startDate", "2026-12-01"), d.what.data["leavingDate"] = "2026-12-01";
     }},
    {"neverStarts", "no first day known, gone by today", true,
     [](desk& d) { d.what.data["leavingDate"] = "2026-11-01"; }},
    {"neverStarts", "no date", true, [](desk& d) { d.remember("startDate", "2026-12-01"); }},
    {"notHeld", "no hold", true, [](desk&) {}},
    {"notHeld", "a hold", false, [](desk& d) { d.hold(); }},
    {"notHeld", "unreadable", false, [](desk& d) { d.known.holds_readable = false; }},
    {"nothingArchived", "nothing", true, [](desk&) {}},
    {"nothingArchived", "a package", false, [](desk& d) { d.remember("archiveDigest", "x"); }},
    {"startHasCome", "no date", true, [](desk&) {}},
    {"startHasCome", "today", true, [](desk& d) { d.remember("startDate", "2026-11-02"); }},
    {"startHasCome", "tomorrow", false, [](desk& d) { d.remember("startDate", "2026-11-03"); }},
    {"aliasAllowed", "as the pack says", false, [](desk&) {}},
    {"aliasAllowed", "switched on", true, [](desk& d) { d.set("aliasOnRequest", "true"); }},
    {"deleteDecided", "delete", true, [](desk& d) { d.what.data["decision"] = "delete"; }},
    {"deleteDecided", "no answer", false, [](desk&) {}},
    {"deleteDecided", "another word", false, [](desk& d) { d.what.data["decision"] = "Delete"; }},
    {"dispositionWanted", "as the pack says", false, [](desk&) {}},
    {"dispositionWanted", "nothing decided", true,
     [](desk& d) { d.set("dispositionDecision", "true"); }},
    {"dispositionWanted", "decided", false,
     [](desk& d) { d.set("dispositionDecision", "true"), d.remember("disposition", "delete"); }},
    {"leavesAgency", "to another", true,
     [](desk& d) {
       d.set("dispositionDecision", "true");
       d.known.agency = "A", d.known.new_agency = "B";
     }},
    {"leavesAgency", "within it", false,
     [](desk& d) {
       d.set("dispositionDecision", "true");
       d.known.agency = d.known.new_agency = "A";
     }},
    {"leavesAgency", "nobody asks", false,
     [](desk& d) { d.known.agency = "A", d.known.new_agency = "B"; }},
    {"leavesAgency", "from nowhere", false,
     [](desk& d) { d.set("dispositionDecision", "true"), d.known.new_agency = "B"; }},
    {"redirectDecided", "to somebody in use", true,
     [](desk& d) {
       d.what.data["decision"] = "redirect";
       d.known.named = {.person = {"2"}, .login = "a", .address = "a@b.c"};
     }},
    {"redirectDecided", "to nobody", false,
     [](desk& d) { d.what.data["decision"] = "redirect"; }},
    {"redirectDecided", "to the leaver", false,
     [](desk& d) {
       d.what.data["decision"] = "redirect";
       d.known.named = {.person = {"1001"}, .login = "a", .address = "a@b.c"};
     }},
    {"redirectPending", "nothing decided", false, [](desk&) {}},
    {"redirectPending", "decided", true, [](desk& d) { d.remember("disposition", "redirect"); }},
    {"redirectPending", "done", false,
     [](desk& d) { d.remember("disposition", "redirect"), d.remember("redirectedAt", "x"); }},
    {"reviewMissing", "as the pack says", false, [](desk&) {}},
    {"reviewMissing", "no sign-off", true, [](desk& d) { d.set("leaderSignOff", "true"); }},
    {"reviewMissing", "no decision", true, [](desk& d) { d.set("dispositionDecision", "true"); }},
    {"signOffWanted", "as the pack says", false, [](desk&) {}},
    {"signOffWanted", "none", true, [](desk& d) { d.set("leaderSignOff", "true"); }},
    {"signOffWanted", "after the closing", false,
     [](desk& d) {
       d.set("leaderSignOff", "true"), d.remember("closedAt", "2026-10-01T00:00:00Z");
       d.remember("signedOffAt", "2026-10-01T00:00:00Z");
     }},
    {"signOffWanted", "before the closing", true,
     [](desk& d) {
       d.set("leaderSignOff", "true"), d.remember("closedAt", "2026-10-01T00:00:01Z");
       d.remember("signedOffAt", "2026-10-01T00:00:00Z");
     }},
    {"signOffWanted", "of a mailbox never closed", true,
     [](desk& d) {
       d.set("leaderSignOff", "true"), d.remember("signedOffAt", "2026-10-01T00:00:00Z");
     }},
    {"transferDecided", "a mover's", true,
     [](desk& d) { d.what.data["decision"] = "transfer"; }},
    {"transferDecided", "a leaver's, nowhere", false,
     [](desk& d) {
       d.what.data["decision"] = "transfer", d.remember("leavingDate", "2026-10-01");
     }},
    {"transferDecided", "no answer", false, [](desk&) {}},
    {"deletionAllowed", "no sign-off", false,
     [](desk& d) { ready_to_delete(d), d.set("leaderSignOff", "true"); }},
    {"deletionAllowed", "signed", true,
     [](desk& d) {
       ready_to_delete(d), d.set("leaderSignOff", "true");
       d.remember("signedOffAt", "2026-09-02T09:00:00.000000Z");
     }},
    {"deletionAllowed", "no decision of the agency", false,
     [](desk& d) { ready_to_delete(d), d.set("dispositionDecision", "true"); }},
    {"subjectNeedNotBeTold", "as the pack says", false, [](desk&) {}},
    {"subjectNeedNotBeTold", "switched off", true,
     [](desk& d) { d.set("tellSubjectOfAbsence", "false"); }},
}));

TEST(Guards, AnswerAsTheTableSays) {
  for (const auto& c : cases) {
    desk d;
    c.given(d);
    auto rules = d.rules();
    decide::deliberation asked(d.known, d.what, rules);
    EXPECT_EQ(decide::answer_guard(asked, c.guard), c.answer) << c.guard << ": " << c.about;
  }
}

TEST(Guards, EachIsInTheTableBothWays) {
  std::set<std::pair<std::string_view, bool>> seen;
  for (const auto& c : cases) seen.insert({c.guard, c.answer});
  for (auto name : words_of_account("guards")) {
    EXPECT_TRUE(seen.contains({name, true})) << name;
    EXPECT_TRUE(seen.contains({name, false})) << name;
  }
}

TEST(Guards, WhatForbidsSaysWhyAndUnderWhichClause) {
  desk d;
  ready_to_delete(d);
  d.hold();
  d.pack.settings["heldMail"].common.clause = "H-1";
  auto rules = d.rules();
  decide::deliberation asked(d.known, d.what, rules);
  decide::answer_guard(asked, "deletionAllowed");
  EXPECT_TRUE(asked.clauses.contains("H-1"));
  ASSERT_EQ(asked.out.explanation.size(), 1u);
  EXPECT_EQ(asked.out.explanation[0], "a legal hold forbids it");
  desk braked;
  counts(braked, 100, 100, 1000);
  auto same = braked.rules();
  decide::deliberation stopped(braked.known, braked.what, same);
  decide::answer_guard(stopped, "deletionAllowed");
  EXPECT_EQ(stopped.out.brakes, std::vector<std::string>{"delete"});
}

TEST(Guards, AnUnknownNameIsAProgrammersMistake) {
  desk d;
  auto rules = d.rules();
  decide::deliberation asked(d.known, d.what, rules);
  EXPECT_THROW(decide::answer_guard(asked, "isItMonday"), std::logic_error);
  EXPECT_THROW(decide::take_action(asked, "explode", {}), std::logic_error);
  EXPECT_THROW(decide::due_instant(asked, "soon"), std::logic_error);
  EXPECT_THROW(decide::start_actor(asked, {.id = "x", .src = "nobody"}), std::logic_error);
  EXPECT_THROW(decide::known_names("colours"), std::logic_error);
}

}  // namespace
}  // namespace tenure::test
