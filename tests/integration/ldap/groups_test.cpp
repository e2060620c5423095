// Who is in a group, as a real directory answers.
#include "connectors/ldap/groups.hpp"
#include "tests/integration/ldap/fixture.hpp"

#include <gmock/gmock.h>

namespace tenure::ldap {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class LdapGroups : public Ldap {
 protected:
  LdapGroups() {
    for (std::uint64_t n = 1; n <= 4; ++n) {
      server_.add(ldif(n, "employeeNumber: 10" + std::to_string(n) + "\n"));
    }
  }
  std::string dn(const std::string& group) { return "cn=" + group + "," + server_.base(); }
  std::string person(int n) { return "uid=p" + std::to_string(n) + "," + server_.people(); }
  void add(const std::string& group, const std::vector<std::string>& members) {
    std::string text = "dn: " + dn(group) + "\nobjectClass: groupOfNames\ncn: " + group + "\n";
    for (const auto& each : members) text += "member: " + each + "\n";
    server_.add(text + "\n");
  }
  std::vector<std::string> read(const std::string& group) {
    auto found = groups_.read(dn(group));
    EXPECT_EQ(found.why.kind, outcome_class::done) << found.why.detail;
    std::vector<std::string> out;
    for (const auto& each : found.people) out.push_back(each.hr_number);
    return out;
  }
  outcome_class why(const std::string& name) { return groups_.read(name).why.kind; }

  groups groups_{settings()};
};

TEST_F(LdapGroups, SayWhoTheirPeopleAre) {
  add("dpo", {person(1)});
  auto found = groups_.read(dn("dpo"));
  ASSERT_EQ(found.why.kind, outcome_class::done) << found.why.detail;
  ASSERT_EQ(found.people.size(), 1u);
  EXPECT_EQ(found.people[0].directory_id, uuid(1));
  EXPECT_EQ(found.people[0].account, number(1));
  EXPECT_EQ(found.people[0].hr_number, "101");
}

TEST_F(LdapGroups, HaveThePeopleOfTheGroupsWithinThemEachOnce) {
  add("inner", {person(1), person(2)});
  add("other", {person(2), person(3)});
  add("outer", {dn("inner"), dn("other"), person(1)});
  EXPECT_THAT(read("outer"), UnorderedElementsAre("101", "102", "103"));
  EXPECT_THAT(read("inner"), UnorderedElementsAre("101", "102"));
}

TEST_F(LdapGroups, MayContainThemselvesOrEachOther) {
  add("self", {dn("self"), person(1)});
  add("left", {dn("right"), person(2)});
  add("right", {dn("left"), person(3)});
  EXPECT_THAT(read("self"), ElementsAre("101"));
  EXPECT_THAT(read("left"), UnorderedElementsAre("102", "103"));
  EXPECT_THAT(read("right"), UnorderedElementsAre("102", "103"));
}

TEST_F(LdapGroups, CountNobodyWhoIsNotThereAndNothingBelowAMember) {
  add("ghosts", {person(9), "uid=x,dc=nowhere", server_.people(), server_.base(), person(4)});
  auto found = groups_.read(dn("ghosts"));
  ASSERT_EQ(found.why.kind, outcome_class::done) << found.why.detail;
  std::vector<std::string> numbers;
  for (const auto& each : found.people) {
    if (!each.hr_number.empty()) numbers.push_back(each.hr_number);
  }
  EXPECT_THAT(numbers, ElementsAre("104"));
  server_.modify("dn: " + person(4) + "\nchangetype: delete\n");
  for (const auto& each : groups_.read(dn("ghosts")).people) EXPECT_EQ(each.hr_number, "");
}

TEST_F(LdapGroups, ThatCannotBeReadWholeAreNotReadAtAll) {
  add("g0", {person(1)});
  for (int i = 1; i <= 17; ++i) {
    add("g" + std::to_string(i), {dn("g" + std::to_string(i - 1)), person(2)});
  }
  EXPECT_THAT(read("g15"), UnorderedElementsAre("101", "102"));
  auto deep = groups_.read(dn("g17"));
  EXPECT_EQ(deep.why.kind, outcome_class::invalid);
  EXPECT_THAT(deep.people, IsEmpty());
  EXPECT_EQ(why(dn("nobody")), outcome_class::not_found);
  EXPECT_EQ(why(person(1)), outcome_class::not_found);
  for (const char* name : {"", "dpo", "cn=", "(cn=dpo)", "cn=dpo,,dc=org"}) {
    EXPECT_EQ(why(name), outcome_class::invalid) << name;
  }
  server_.stop();
  auto away = groups_.read(dn("g0"));
  EXPECT_EQ(away.why.kind, outcome_class::transient);
  EXPECT_THAT(away.people, IsEmpty());
  server_.start();
  EXPECT_THAT(read("g0"), ElementsAre("101")) << "and again when the directory is back";
}

}  // namespace
}  // namespace tenure::ldap
