// Whether the directory knows the attributes that are configured: asked of a real slapd, and of
// definitions as servers write them.
#include "connectors/ldap/schema.hpp"
#include "tests/integration/ldap/fixture.hpp"

#include <gmock/gmock.h>

namespace tenure::ldap {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(Ldap, TheSandboxKnowsEveryAttributeOfTheDefaults) {
  directory at(settings());
  const outcome how = at.schema();
  EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
  EXPECT_EQ(value_of(how.facts, "unknown"), "");
}

TEST_F(Ldap, AnAttributeThatTheDirectoryDoesNotKnowIsNamed) {
  config wrong = settings();
  wrong.attributes.send_on_behalf = "publicDelegates";
  wrong.attributes.quota = "tenureQouta";
  directory at(wrong);
  const outcome how = at.schema();
  EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
  EXPECT_EQ(value_of(how.facts, "unknown"), "tenureQouta publicDelegates");
  server_.add(ldif(1));
  change what{ref(1), {}};
  what.desired.send_on_behalf = {"p2"};
  EXPECT_EQ(apply_one(at, what).kind, outcome_class::invalid) << "and no write of it succeeds";
}

TEST_F(Ldap, ADirectoryThatIsAwayHasNoSchema) {
  config away = settings();
  server_.stop();
  directory at(away);
  EXPECT_EQ(at.schema().kind, outcome_class::transient);
}

TEST(LdapSchema, ReadsNamesAsServersWriteThem) {
  attribute_names names;
  names.aliases = names.display_name = names.quota = names.message_size = "";
  names.address_list.attribute = names.delivery.attribute = "";
  const std::vector<std::string> most{
      "( 1.1 NAME 'tenureLifecycleId' EQUALITY caseExactMatch )",
      "( 0.9.2342.19200300.100.1.1 NAME ( 'uid' 'userid' ) DESC 'a (b' SUP name )",
      "( 0.9.2342.19200300.100.1.3 NAME ( 'rfc822Mailbox' 'MAIL' ) )",
      "( 1.2 NAME 'TENUREaccountstatus' )"};
  EXPECT_THAT(unknown_to(most, names), ElementsAre("tenureSendOnBehalf"));
  auto all = most;
  for (const char* of_no_use :
       {"", "(", "NAME 'tenureSendOnBehalf'", "( 1.3 DESC 'tenureSendOnBehalf' )",
        "( 1.3 NAME tenureSendOnBehalf )x", "( 1.3 NAME 'tenureSendOnBehalfOf' )"}) {
    all.push_back(of_no_use);
    EXPECT_THAT(unknown_to(all, names), ElementsAre("tenureSendOnBehalf")) << of_no_use;
  }
  all.push_back("( 1.3 NAME 'tenureSendOnBehalf' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15{256} )");
  EXPECT_THAT(unknown_to(all, names), IsEmpty());
  names.send_on_behalf = "";
  EXPECT_THAT(unknown_to(most, names), IsEmpty());
}

}  // namespace
}  // namespace tenure::ldap
