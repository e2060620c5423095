// Who may do what: the table, and who has which role.
#include "engine/service/roles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tenure::service {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

const role_map given{
    {"dpo", {.groups = {"CN=DPO, OU=groups, DC=x"}, .hr_numbers = {}, .logins = {}}},
    {"operator", {.groups = {}, .hr_numbers = {"100825"}, .logins = {"Olga"}}},
    {"auditor", {.groups = {"cn=audit,ou=groups,dc=x"}, .hr_numbers = {}, .logins = {}}},
    {"helpdesk", {}},
};

policy::pack holds_by(const char* office) {
  policy::pack out;
  out.settings["holdOffice"].common = {office, "H-1"};
  return out;
}

identity someone(std::string login, std::vector<std::string> groups = {}) {
  identity out;
  out.login = std::move(login);
  out.groups = std::move(groups);
  return out;
}

TEST(roles, come_from_groups_numbers_and_logins) {
  EXPECT_THAT(roles_of(given, someone("x", {"cn=dpo,ou=groups,dc=x"}), "1"),
              UnorderedElementsAre("dpo"));
  EXPECT_THAT(roles_of(given, someone("x"), "100825"), UnorderedElementsAre("operator"));
  EXPECT_THAT(roles_of(given, someone("olga"), "1"), UnorderedElementsAre("operator"));
  EXPECT_THAT(roles_of(given, someone("x", {"cn=dpo,ou=groups,dc=x", "cn=audit,ou=groups,dc=x"}),
                       "100825"),
              UnorderedElementsAre("auditor", "dpo", "operator"));
}

TEST(roles, are_nobodys_who_is_not_named) {
  const std::pair<identity, std::string> rows[] = {
      {someone(""), ""},
      {someone("x"), "1"},
      {someone("100825"), "1"},  // a login that looks like somebody's number
      {someone("x"), "1008250"},
      {someone("x"), "10082"},
      {someone("olg"), "1"},
      {someone("o1ga"), "1"},  // nobody becomes somebody by looking like them
      {someone("ol\u0261a"), "1"},
      {someone("x"), "l00825"},
      {someone("x"), "1OO825"},
      {someone("x"), "\uFF11\uFF10\uFF10\uFF18\uFF12\uFF15"},
      {someone("x", {"cn=dpo,ou=groups,dc=y"}), "1"},
      {someone("x", {"cn=dpo,ou=groups,dc=x,dc=y"}), "1"},
      {someone("x", {"cn=dp,ou=groups,dc=x"}), "1"},
      {someone("cn=dpo,ou=groups,dc=x"), "1"}};
  for (const auto& [who, number] : rows) {
    EXPECT_TRUE(roles_of(given, who, number).empty()) << who.login << " " << number;
  }
  EXPECT_TRUE(roles_of({}, someone("olga"), "100825").empty());
  EXPECT_TRUE(roles_of_claimed(given, "cn=dpo,ou=groups,dc=x").empty()) << "a group is no name";
  EXPECT_TRUE(roles_of_claimed(given, "").empty());
  EXPECT_THAT(roles_of_claimed(given, "OLGA"), UnorderedElementsAre("operator"));
}

// The whole table: each act with everybody who may not.
TEST(roles, allow_what_the_table_says_and_nothing_else) {
  auto roles = roles_of_acts();
  roles.insert("mailRoom");  // a pack's own: no act is theirs
  std::size_t allowed = 0, refused = 0;
  for (const auto& act : all_acts()) {
    EXPECT_EQ(act.roles.empty(), act.rule == "holdOffice") << act.name;
    EXPECT_FALSE(act.rule.empty()) << act.name;
    for (auto role : roles) {
      bool may = std::ranges::find(act.roles, role) != act.roles.end();
      (may ? allowed : refused) += 1;
      EXPECT_EQ(role_for(act, {std::string(role)}), may ? role : "") << act.name << " " << role;
    }
    EXPECT_EQ(role_for(act, {}), "") << act.name;
    // Auditors change nothing: what they may is to read, and to take evidence.
    if (!act.name.ends_with(".read")) EXPECT_EQ(role_for(act, {"auditor"}), "") << act.name;
    EXPECT_EQ(role_for(act, {"root"}), "") << act.name;
  }
  EXPECT_GT(refused, allowed);
  auto dpo = holds_by("dpo"), counsel = holds_by("legalCounsel");
  for (const char* name : {"hold.place", "hold.lift"}) {
    EXPECT_EQ(role_for(act_under(dpo, name), {"operator", "helpdesk", "legalCounsel"}), "");
    EXPECT_EQ(role_for(act_under(dpo, name), {"dpo"}), "dpo");
    EXPECT_EQ(role_for(act_under(counsel, name), {"dpo"}), "");
    EXPECT_EQ(role_for(act_under(counsel, name), {"legalCounsel"}), "legalCounsel");
    EXPECT_THROW((void)act_under(policy::pack(), name), std::logic_error);
  }
  EXPECT_THROW((void)act_of("hold.lft"), std::logic_error);
}

TEST(roles, are_those_of_acts_and_the_packs_offices) {
  EXPECT_THAT(roles_of_acts(),
              UnorderedElementsAre("administrator", "approver", "auditor", "dpo", "helpdesk",
                                   "hrOfficer", "operator"));
  policy::pack pack;
  for (auto role : roles_of_acts()) EXPECT_TRUE(is_role(pack, role)) << role;
  EXPECT_FALSE(is_role(pack, "mailRoom"));
  pack.offices["mailRoom"] = "Opens what came to nobody.";
  EXPECT_TRUE(is_role(pack, "mailRoom"));
  for (auto none : {"", "mailroom", "mailRoo", "mailRoomm", "role:mailRoom", "Opens", "DPO"}) {
    EXPECT_FALSE(is_role(pack, none)) << none;
  }
}

TEST(roles, a_refusal_names_the_rule_and_who_could) {
  auto pack = holds_by("dpo");
  auto why = not_allowed(act_under(pack, "hold.lift"), {"helpdesk"}, given);
  EXPECT_EQ(why.code, "role.denied");
  EXPECT_EQ(why.rule, "H-1");
  EXPECT_THAT(why.message, HasSubstr("lift a legal hold"));
  EXPECT_THAT(why.message, HasSubstr("helpdesk"));
  EXPECT_THAT(why.way_out, HasSubstr("dpo (CN=DPO, OU=groups, DC=x)"));
  why = not_allowed(act_of("drift.repair"), {}, given);
  EXPECT_THAT(why.message, HasSubstr("none"));
  EXPECT_THAT(why.way_out, HasSubstr("operator (HR number 100825; Olga) or helpdesk (nobody)"));
}

}  // namespace
}  // namespace tenure::service
