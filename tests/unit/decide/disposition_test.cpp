// What becomes of a mailbox: who may review, receive and decide, and what nobody can get round.

#include "tests/unit/decide/fixture.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

desk reviewing(const char* state) {
  desk d("calgary");
  d.known.account.state = state;
  d.remember("closedAt", "2026-09-01T09:00:00.000000Z");
  d.remember("archiveDigest", "abc");
  d.known.manager = {.person = {"M1"}, .login = "m.major", .address = "m.major@calgary.ca"};
  d.known.head = {.person = {"H1"}, .login = "h.high", .address = "h.high@calgary.ca"};
  return d;
}

std::vector<delegate> readers(const desk& d, const account& of) {
  return decide::desired_condition(of, d.rules()).delegates.value_or(std::vector<delegate>{});
}

// However the account came to be due: without the sign-off it goes back to the review.
TEST(Disposition, NothingLeadsRoundTheSignOff) {
  auto d = reviewing("due.stopped");
  d.known.deletions.accounts = 1000;
  auto made = d.tell("brake.released");
  EXPECT_EQ(made->next.state, "reviewing.asked");
  EXPECT_EQ(readers(d, made->next), (std::vector<delegate>{{"m.major", "read"}}));
  d.remember("signedOffAt", "2026-08-31T09:00:00.000000Z");  // of an earlier closing
  EXPECT_EQ(d.tell("brake.released")->next.state, "reviewing.asked");
  d.remember("signedOffAt", "2026-09-01T10:00:00.000000Z");
  EXPECT_EQ(d.tell("brake.released")->next.state, "deleting.mail");
  d.hold();
  EXPECT_EQ(d.tell("brake.released")->next.state, "due.heldBack");
}

TEST(Disposition, TheReviewerReadsAndNobodyElse) {
  auto d = reviewing("due.stopped");
  auto asked = d.tell("brake.released")->next;
  auto wanted = decide::desired_condition(asked, d.rules());
  EXPECT_EQ(wanted.sign_in, sign_in::blocked);
  EXPECT_EQ(wanted.delivery, delivery::refused);
  d.known.account = asked;
  d.known.account.pending.clear();
  d.wait_for("signOff");
  attributes no{{"effect", effect_id{{0, 5}}.text()}, {"approved", "false"}};
  auto escalated = d.tell("xstate.done.actor.signOff", no);
  EXPECT_EQ(escalated->next.state, "reviewing.escalated");
  EXPECT_EQ(readers(d, escalated->next), (std::vector<delegate>{{"h.high", "read"}}));
  EXPECT_EQ(escalated->tasks.at(0).assignee, "person:H1");
  auto yes = d.tell("xstate.done.actor.signOff", {{"effect", effect_id{{0, 5}}.text()},
                                                  {"approved", "true"}});
  EXPECT_EQ(yes->next.state, "retained");
  EXPECT_TRUE(readers(d, yes->next).empty());
}

TEST(Disposition, NobodyReviewsTheirOwnMailbox) {
  auto d = reviewing("due.stopped");
  d.known.manager = {.person = {"1001"}, .login = "jane.smith", .address = "j@calgary.ca"};
  auto made = d.tell("brake.released");
  EXPECT_TRUE(readers(d, made->next).empty());
  EXPECT_EQ(made->tasks.at(0).assignee, "helpdesk");
  d.known.manager = {};
  EXPECT_EQ(d.tell("brake.released")->tasks.at(0).assignee, "helpdesk");
  d.known.account.context["secure"] = "true";
  d.known.manager = {.person = {"M1"}, .login = "m.major", .address = "m.major@calgary.ca"};
  EXPECT_TRUE(readers(d, d.tell("brake.released")->next).empty());
}

TEST(Disposition, ARedirectForwardsAndAnswersAndLeavesNoNameInTheLeaf) {
  desk d("wyoming");
  d.known.account.state = "deciding";
  d.known.account.display_name = "Jane Smith";
  d.remember("closedAt", "2026-11-01T09:00:00.000000Z");
  d.wait_for("disposition");
  d.known.named = {.person = {"S1"}, .login = "sam.next", .address = "sam.next@wyo.gov"};
  auto made = d.tell("xstate.done.actor.disposition",
                     {{"effect", effect_id{{0, 5}}.text()},
                      {"decision", "redirect"},
                      {"to", "S1"}});
  EXPECT_EQ(made->next.state, "redirected");
  auto wanted = decide::desired_condition(made->next, d.rules());
  EXPECT_EQ(wanted.forwarding, "sam.next@wyo.gov");
  EXPECT_EQ(wanted.delivery, delivery::accepted);
  EXPECT_EQ(wanted.sign_in, sign_in::blocked);
  EXPECT_NE(wanted.auto_reply->find("sam.next@wyo.gov"), std::string::npos);
  for (const auto& [name, value] : made->entries.at(0).facts) {
    EXPECT_EQ(value.find("sam"), std::string::npos) << name;
    EXPECT_EQ(value.find("Jane"), std::string::npos) << name;
  }
}

TEST(Disposition, FurtherAddressesAreRefusedWithTheReason) {
  struct {
    const char *alias, *code;
  } rows[] = {
      {"", "alias.malformed"},
      {"jane", "alias.malformed"},
      {"@wyo.gov", "alias.malformed"},
      {"Jane@wyo.gov", "alias.malformed"},
      {"ja ne@wyo.gov", "alias.malformed"},
      {".jane@wyo.gov", "alias.malformed"},
      {"ja..ne@wyo.gov", "alias.malformed"},
      {"jane\r\nBcc: x@wyo.gov", "alias.malformed"},
      {"jane@elsewhere.example", "alias.other_domain"},
      {"jane@sub.wyo.gov", "alias.other_domain"},
      {"postmaster@wyo.gov", "alias.reserved"},
      {"taken@wyo.gov", "alias.taken"},
  };
  desk d("wyoming");
  d.known.account.state = "employed.presence.active,employed.employment.staying";
  d.known.holder_of_alias = {{0, 77}};
  for (const auto& row : rows) {
    auto made = d.tell("alias.requested", {{"alias", row.alias}});
    ASSERT_FALSE(made) << row.alias;
    EXPECT_EQ(made.error().code, row.code) << row.alias;
    EXPECT_EQ(made.error().rule, "WYO-III.F");
  }
  EXPECT_NE(d.tell("alias.requested", {{"alias", "taken@wyo.gov"}}).error().message.find(
                account_id{{0, 77}}.text()), std::string::npos);
  d.known.holder_of_alias = {};
  auto given = d.tell("alias.requested", {{"alias", "j.smith@wyo.gov"}});
  EXPECT_EQ(given->next.aliases, std::vector<std::string>{"j.smith@wyo.gov"});
  EXPECT_EQ(given->claims.at(0).address, "j.smith@wyo.gov");
  d.set("aliasOnRequest", "false");
  EXPECT_FALSE(d.tell("alias.requested", {{"alias", "j.smith@wyo.gov"}})->changed);
}

TEST(Disposition, AUnitsScheduleGoesBeforeTheEnterprises) {
  struct {
    std::vector<std::string> units;
    const char* due;
  } rows[] = {
      {{}, "2027-01-31T10:00:00Z"},
      {{"other", "root"}, "2027-01-31T10:00:00Z"},
      {{"exampleAgency", "root"}, "2027-05-01T09:00:00Z"},
      {{"office", "exampleAgency", "root"}, "2027-05-01T09:00:00Z"},
  };
  for (const auto& row : rows) {
    desk d("massachusetts");
    d.known.units = row.units;
    d.remember("closedAt", "2026-11-02T10:00:00Z");
    auto rules = d.rules();
    decide::deliberation made(d.known, d.what, rules);
    EXPECT_EQ(to_text(decide::due_instant(made, "retentionTime")), to_text(at(row.due)));
    EXPECT_TRUE(made.clauses.contains("MAS-5"));
  }
}

}  // namespace
}  // namespace tenure::test
