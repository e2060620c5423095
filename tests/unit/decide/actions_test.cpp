// Every action by name: what it remembers and forgets, and what it reaches outside for.

#include "tests/unit/decide/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

namespace tenure::test {
namespace {

struct action_case {
  const char* action;
  attributes params;
  attributes brought;     // by the event
  attributes remembered;  // before
  attributes expected;    // remembered after
};

const std::string now = "2026-11-02T09:00:00.000000Z";
const attributes kept = {{"earlierArchive.1", now}};

const std::vector<action_case> actions = {
    {"rememberLeavingDate", {}, {{"leavingDate", "2026-12-01"}, {"leavingReason", "retires"}}, {},
     {{"leavingDate", "2026-12-01"}, {"leavingReason", "retires"}}},
    {"rememberLeavingDate", {}, {{"leavingDate", "2026-12-02"}}, {{"leavingDate", "2026-12-01"}},
     {{"leavingDate", "2026-12-02"}}},
    {"rememberLeavingDate", {}, {}, {{"leavingDate", "d"}}, {{"leavingDate", "d"}}},
    {"forgetLeavingDate", {}, {},
     {{"leavingDate", "d"}, {"leavingReason", "r"}, {"extractedAt", "e"}, {"closingSince", "s"},
      {"closedAt", "c"}, {"receiptAt", "b"}, {"archiveDigest", "kept"}, {"disposition", "d"},
      {"deciderPerson", "p"}, {"redirectTo", "t"}, {"redirectReply", "r"}, {"redirectedAt", "a"},
      {"relinquished", "true"}, {"reviewer", "r"}, {"reviewerPerson", "p"}, {"signedOffAt", "s"}},
     {{"archiveDigest", "kept"}}},
    {"askReviews", {}, {}, {{"unit", "U1"}}, {{"unit", "U1"}}},
    {"rememberClosing", {}, {},
     {{"archiveDigest", "a"}, {"archivePackage", "a"}, {"archiveMessages", "1"},
      {"archiveBytes", "1"}, {"archivedAt", "a"}, {"unit", "U1"}},
     {{"closingSince", now}, {"closings", "1"}, {"unit", "U1"}}},
    {"rememberClosing", {}, {}, {{"closings", "1"}}, {{"closingSince", now}, {"closings", "2"}}},
    {"rememberClosed", {}, {{"forwardingBefore", "f"}, {"autoReplyBefore", "r"}}, {},
     {{"closedAt", now}, {"forwardingBefore", "f"}, {"autoReplyBefore", "r"}}},
    {"rememberClosed", {}, {}, {}, {{"closedAt", now}}},
    {"rememberForwards", {}, {{"forwardingBefore", "f"}, {"autoReplyBefore", "r"}}, {},
     {{"forwardingBefore", "f"}, {"autoReplyBefore", "r"}}},
    {"rememberForwards", {}, {}, {{"forwardingBefore", "f"}}, {{"forwardingBefore", "f"}}},
    {"forgetForwards", {}, {},
     {{"forwardingBefore", "f"}, {"autoReplyBefore", "r"}, {"unit", "U1"}}, {{"unit", "U1"}}},
    {"rememberArchive", {}, {{"digest", "d"}, {"package", "p"}, {"messages", "3"}, {"bytes", "9"}},
     {}, {{"archivedAt", now}, {"archiveDigest", "d"}, {"archivePackage", "p"},
          {"archiveMessages", "3"}, {"archiveBytes", "9"}}},
    {"rememberMailbox", {}, {{"directoryId", "d9"}}, {}, {{"createdAt", now}}},
    {"rememberMailbox", {}, {{"directoryId", "d9"}}, {{"begunAt", now}}, {{"createdAt", now}}},
    {"rememberMailbox", {}, {{"directoryId", "d9"}, {"adopted", "true"}}, {},
     {{"createdAt", now}, {"adopted", "true"}}},
    {"rememberAbsence", {}, {{"absentFrom", "2026-11-01"}, {"expectedReturn", "2027-01-01"}}, {},
     {{"absentFrom", "2026-11-01"}, {"expectedReturn", "2027-01-01"}}},
    {"forgetAbsence", {}, {}, {{"absentFrom", "x"}, {"expectedReturn", "x"}, {"absenceToldAt", ""}},
     {}},
    {"rememberAbsenceTold", {}, {}, {}, {{"absenceToldAt", now}}},
    {"rememberSuspension", {}, {}, {}, {{"suspendedAt", now}}},
    {"forgetSuspension", {}, {}, {{"suspendedAt", now}}, {}},
    {"rememberBegun", {}, {}, {}, {{"begunAt", now}}},
    {"rememberCertificate", {}, {{"certificate", "c"}}, {}, {{"certificate", "c"}}},
    {"rememberDeletion", {}, {}, {}, {{"deletedAt", now}}},
    {"rememberSecure", {}, {}, {}, {{"secure", "true"}}},
    {"askCase", {{"workflow", "accountCreation"}}, {}, {{"askedBy", "H"}}, {{"askedBy", "H"}}},
    {"askHandOver", {}, {}, {{"archiveDigest", "d"}}, {{"archiveDigest", "d"}}},
    {"rememberOwner", {}, {{"owner", "2"}}, {{"owner", "1"}}, {{"owner", "2"}}},
    {"rememberOwner", {}, {{"owner", ""}}, {{"owner", "1"}}, {}},
    {"passToWorker", {}, {{"worker", "2"}, {"surname", "Swift"}}, {}, {}},
    {"rememberUndertaking", {}, {{"recipient", "2"}}, {}, {{"lookedAfterBy", "2"}}},
    {"forgetUndertaking", {}, {}, {{"lookedAfterBy", "2"}}, {}}, {"repairDrift", {}, {}, {}, {}},
    {"rememberExtract", {}, {}, {}, {{"extractedAt", now}}},
    {"rememberQuota", {}, {{"quota", "9"}}, {{"quota", "5"}}, {{"quota", "9"}}},
    {"rememberReceipt", {}, {}, {}, {{"receiptAt", now}}},
    {"moveUnit", {}, {{"unit", "U2"}}, {{"unit", "U1"}}, {{"unit", "U2"}}},
    {"sweepFolders", {}, {}, {}, {}}, {"noteSwept", {}, {}, {}, {}},
    {"noteHold", {}, {}, {}, {}}, {"tellCases", {{"event", "account.closing"}}, {}, {}, {}},
    {"notify", {{"template", "leaverManager"}, {"to", "manager"}}, {}, {}, {}},
    {"remind", {{"template", "leaverReminder"}, {"to", "manager"}}, {}, {}, {}},
    {"assignTask", {{"task", "tellByLetter"}, {"to", "helpdesk"}}, {}, {}, {}},
    {"addAlias", {}, {{"alias", "j@cambridgeshire.gov.uk"}}, {}, {}},
    {"dropAlias", {}, {{"alias", "j@cambridgeshire.gov.uk"}}, {}, {}},
    {"openReview", {{"who", "leader"}}, {}, {{"reviewer", "x"}, {"reviewerPerson", "X"}}, {}},
    {"relinquish", {}, {}, {}, {{"relinquished", "true"}}}, {"takeNewName", {}, {}, {}, {}},
    {"rememberDecider", {}, {}, {{"deciderPerson", "X"}}, {}},
    {"rememberDefault", {}, {}, {}, {{"disposition", "delete"}}},
    {"rememberDisposition", {}, {{"decision", "delete"}}, {}, {{"disposition", "delete"}}},
    {"rememberRedirect", {}, {}, {}, {{"redirectedAt", now}}},
    {"rememberSignOff", {}, {}, {}, {{"signedOffAt", now}}},
    {"destroyEarlierArchive", {}, {}, kept, kept}, {"forgetEarlierArchive", {}, {}, kept, {}},
    {"keepTryingEarlierArchive", {}, {}, kept, kept},
    {"forgetLeavingDate", {}, {}, {{"closings", "2"}, {"archiveDigest", "d"}, {"archivedAt", now}},
     {{"closings", "2"}, {"earlierArchive.2", now}}},
};

TEST(Actions, RememberAndForgetExactlyTheirWords) {
  for (const auto& c : actions) {
    desk d;
    d.known.account.context = c.remembered;
    d.what.data = c.brought;
    auto rules = d.rules();
    decide::deliberation made(d.known, d.what, rules);
    decide::take_action(made, c.action, c.params);
    EXPECT_EQ(made.out.next.context, c.expected) << c.action;
  }
}

TEST(Actions, AnAdoptedMailboxKeepsItsNames) {
  desk d;
  d.what.data = {{"directoryId", "d9"}, {"adopted", "true"}, {"login", "JSmith2"},
                 {"observed", R"({"address":"J.Smith@Example.org",)"
                              R"("aliases":["Zed@example.org","j.smith@example.org","a@b.org"],)"
                              R"("displayName":"Jane S."})"}};
  auto rules = d.rules();
  decide::deliberation made(d.known, d.what, rules);
  decide::take_action(made, "rememberMailbox", {});
  const auto& next = made.out.next;
  EXPECT_EQ(next.login, "jsmith2");
  EXPECT_EQ(next.address, "j.smith@example.org");
  EXPECT_EQ(next.aliases, (std::vector<std::string>{"a@b.org", "zed@example.org"}));
  EXPECT_EQ(next.display_name, "Jane S.");
  EXPECT_EQ(made.facts.at("adopted"), "true");
  std::set<std::string> claimed;
  for (const auto& claim : made.out.claims) {
    EXPECT_TRUE(claim.found) << claim.address;
    claimed.insert(claim.address);
  }
  EXPECT_EQ(claimed, (std::set<std::string>{"jsmith2", "j.smith@example.org", "a@b.org",
                                            "zed@example.org"}));
}

// Without the fact nothing that an answer happens to show renames anybody.
TEST(Actions, AMailboxThatWasMadeKeepsTheNamesItWasGiven) {
  desk d;
  d.what.data = {{"directoryId", "d9"}, {"login", "other"},
                 {"observed", R"({"address":"other@example.org","displayName":"Other"})"}};
  auto rules = d.rules();
  decide::deliberation made(d.known, d.what, rules);
  decide::take_action(made, "rememberMailbox", {});
  EXPECT_EQ(made.out.next.login, "jane.smith");
  EXPECT_EQ(made.out.next.address, d.known.account.address);
  EXPECT_TRUE(made.out.claims.empty());
}

TEST(Actions, EachIsInTheTable) {
  std::set<std::string_view> seen;
  for (const auto& c : actions) seen.insert(c.action);
  for (auto name : words_of_account("actions")) EXPECT_TRUE(seen.contains(name)) << name;
}

TEST(Actions, ThatReachOutsideSayWhat) {
  desk d;
  d.known.open_tasks.push_back({.id = {{0, 3}}, .account = d.known.account.id, .kind = "b"});
  d.what.data = {{"directoryId", "d9"}};
  auto rules = d.rules();
  decide::deliberation made(d.known, d.what, rules);
  decide::take_action(made, "notify", {{"template", "t"}});
  decide::take_action(made, "remind", {{"template", "t"}});
  decide::take_action(made, "assignTask", {{"task", "a"}, {"to", "helpdesk"}});
  decide::take_action(made, "assignTask", {{"task", "b"}, {"to", "helpdesk"}});  // open already
  decide::take_action(made, "repairDrift", {});
  decide::take_action(made, "rememberMailbox", {});
  ASSERT_EQ(made.out.effects.size(), 2u);
  EXPECT_NE(made.out.effects[0].id, made.out.effects[1].id);
  EXPECT_EQ(made.out.effects[0].verb, "notify");
  EXPECT_TRUE(made.out.effects[0].invoke.empty());
  ASSERT_EQ(made.out.tasks.size(), 1u);
  EXPECT_EQ(made.out.tasks[0].kind, "a");
  EXPECT_TRUE(made.repair_wanted);
  EXPECT_EQ(made.out.next.directory_id, "d9");
}

}  // namespace
}  // namespace tenure::test
