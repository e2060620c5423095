// Who may sign in, as a real directory answers. What is in tests/integration/sign_in rests on this.
#include "connectors/ldap/sign_in.hpp"
#include "connectors/memory/sign_in.hpp"
#include "tests/integration/ldap/fixture.hpp"
#include "tests/support/eventually.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <utility>

namespace tenure::ldap {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr const char* one_answer = "login or password are not right";

class LdapSignIn : public Ldap {
 protected:
  LdapSignIn() {
    server_.add(ldif(1, "employeeNumber: 100825\n"));
    server_.add(ldif(2));
  }
  void modify(const std::string& dn, const std::string& changes) {
    server_.modify("dn: " + dn + "\nchangetype: modify\n" + changes);
  }
  void modify_person(const std::string& changes) {
    modify("uid=p1," + server_.people(), changes);
  }
  void modify_policy(const std::string& changes) {
    modify("cn=default,ou=policies," + server_.base(), changes);
  }
  std::string group(const std::string& name, const std::string& member) {
    return "dn: cn=" + name + "," + server_.base() + "\nobjectClass: groupOfNames\ncn: " + name +
           "\nmember: " + member + "\n\n";
  }
  std::string dn(const std::string& group) { return "cn=" + group + "," + server_.base(); }
  // From now on nobody but the administrator sees the entry.
  void hide(const std::string& entry) {
    modify(entry, "add: businessCategory\nbusinessCategory: sealed\n");
  }
  // Sign-in is denied, with the one answer that tells nothing.
  void expect_denied(const std::string& login, const std::string& password) {
    const auto said = door_.check(login, password);
    EXPECT_EQ(said.why.kind, outcome_class::denied) << login;
    EXPECT_EQ(said.why.detail, one_answer) << login;
    EXPECT_EQ(said.who.directory_id, "") << login;
  }

  sign_in_check door_{settings()};
};

TEST_F(LdapSignIn, TheRightPasswordSaysWhoItIs) {
  const auto in = door_.check("P1", "pw");
  ASSERT_EQ(in.why.kind, outcome_class::done) << in.why.detail;
  EXPECT_EQ(in.who.login, "p1") << "as the directory writes it, not as it was typed";
  EXPECT_EQ(in.who.directory_id, uuid(1));
  EXPECT_EQ(in.who.account, number(1));
  EXPECT_EQ(in.who.hr_number, "100825");
  EXPECT_EQ(in.who.how, "ldap bind");
  EXPECT_THAT(in.who.groups, IsEmpty());
  EXPECT_EQ(door_.check("p2", "pw").who.hr_number, "");
}

TEST_F(LdapSignIn, EverythingElseGetsOneAnswer) {
  const std::pair<std::string, std::string> wrong[] = {
      {"p1", ""},
      {"p1", "PW"},
      {"p1", "pw "},
      {"p1", std::string("pw\0", 3)},
      {"p1", std::string("\0", 1)},
      {"nobody", "pw"},
      {"nobody", ""},
      {"", "pw"},
      {"", ""},
      {"p*", "pw"},
      {"*", "pw"},
      {"p1)(uid=*", "pw"},
      {"p1)(|(uid=p2)", "pw"},
      {std::string("p1\0", 3), "pw"},
      {"uid=p1,ou=people,dc=example,dc=org", "pw"},
      {"cn=admin,dc=example,dc=org", server_.admin_password()}};
  for (const auto& [login, password] : wrong) expect_denied(login, password);
}

TEST_F(LdapSignIn, ABlockedOrUnclearAccountIsRefusedThoughThePasswordIsRight) {
  for (const char* status : {"disabled", "Disabled", "maybe"}) {
    modify_person("replace: tenureAccountStatus\ntenureAccountStatus: " + std::string(status) +
                  "\n");
    expect_denied("p1", "pw");
    EXPECT_EQ(door_.look(uuid(1)).why.kind, outcome_class::denied) << status;
  }
  modify_person("delete: tenureAccountStatus\n");
  expect_denied("p1", "pw");
  modify_person("replace: tenureAccountStatus\ntenureAccountStatus: active\n");
  EXPECT_EQ(door_.check("p1", "pw").why.kind, outcome_class::done);
}

TEST_F(LdapSignIn, TooManyWrongPasswordsLockTheRightOneOut) {
  for (int i = 0; i < 5; ++i) expect_denied("p1", "wrong");
  expect_denied("p1", "pw");
  // Whoever is signed in is not thrown out by a stranger who types wrong passwords.
  EXPECT_EQ(door_.look(uuid(1)).why.kind, outcome_class::done);
  EXPECT_EQ(door_.check("p2", "pw").why.kind, outcome_class::done);
}

TEST_F(LdapSignIn, AnAdministratorsLockStopsWhoIsSignedInToo) {
  modify_person("add: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n");
  expect_denied("p1", "pw");
  EXPECT_EQ(door_.look(uuid(1)).why.kind, outcome_class::denied);
}

TEST_F(LdapSignIn, APasswordThatMustBeChangedOpensNothing) {
  modify_policy("add: pwdMustChange\npwdMustChange: TRUE\n");
  modify_person("add: pwdReset\npwdReset: TRUE\n");
  const auto in = door_.check("p1", "pw");
  EXPECT_EQ(in.why.kind, outcome_class::denied);
  EXPECT_THAT(in.why.detail, HasSubstr("must be changed"));
  EXPECT_EQ(in.who.directory_id, "");
  expect_denied("p1", "wrong");
}

TEST_F(LdapSignIn, AnExpiredPasswordIsRefusedEvenWithGraceLoginsLeft) {
  modify_policy("add: pwdMaxAge\npwdMaxAge: 1\n-\nadd: pwdGraceAuthNLimit\n"
                "pwdGraceAuthNLimit: 100\n");
  modify_person("replace: userPassword\nuserPassword: pw\n");  // its age is counted from here
  support::eventually([&] { return door_.check("p1", "pw").why.kind == outcome_class::denied; },
                      10s, "the password's expiry");
  EXPECT_THAT(door_.check("p1", "pw").why.detail, HasSubstr("expired"));
  modify_policy("replace: pwdGraceAuthNLimit\npwdGraceAuthNLimit: 0\n");
  expect_denied("p1", "pw");
}

TEST_F(LdapSignIn, GroupsAreThoseThatNameTheEntryAndThoseAroundThem) {
  const auto me = "uid=p1," + server_.people();
  server_.add(group("Help Desk", me) + group("outer", dn("Help Desk")) +
              group("outmost", dn("outer")) + group("others", "uid=p2," + server_.people()));
  EXPECT_THAT(door_.check("p1", "pw").who.groups,
              UnorderedElementsAre(group_key("CN=Help Desk, DC=example, DC=org"),
                                   group_key(dn("outer")), group_key(dn("outmost"))));
  EXPECT_THAT(door_.check("p2", "pw").who.groups, ElementsAre(group_key(dn("others"))));
  modify(dn("outer"), "replace: member\nmember: uid=p2," + server_.people() + "\n");
  EXPECT_THAT(door_.look(uuid(1)).who.groups, ElementsAre(group_key(dn("Help Desk"))))
      << "asked anew each time";
  modify(dn("Help Desk"), "replace: member\nmember: uid=p2," + server_.people() + "\n");
  EXPECT_THAT(door_.look(uuid(1)).who.groups, IsEmpty());
}

TEST_F(LdapSignIn, GroupsMayContainThemselvesAndEachOther) {
  const auto me = "uid=p1," + server_.people();
  server_.add(group("self", me) + group("left", dn("self")) + group("right", dn("left")));
  modify(dn("self"), "add: member\nmember: " + dn("self") + "\nmember: " + dn("right") + "\n");
  EXPECT_THAT(door_.look(uuid(1)).who.groups,
              UnorderedElementsAre(group_key(dn("self")), group_key(dn("left")),
                                   group_key(dn("right"))));
}

TEST_F(LdapSignIn, AGroupThatLiesTooDeepGivesNothing) {
  std::string all = group("g1", "uid=p1," + server_.people());
  for (int i = 2; i <= 18; ++i) {
    all += group("g" + std::to_string(i), dn("g" + std::to_string(i - 1)));
  }
  server_.add(all);
  const auto in = door_.look(uuid(1)).who.groups;
  EXPECT_THAT(in, SizeIs(16));
  EXPECT_THAT(in, Contains(group_key(dn("g16"))));
  EXPECT_THAT(in, Not(Contains(group_key(dn("g17")))));
}

TEST_F(LdapSignIn, TooManyGroupsLetNobodyIn) {
  std::string all;
  for (int i = 0; i <= 1000; ++i) {
    all += group("g" + std::to_string(i), "uid=p1," + server_.people());
  }
  server_.add(all);
  EXPECT_EQ(door_.check("p1", "pw").why.kind, outcome_class::invalid);
  EXPECT_THAT(door_.look(uuid(1)).who.groups, IsEmpty());
  server_.modify("dn: " + dn("g7") + "\nchangetype: delete\n");
  EXPECT_THAT(door_.look(uuid(1)).who.groups, SizeIs(1000));
}

// What cannot be read gives no role, be it the group itself or one on the way to it.
TEST_F(LdapSignIn, AGroupThatCannotBeReadGivesNothing) {
  server_.add(group("middle", "uid=p1," + server_.people()) + group("outer", dn("middle")) +
              group("outmost", dn("outer")));
  EXPECT_THAT(door_.look(uuid(1)).who.groups, SizeIs(3));
  hide(dn("outer"));
  EXPECT_THAT(door_.look(uuid(1)).who.groups, ElementsAre(group_key(dn("middle"))));
  hide(dn("middle"));
  EXPECT_THAT(door_.check("p1", "pw").who.groups, IsEmpty());
  const auto id = uuid(1);
  server_.stop();
  EXPECT_EQ(door_.look(id).why.kind, outcome_class::transient);
  server_.start();
}

TEST_F(LdapSignIn, WhoIsLookedUpIsFoundByTheIdOnly) {
  EXPECT_EQ(door_.look(uuid(1)).who.login, "p1");
  const std::string others[] = {"p1", "*", "", number(1).text(),
                                "00000000-0000-0000-0000-000000000000"};
  for (const auto& id : others) {
    EXPECT_EQ(door_.look(id).why.kind, outcome_class::not_found) << id;
  }
  const auto id = uuid(1);
  server_.modify("dn: uid=p1," + server_.people() + "\nchangetype: delete\n");
  server_.add(ldif(1));  // the same login, but somebody else
  EXPECT_EQ(door_.look(id).why.kind, outcome_class::not_found);
}

TEST_F(LdapSignIn, ADirectoryThatIsAwayLetsNobodyIn) {
  const auto id = uuid(1);
  ASSERT_EQ(door_.check("p1", "pw").why.kind, outcome_class::done);
  server_.stop();
  EXPECT_EQ(door_.check("p1", "pw").why.kind, outcome_class::transient);
  EXPECT_EQ(door_.check("p1", "wrong").why.kind, outcome_class::transient);
  EXPECT_EQ(door_.look(id).why.kind, outcome_class::transient);
  server_.start();
  EXPECT_EQ(door_.check("p1", "pw").why.kind, outcome_class::done);
  EXPECT_EQ(door_.look(id).why.kind, outcome_class::done);
}

// What tests of the service use in its place answers in the same way.
TEST_F(LdapSignIn, TheOneInMemoryAnswersAlike) {
  memory::people_book book;
  book.put(door_.check("p1", "pw").who, "pw");
  authenticator* const both[] = {&door_, &book};
  for (auto* door : both) {
    EXPECT_EQ(door->check("p1", "pw").why.kind, outcome_class::done);
    EXPECT_EQ(door->check("p1", "").why.kind, outcome_class::denied);
    EXPECT_EQ(door->check("p1", "PW").why.detail, one_answer);
    EXPECT_EQ(door->check("p9", "pw").why.detail, one_answer);
    EXPECT_EQ(door->look(uuid(1)).who.hr_number, "100825");
    EXPECT_EQ(door->look("p1").why.kind, outcome_class::not_found);
  }
}

TEST(group_key, says_what_is_the_same_group) {
  const std::pair<const char*, const char*> same[] = {
      {"CN=Help Desk, OU=groups", "cn=help desk,ou=groups"},
      {" cn = a + uid = b , dc=x ", "cn=a+uid=b,dc=x"},
      {"helpdesk", "HelpDesk"}};
  for (const auto& [a, b] : same) EXPECT_EQ(group_key(a), group_key(b)) << a;
  EXPECT_NE(group_key("cn=helpdesk,dc=x"), group_key("cn=help desk,dc=x"));
  EXPECT_NE(group_key("cn=helpdesk,dc=x"), group_key("cn=helpdesk"));
}

}  // namespace
}  // namespace tenure::ldap
