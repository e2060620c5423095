// Who is meant: values that try to be more than values, entries that moved, ids that are not
// unique.
#include "tests/integration/ldap/fixture.hpp"


#include <algorithm>
#include <thread>

namespace tenure::ldap {
namespace {

using namespace std::string_literals;

class LdapIdentity : public Ldap {
 protected:
  void SetUp() override {
    server_.add(ldif(1) + ldif(2));
    before_ = server_.search("(objectClass=inetOrgPerson)", {"*", "entryUUID"});
  }
  std::string everything() {
    return server_.search("(objectClass=inetOrgPerson)", {"*", "entryUUID"});
  }
  std::string before_;
  directory system_{settings()};
};

// Each row stands where a login, an address and a directory id are expected; none may find, change
// or remove anybody, and none may make an entry elsewhere than below ou=people.
const std::string hostile[] = {"*",
                               "p*",
                               "*1",
                               ")(uid=*",
                               "p1)(objectClass=*",
                               "p1)(|(uid=p2",
                               "(uid=p1)",
                               "*)(uid=*))(|(uid=*",
                               "|(uid=p1)",
                               "!(uid=p1)",
                               "\\2a",
                               "\\2A)",
                               "p1\\",
                               "\\00",
                               "p1\0"s,
                               "\0"s,
                               "p1\0)(uid=*"s,
                               "",
                               " ",
                               "#p1",
                               " p1",
                               "p1 ",
                               "p1,ou=people",
                               "p1+cn=x",
                               "uid=p1",
                               "p1,dc=example,dc=org",
                               "\"p1\"",
                               "<p1>",
                               "p1;p2",
                               "p1\nuid: p2",
                               "\xff\xfe",
                               "p1\xc0\x80"};

TEST_F(LdapIdentity, AHostileValueFindsNobody) {
  static_assert(std::size(hostile) >= 20);
  for (const auto& value : hostile) {
    mailbox_ref by;
    by.directory_id = value;  // not a UUID, so never searched for
    if (value.empty()) by.login = by.address = "p1";
    EXPECT_EQ(observe_one(system_, by).kind, outcome_class::invalid) << value;
    EXPECT_EQ(apply_one(system_, block(by)).kind, outcome_class::invalid) << value;
    EXPECT_EQ(remove_one(system_, by).kind, outcome_class::invalid) << value;
    mailbox_ref gone = ref(77);
    gone.login = value;
    const outcome removed = remove_one(system_, gone);
    // slapd ignores blanks around a uid, as its matching rule says: "p1 " is p1's, so it stops.
    const bool is_p1 = value == " p1" || value == "p1 ";
    EXPECT_EQ(removed.kind, is_p1 ? outcome_class::conflict : outcome_class::done) << value;
  }
  EXPECT_EQ(everything(), before_);
}

TEST_F(LdapIdentity, AHostileAddressTakesNothing) {
  for (const auto& value : hostile) {
    const outcome got = apply_one(system_, {ref(1), {.aliases = {{value}}}});
    const bool harmless = got.kind == outcome_class::done || got.kind == outcome_class::invalid ||
                          got.kind == outcome_class::conflict;
    EXPECT_TRUE(harmless) << value << ": " << got.detail;
    if (value.empty() || value.find('\0') != std::string::npos) {
      EXPECT_EQ(got.kind, outcome_class::invalid) << value;
    }
    const auto aliases = values("(uid=p1)", "tenureAlias");
    EXPECT_LE(aliases.size(), 1u);
    apply_one(system_, {ref(1), {.aliases = std::vector<std::string>{}}});
  }
  EXPECT_EQ(everything(), before_);
}

TEST_F(LdapIdentity, AHostileLoginMakesItsOwnEntryOrNone) {
  std::uint64_t n = 100;
  for (const auto& value : hostile) {
    new_mailbox what;
    what.account.id = number(++n);
    what.account.login = value;
    what.account.address = "new" + std::to_string(n) + "@example.org";
    const outcome got = create_one(system_, what);
    const auto found = values("(tenureLifecycleId=" + number(n).text() + ")", "entryUUID");
    EXPECT_EQ(found.size(), got.kind == outcome_class::done ? 1u : 0u) << value << got.detail;
    if (value.empty() || value.find('\0') != std::string::npos) {
      EXPECT_EQ(got.kind, outcome_class::invalid) << value;
    }
    mailbox_ref made = ref_of(what.account);
    made.login.clear();
    if (!found.empty()) EXPECT_EQ(remove_one(system_, made).kind, outcome_class::done) << value;
  }
  EXPECT_EQ(everything(), before_);
}

TEST_F(LdapIdentity, ARenameBetweenApprovalAndExecutionIsFollowed) {
  mailbox_ref one = ref(1);
  one.directory_id = uuid(1);
  ASSERT_EQ(observe_one(system_, one).kind, outcome_class::done);  // its DN is remembered now
  server_.modify(
      "dn: uid=p1,ou=people,dc=example,dc=org\nchangetype: modrdn\nnewrdn: uid=moved\n"
      "deleteoldrdn: 1\n\n");
  EXPECT_EQ(apply_one(system_, block(one)).kind, outcome_class::done);
  EXPECT_EQ(values("(uid=moved)", "tenureAccountStatus").at(0), "disabled");
}

TEST_F(LdapIdentity, ADnThatIsSomebodyElsesNowIsNotTouched) {
  mailbox_ref one = ref(1);
  one.directory_id = uuid(1);
  ASSERT_EQ(observe_one(system_, one).kind, outcome_class::done);
  server_.modify(
      "dn: uid=p1,ou=people,dc=example,dc=org\nchangetype: modrdn\nnewrdn: uid=moved\n"
      "deleteoldrdn: 1\n\ndn: uid=p2,ou=people,dc=example,dc=org\nchangetype: modrdn\n"
      "newrdn: uid=p1\ndeleteoldrdn: 1\n\n");
  // Without addresses the remembered DN is written to and asserted; with, it is looked up first.
  const mailbox_condition wanted[] = {{.sign_in = sign_in::blocked},
                                      {.address = "leaver@example.org"}};
  for (const auto& each : wanted) {
    EXPECT_EQ(apply_one(system_, {one, each}).kind, outcome_class::done);
  }
  EXPECT_EQ(values("(uid=moved)", "tenureAccountStatus").at(0), "disabled");
  EXPECT_EQ(values("(uid=moved)", "mail").at(0), "leaver@example.org");
  EXPECT_EQ(values("(uid=p1)", "tenureAccountStatus").at(0), "active");
  EXPECT_EQ(values("(uid=p1)", "mail").at(0), "p2@example.org");
}

TEST_F(LdapIdentity, AnEntryMadeAnewUnderTheSameNameIsNotTouched) {
  mailbox_ref one = ref(1);
  one.directory_id = uuid(1);
  ASSERT_EQ(observe_one(system_, one).kind, outcome_class::done);
  server_.modify("dn: uid=p1,ou=people,dc=example,dc=org\nchangetype: delete\n\n");
  server_.add(support::person_ldif("p1"));
  EXPECT_EQ(apply_one(system_, block(one)).kind, outcome_class::not_found);
  EXPECT_EQ(remove_one(system_, one).kind, outcome_class::conflict) << "its login is somebody's";
  EXPECT_EQ(values("(uid=p1)", "tenureAccountStatus").at(0), "active");
}

TEST_F(LdapIdentity, TwoEntriesWithOneLifecycleIdStop) {
  server_.add(
      support::person_ldif("twin", "T", "W", "tenureLifecycleId: " + number(1).text() + "\n"));
  EXPECT_EQ(observe_one(system_, ref(1)).kind, outcome_class::conflict);
  EXPECT_EQ(apply_one(system_, block(ref(1))).kind, outcome_class::conflict);
  EXPECT_EQ(remove_one(system_, ref(1)).kind, outcome_class::conflict);
  mailbox_ref known = ref(1);
  known.directory_id = values("(uid=p1)", "entryUUID").at(0);
  EXPECT_EQ(remove_one(system_, known).kind, outcome_class::conflict) << "even when one is known";
  EXPECT_EQ(values("(uid=p1)", "tenureAccountStatus").at(0), "active");
  EXPECT_EQ(values("(uid=twin)", "tenureAccountStatus").at(0), "active");
}

TEST_F(LdapIdentity, AnEntryOfAnotherAccountIsNotTouched) {
  mailbox_ref mixed = ref(1);
  mixed.directory_id = uuid(2);
  EXPECT_EQ(observe_one(system_, mixed).kind, outcome_class::conflict);
  EXPECT_EQ(apply_one(system_, block(mixed)).kind, outcome_class::conflict);
  mailbox_ref two = ref(2);
  two.directory_id = mixed.directory_id;
  ASSERT_EQ(observe_one(system_, two).kind, outcome_class::done);  // its DN is remembered now
  EXPECT_EQ(apply_one(system_, block(mixed)).kind, outcome_class::conflict);
  EXPECT_EQ(everything(), before_);
}

TEST_F(LdapIdentity, ConflictsNameTheAttribute) {
  const outcome got = apply_one(system_, {ref(1), {.address = "p2@example.org"}});
  EXPECT_EQ(got.kind, outcome_class::conflict);
  EXPECT_EQ(got.detail, "mail: the address belongs to another entry");
  EXPECT_EQ(got.detail.find("p2"), std::string::npos) << "no personal data";
}

// A leaver whose address somebody else claims too (an alias slapo-unique does not see) is closed
// all the same: what stays is neither searched for nor written. What changes is.
TEST_F(LdapIdentity, AnAddressThatStaysIsNotContested) {
  server_.modify(
      "dn: uid=p2,ou=people,dc=example,dc=org\nchangetype: modify\nadd: tenureAlias\n"
      "tenureAlias: p1@example.org\n\n");
  change leaves = block(ref(1));
  leaves.desired.address = "p1@example.org";
  leaves.desired.aliases = std::vector<std::string>{};
  const outcome closed = apply_one(system_, leaves);
  EXPECT_EQ(closed.kind, outcome_class::done) << closed.detail;
  EXPECT_EQ(closed.observed.address, "p1@example.org");
  EXPECT_EQ(values("(uid=p1)", "tenureAccountStatus").at(0), "disabled");
  leaves.desired.aliases = std::vector<std::string>{"p2@example.org"};
  EXPECT_EQ(apply_one(system_, leaves).kind, outcome_class::conflict);
}

// Two calls run side by side, a third waits for one of them; nobody gets another's answer.
TEST_F(LdapIdentity, CallsFromSeveralThreadsKeepTheirOwnAnswers) {
  constexpr std::uint64_t callers = 4, each = 40;
  std::string people;
  for (std::uint64_t n = 0; n < callers * each; ++n) people += ldif(100 + n);
  server_.add(people);
  std::vector<std::size_t> right(callers);
  std::vector<std::thread> threads;
  for (std::uint64_t c = 0; c < callers; ++c) {
    threads.emplace_back([&, c] {
      std::vector<change> changes;
      for (std::uint64_t n = 0; n < each; ++n) changes.push_back(block(ref(100 + c * each + n)));
      system_.apply(changes, [&](std::size_t i, const outcome& how) {
        bool mine = how.observed.address == "p" + std::to_string(100 + c * each + i) +
                                                "@example.org";
        right[c] += how.kind == outcome_class::done && mine ? 1 : 0;
      });
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, std::vector<std::size_t>(callers, each));
  EXPECT_EQ(values("(tenureAccountStatus=disabled)", "uid").size(), callers * each);
}

}  // namespace
}  // namespace tenure::ldap
