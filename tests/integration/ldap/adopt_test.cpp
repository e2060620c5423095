// Entries that were there before Tenure: whose they are says the HR number, and nothing else.
#include "tests/integration/ldap/fixture.hpp"

#include <map>

namespace tenure::ldap {
namespace {

using support::person_ldif;

// A joiner whom the engine would call "new.name".
new_mailbox joiner(std::uint64_t n, const std::string& hr) {
  new_mailbox out;
  out.account.id = number(n);
  out.account.person = {hr};
  out.account.login = "new.name" + std::to_string(n);
  out.account.address = out.account.login + "@example.org";
  out.account.display_name = "New Name";
  out.given_name = "New";
  out.surname = "Name";
  out.desired = {.sign_in = sign_in::allowed, .address_list = address_list::shown,
                 .delivery = delivery::accepted, .quota_bytes = 1'000'000};
  out.desired.address = out.account.address;
  out.desired.aliases.emplace();
  out.desired.display_name = out.account.display_name;
  return out;
}

class LdapAdopts : public Ldap {
 protected:
  static config with_number(config from) {
    from.attributes.hr_id = "employeeNumber";
    return from;
  }
  std::string everything() { return server_.search("(objectClass=*)", {"*", "entryUUID"}); }
  // Refused, and not one byte of the directory differs.
  void expect_conflict(const new_mailbox& what, const std::string& because) {
    const std::string before = everything();
    const outcome got = create_one(system_, what);
    EXPECT_EQ(got.kind, outcome_class::conflict) << because << ": " << to_text(got.kind);
    EXPECT_NE(got.detail.find(because), std::string::npos) << got.detail;
    EXPECT_EQ(everything(), before) << because;
  }
  directory system_{with_number(settings())};
};

// What the directory of an organisation looks like that has had it for years: no class and no
// attribute of ours, the entry somewhere else, its RDN no login.
const std::string years_old =
    "dn: ou=old,ou=people,dc=example,dc=org\nobjectClass: organizationalUnit\nou: old\n\n"
    "dn: cn=Jane Smith,ou=old,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\n"
    "uid: JSmith7\ncn: Jane Smith\nsn: Smith\nmail: J.Smith@example.org\ndisplayName: Smith, Jane\n"
    "employeeNumber: 1001\nuserPassword: pw\ntitle: Adviser\ntelephoneNumber: +44 1\n\n";

TEST_F(LdapAdopts, TheEntryThatBearsTheHrNumber) {
  server_.add(years_old);
  const auto uuid = values("(uid=JSmith7)", "entryUUID").at(0);
  const outcome got = create_one(system_, joiner(1, "1001"));
  ASSERT_EQ(got.kind, outcome_class::done) << got.detail;
  EXPECT_EQ(got.facts, (attributes{{"directoryId", uuid}, {"adopted", "true"},
                                   {"login", "JSmith7"}}));
  EXPECT_EQ(got.observed.address, "J.Smith@example.org");
  EXPECT_EQ(got.observed.display_name, "Smith, Jane");
  EXPECT_EQ(got.observed.sign_in, sign_in::allowed);
  EXPECT_EQ(got.observed.quota_bytes, 1'000'000);
  const std::string kept = server_.search("(uid=JSmith7)", {"*"});
  for (const auto* line : {"dn: cn=Jane Smith,ou=old,ou=people,dc=example,dc=org\n",
                           "uid: JSmith7\n",
                           "title: Adviser\n", "telephoneNumber: +44 1\n", "sn: Smith\n",
                           "objectClass: inetOrgPerson\n", "objectClass: tenureAccount\n"}) {
    EXPECT_NE(kept.find(line), std::string::npos) << line << kept;
  }
  EXPECT_EQ(kept.find("tenureHidden"), std::string::npos) << "says what nobody asked";
  EXPECT_EQ(values("(tenureLifecycleId=" + number(1).text() + ")", "entryUUID"),
            std::vector{uuid});
  EXPECT_EQ(values("(uid=new.name1)", "uid").size(), 0u);
  // An attempt whose answer was lost is repeated: the same answer, and nothing is written.
  const std::string before = server_.search("(uid=JSmith7)", {"*", "modifyTimestamp", "entryCSN"});
  const outcome again = create_one(system_, joiner(1, "1001"));
  EXPECT_EQ(again.kind, outcome_class::done) << again.detail;
  EXPECT_EQ(again.facts, got.facts);
  EXPECT_EQ(again.observed, got.observed);
  EXPECT_EQ(server_.search("(uid=JSmith7)", {"*", "modifyTimestamp", "entryCSN"}), before);
}

TEST_F(LdapAdopts, ItsAliasesAndNothingOfTheJoinersNames) {
  server_.add(person_ldif("js", "Jane", "Smith",
                          "employeeNumber: 1001\ntenureAlias: a@example.org\n"
                          "tenureAlias: b@example.org\n"));
  const outcome got = create_one(system_, joiner(1, "1001"));
  ASSERT_EQ(got.kind, outcome_class::done) << got.detail;
  EXPECT_EQ(got.observed.aliases, (std::vector<std::string>{"a@example.org", "b@example.org"}));
  EXPECT_EQ(got.observed.address, "js@example.org");
  EXPECT_EQ(got.observed.display_name, "New Name") << "it had none";
}

TEST_F(LdapAdopts, AnEntryWithoutAddressGetsTheOneProposed) {
  server_.add(
      "dn: uid=js,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: js\ncn: J\nsn: S\n"
      "employeeNumber: 1001\n\n");
  const outcome got = create_one(system_, joiner(1, "1001"));
  ASSERT_EQ(got.kind, outcome_class::done) << got.detail;
  EXPECT_EQ(got.observed.address, "new.name1@example.org");
  EXPECT_EQ(value_of(got.facts, "login"), "js");
  server_.add(
      "dn: uid=k,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: k\ncn: K\nsn: S\n"
      "employeeNumber: 1002\n\n");
  new_mailbox second = joiner(2, "1002");
  second.account.address = second.desired.address.emplace("new.name1@example.org");
  expect_conflict(second, "the address belongs to another entry");
}

// The name says nothing: same name, same login even, but no number or another one.
TEST_F(LdapAdopts, NobodyByName) {
  server_.add(person_ldif("new.name1", "New", "Name") +
              person_ldif("other", "New", "Name", "employeeNumber: 10011\n"));
  expect_conflict(joiner(1, "1001"), "the login belongs to another entry");
  const outcome made = create_one(system_, joiner(2, "1001"));
  EXPECT_EQ(made.kind, outcome_class::done) << made.detail;
  EXPECT_EQ(value_of(made.facts, "adopted"), "");
  EXPECT_EQ(values("(uid=new.name2)", "employeeNumber"), std::vector<std::string>{"1001"});
  EXPECT_EQ(value_of(create_one(system_, joiner(2, "1001")).facts, "adopted"), "") << "ours";
}

TEST_F(LdapAdopts, NothingThatSomebodyMustLookAtFirst) {
  struct {
    std::string because;
    std::string more;  // of the one entry with the number
  } const rows[] = {
      {"another account's id", "tenureLifecycleId: " + number(77).text() + "\n"},
      {"closed, hidden", "tenureAccountStatus: disabled\n"},
      {"closed, hidden", "tenureHidden: TRUE\n"},
      {"closed, hidden", "tenureDelivery: refused\n"},
      {"uid: several", "uid: second\n"},
      {"mail: several", "mail: x@example.org\nmail: y@example.org\n"},
      {"mail: no value, or one that is not plain", "mail: two words@example.org\n"},
      {"tenureAlias: one is not plain", "mail: z@example.org\ntenureAlias: a b@example.org\n"},
  };
  std::uint64_t n = 100;
  for (const auto& row : rows) {
    const auto hr = std::to_string(++n);
    server_.add("dn: uid=p" + hr + ",ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\n" +
                "objectClass: tenureAccount\nuid: p" + hr + "\ncn: P\nsn: P\nemployeeNumber: " +
                hr + "\n" + row.more + "\n");
    expect_conflict(joiner(n, hr), row.because);
  }
  server_.add(person_ldif("one", "O", "N", "employeeNumber: 2001\n") +
              person_ldif("two", "T", "W", "employeeNumber: 2001\n") +
              person_ldif("small", "S", "M", "employeeNumber: ab-1\n"));
  expect_conflict(joiner(2001, "2001"), "several entries");
  expect_conflict(joiner(2002, "AB-1"), "written otherwise");
  server_.add(
      "dn: uid=robot,ou=people,dc=example,dc=org\nobjectClass: account\n"
      "objectClass: extensibleObject\nuid: robot\nemployeeNumber: 2003\n\n");
  expect_conflict(joiner(2003, "2003"), "no person's");
}

// A mover: the old agency keeps the mailbox, which is closed, and the person gets another.
TEST_F(LdapAdopts, NotTheClosedMailboxOfAnEarlierAccount) {
  server_.add("dn: uid=js,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\n"
              "objectClass: tenureAccount\nuid: js\ncn: J\nsn: S\nemployeeNumber: 1001\n"
              "tenureAccountStatus: disabled\ntenureLifecycleId: " + number(77).text() + "\n\n");
  const auto kept = server_.search("(uid=js)", {"*", "entryCSN"});
  const outcome made = create_one(system_, joiner(1, "1001"));
  ASSERT_EQ(made.kind, outcome_class::done) << made.detail;
  EXPECT_EQ(value_of(made.facts, "adopted"), "");
  EXPECT_EQ(values("(uid=new.name1)", "employeeNumber"), std::vector<std::string>{"1001"});
  EXPECT_EQ(server_.search("(uid=js)", {"*", "entryCSN"}), kept);
  expect_conflict(joiner(2, "1001"), "another account's id");  // the second one is in use

  // Beside it one that is nobody's account yet: that one is theirs.
  server_.add("dn: uid=old,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\n"
              "objectClass: tenureAccount\nuid: old\ncn: O\nsn: S\nemployeeNumber: 1002\n"
              "tenureAccountStatus: disabled\ntenureLifecycleId: " + number(78).text() + "\n\n" +
              person_ldif("js2", "Jane", "Smith", "employeeNumber: 1002\n"));
  EXPECT_EQ(value_of(create_one(system_, joiner(3, "1002")).facts, "login"), "js2");
}

TEST_F(LdapAdopts, AHostileNumberFindsNobody) {
  server_.add(person_ldif("js", "Jane", "Smith", "employeeNumber: 1001\n"));
  std::uint64_t n = 0;
  for (const auto* value : {"*", "1*", "1001)(uid=*", "*)(objectClass=*", "\\2a", "(1001)"}) {
    const outcome got = create_one(system_, joiner(++n, value));
    EXPECT_EQ(value_of(got.facts, "adopted"), "") << value;
    EXPECT_EQ(got.kind, outcome_class::done) << value << got.detail;  // an entry of its own
  }
  EXPECT_EQ(create_one(system_, joiner(90, std::string("1001\0", 5))).kind,
            outcome_class::invalid);
  EXPECT_TRUE(values("(uid=js)", "tenureLifecycleId").empty());
}

TEST_F(LdapAdopts, NobodyWhenNoAttributeIsConfigured) {
  server_.add(person_ldif("js", "Jane", "Smith", "employeeNumber: 1001\n"));
  directory without(settings());
  EXPECT_EQ(create_one(without, joiner(1, "1001")).kind, outcome_class::done);
  EXPECT_TRUE(values("(uid=js)", "tenureLifecycleId").empty());
  EXPECT_TRUE(values("(uid=new.name1)", "employeeNumber").empty());
}

// Two accounts of one person at once: one gets the entry, the other is told; never both.
TEST_F(LdapAdopts, OneOfTwoThatWantTheSame) {
  server_.add(person_ldif("js", "Jane", "Smith", "employeeNumber: 1001\n"));
  const new_mailbox both[] = {joiner(1, "1001"), joiner(2, "1001")};
  std::map<outcome_class, int> seen;
  system_.create(both, [&](std::size_t, const outcome& how) { ++seen[how.kind]; });
  EXPECT_EQ(seen[outcome_class::done], 1);
  EXPECT_EQ(seen[outcome_class::conflict], 1);
  EXPECT_EQ(values("(uid=js)", "tenureLifecycleId").size(), 1u);
}

// A whole organisation, with the server killed in the middle: each entry is adopted by its own
// person, none is made, and asked again all are found.
TEST_F(LdapAdopts, ThousandsThroughALostConnection) {
  constexpr std::uint64_t people = 2000;
  std::string all;
  std::vector<new_mailbox> wanted;
  for (std::uint64_t n = 1; n <= people; ++n) {
    const auto hr = std::to_string(5000 + n);
    all += person_ldif("p" + std::to_string(n), "P", "Q", "employeeNumber: " + hr + "\n");
    wanted.push_back(joiner(n, hr));
  }
  server_.load(all);
  std::size_t seen = 0;
  system_.create(wanted, [&](std::size_t, const outcome&) {
    if (++seen == people / 2) server_.kill9();
  });
  EXPECT_EQ(seen, people);
  server_.start();
  std::size_t right = 0;
  system_.create(wanted, [&](std::size_t i, const outcome& how) {
    EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
    right += value_of(how.facts, "login") == "p" + std::to_string(i + 1) ? 1 : 0;
  });
  EXPECT_EQ(right, people);
  EXPECT_EQ(values("(tenureLifecycleId=*)", "uid").size(), people);
}

}  // namespace
}  // namespace tenure::ldap
