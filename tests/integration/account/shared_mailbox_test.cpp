// A department's mailbox on real servers: it follows the post of the unit's head, and nobody signs
// in as it.
#include "tests/integration/account/council.hpp"
#include "tests/support/shows_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::size_at;
using support::text_at;
using testing::HasSubstr;
using testing::Not;

// Everybody is in the unit S1, which `head` heads.
void apply_staff(council& here, const std::string& head) {
  std::string list =
      "Employee No,First Name,Surname,Person Type,Unit Code,Unit Name,Head Of Unit,"
      "Line Manager\r\n";
  for (const char* who : {"1001,Ada,Holt", "1002,Tom,Baker", "1004,Max,Head"}) {
    list += std::string(who) + ",Employee,S1,Support," + head + ",\r\n";
  }
  here.service.apply("staff", list);
  here.settle();
}

TEST(account, a_departments_mailbox_belongs_to_whoever_heads_the_department_now) {
  support::shows_rule("CAM-17 PAK-6c", "owner and member read, and the right follows the post");
  council here;
  const auto ada = here.join("1001", "Ada", "Holt");
  const auto tom = here.join("1002", "Tom", "Baker");
  const auto max = here.join("1004", "Max", "Head");
  apply_staff(here, "1004");

  here.service.ask({"--as", "1004", "mailbox", "ask", "support", "--unit", "S1"});
  here.settle();
  const auto made = here.service.ask({"mailbox", "show", "support"});
  EXPECT_EQ(text_at(made, "/owner"), "1004") << made;
  EXPECT_EQ(here.attribute("support", "mail"), "support@cambridgeshire.gov.uk");
  EXPECT_EQ(here.attribute("support", "tenureAccountStatus"), "disabled");
  here.set_password("support");
  EXPECT_FALSE(here.may_sign_in("support"));
  EXPECT_EQ(here.deliver("support@cambridgeshire.gov.uk"), "250");
  EXPECT_THAT(here.rights_on_inbox("support"), Not(HasSubstr(tom)));

  // The name is taken for ever, and only the owner lets somebody in.
  const auto again =
      here.service.tenure({"--as", "1004", "mailbox", "ask", "support", "--unit", "S1"});
  EXPECT_NE(again.exit, 0);
  EXPECT_THAT(again.err, HasSubstr("exists or existed"));
  EXPECT_EQ(here.service.tenure({"--as", "1002", "mailbox", "add", "support", "1002"}).exit, 1);
  here.service.ask({"--as", "1004", "mailbox", "add", "support", "1002", "--kind", "read"});
  here.settle();
  EXPECT_THAT(here.rights_on_inbox("support"), HasSubstr(max));
  EXPECT_THAT(here.rights_on_inbox("support"), HasSubstr(tom));

  apply_staff(here, "1001");
  EXPECT_EQ(text_at(here.service.ask({"mailbox", "show", "support"}), "/owner"), "1001");
  EXPECT_THAT(here.rights_on_inbox("support"), HasSubstr(ada));
  EXPECT_THAT(here.rights_on_inbox("support"), HasSubstr(tom));
  EXPECT_THAT(here.rights_on_inbox("support"), Not(HasSubstr(max)));
  EXPECT_EQ(here.service.tenure({"--as", "1004", "mailbox", "remove", "support", "1002"}).exit, 1);

  // The next head leaves and nobody follows: the helpdesk has it, and it is nobody else's.
  here.leave("1001", -1);
  EXPECT_EQ(text_at(here.service.ask({"mailbox", "show", "support"}), "/owner"), "");
  EXPECT_TRUE(here.has_task("support", "findOwner"));
  EXPECT_THAT(here.rights_on_inbox("support"), Not(HasSubstr(ada)));
  EXPECT_THAT(here.rights_on_inbox("support"), HasSubstr(tom));
  EXPECT_EQ(size_at(here.service.ask({"mailbox", "list"}), "/mailboxes"), 1u);
  EXPECT_THAT(here.events("support"),
              testing::IsSupersetOf({"mailbox.requested", "post.changed", "holder.left"}));
  EXPECT_GT(here.verify_trail(), 20u);
}

}  // namespace
}  // namespace tenure::test
