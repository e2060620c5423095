// The day an organisation introduces Tenure: its people have had mailboxes for years.
#include "tests/integration/account/council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::text_at;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* staff_header =
    "Employee No,First Name,Surname,Person Type,Unit Code,Line Manager\r\n";

// An entry without anything of Tenure's, below another branch than new ones, with a password.
std::string entry_of(const std::string& hr_id, const std::string& uid, const std::string& mail,
                     const std::string& more = "") {
  return "dn: cn=" + uid + " " + hr_id + ",ou=people,dc=example,dc=org\n" +
         "objectClass: inetOrgPerson\nobjectClass: tenureAccount\nuid: " + uid + "\ncn: " + uid +
         " " + hr_id + "\nsn: Smith\ndisplayName: Smith, J\nmail: " + mail +
         "\nuserPassword: pw\nemployeeNumber: " + hr_id + "\ntenureAccountStatus: active\n" +
         more + "\n";
}

// Two people of one name, called the other way round than Tenure would; one has left traces of
// another system; mail is in their mailboxes.
TEST(account, who_had_a_mailbox_before_keeps_it_and_everything_in_it) {
  council here;
  const std::string domain = "@cambridgeshire.gov.uk";
  here.directory.add(entry_of("1001", "jane.smith2", "Jane.Smith2" + domain) +
                     entry_of("1002", "jane.smith", "jane.smith" + domain,
                              "tenureAlias: press" + domain + "\ntitle: Editor\n"));
  here.mail.seed("jane.smith2", {"Subject: old\r\n\r\nkept\r\n"});
  const auto before = here.attribute("jane.smith", "entryUUID");
  here.service.apply("staff", staff_header +
                                  std::string("1001,Jane,Smith,Employee,FIN,\r\n"
                                              "1002,Jane,Smith,Employee,FIN,1001\r\n"
                                              "1003,Jane,Smith,Employee,FIN,1001\r\n"));
  here.settle();
  EXPECT_EQ(text_at(here.show("1001"), "/address"), "jane.smith2" + domain);
  EXPECT_EQ(text_at(here.show("1002"), "/login"), "jane.smith");
  EXPECT_EQ(text_at(here.show("1002"), "/context/adopted"), "true");
  EXPECT_EQ(here.attribute("jane.smith", "entryUUID"), before);
  EXPECT_EQ(here.attribute("jane.smith", "tenureLifecycleId"), text_at(here.show("1002"), "/id"));
  EXPECT_EQ(here.attribute("jane.smith", "displayName"), "Smith, J");
  EXPECT_EQ(here.attribute("jane.smith", "title"), "Editor");
  // Asked by name, each is the one whose name it is; the third got one that was free.
  EXPECT_EQ(text_at(here.show("jane.smith" + domain), "/person"), "1002");
  EXPECT_EQ(text_at(here.show("press" + domain), "/person"), "1002");
  EXPECT_EQ(text_at(here.show("jane.smith2"), "/person"), "1001");
  EXPECT_EQ(text_at(here.show("1003"), "/login"), "jane.smith3");
  EXPECT_EQ(here.attribute("jane.smith3", "employeeNumber"), "1003");
  EXPECT_TRUE(here.may_sign_in("jane.smith2"));
  EXPECT_EQ(here.deliver("press" + domain), "250");
  // Nobody is told that an account was made which was there for years.
  EXPECT_THAT(here.notices("jane.smith2" + domain), testing::SizeIs(1));  // of the third
  EXPECT_EQ(here.state("1001"), "employed.presence.active,employed.employment.staying");

  here.leave("1001", -1);
  EXPECT_EQ(here.state("1001"), "retained");
  EXPECT_TRUE(here.closed_in_directory("jane.smith2"));
  EXPECT_TRUE(here.open_in_directory("jane.smith"));
  EXPECT_EQ(text_at(here.show("1001"), "/context/archiveMessages"), "1");
  here.advance("P31D");
  EXPECT_EQ(here.state("1001"), "deleted");
  EXPECT_FALSE(here.has_entry("jane.smith2"));
  EXPECT_TRUE(here.has_entry("jane.smith"));
  EXPECT_GT(here.verify_trail(), 12u);
}

// What somebody closed stays closed, two with one number stay apart: tasks, and tried again.
TEST(account, an_entry_that_must_be_looked_at_first_is_a_task) {
  council here;
  const std::string domain = "@cambridgeshire.gov.uk";
  here.directory.add(entry_of("1001", "ann.lee", "ann.lee" + domain, "tenureHidden: TRUE\n") +
                     entry_of("1002", "bob.ray", "bob.ray" + domain) +
                     entry_of("1002", "adm-bob", "adm-bob" + domain));
  here.service.apply("staff", staff_header + std::string("1001,Ann,Lee,Employee,FIN,\r\n"
                                                         "1002,Bob,Ray,Employee,FIN,\r\n"));
  here.settle();
  EXPECT_EQ(here.state("1001"), "provisioningFailed");
  EXPECT_EQ(here.state("1002"), "provisioningFailed");
  EXPECT_EQ(here.attribute("ann.lee", "tenureHidden"), "TRUE");
  EXPECT_EQ(here.attribute("ann.lee", "tenureLifecycleId"), "");
  EXPECT_EQ(here.attribute("adm-bob", "tenureLifecycleId"), "");
  here.directory.modify("dn: cn=ann.lee 1001,ou=people,dc=example,dc=org\nchangetype: modify\n"
                        "delete: tenureHidden\n\n"
                        "dn: cn=adm-bob 1002,ou=people,dc=example,dc=org\nchangetype: modify\n"
                        "delete: employeeNumber\n\n");
  here.finish_task("1001", "finishProvisioning", "helpdesk");
  here.finish_task("1002", "finishProvisioning", "helpdesk");
  EXPECT_EQ(text_at(here.show("1001"), "/context/adopted"), "true");
  EXPECT_EQ(text_at(here.show("1002"), "/login"), "bob.ray");
  EXPECT_EQ(here.attribute("adm-bob", "tenureLifecycleId"), "");
}

// Five hundred at once, four of each name, and none under the name that Tenure would give.
TEST(account, a_whole_organisation_is_adopted_by_its_first_staff_list) {
  council here;
  constexpr int people = 500;
  std::string entries, list = staff_header;
  for (int n = 0; n < people; ++n) {
    const auto hr_id = std::to_string(40'000 + n), uid = "u" + hr_id;
    entries += entry_of(hr_id, uid, uid + "@cambridgeshire.gov.uk");
    list += hr_id + ",Jo,Name" + std::string(1, static_cast<char>('a' + n / 4 % 26)) +
            std::string(1, static_cast<char>('a' + n / 104)) + ",Employee,FIN,\r\n";
  }
  here.directory.load(entries);
  here.service.apply("staff", list);
  here.settle();
  int adopted = 0;
  for (const int n : {0, 1, 2, 3, 250, people - 1}) {
    const auto hr_id = std::to_string(40'000 + n), shown = here.show(hr_id);
    EXPECT_EQ(text_at(shown, "/login"), "u" + hr_id);
    EXPECT_EQ(here.attribute("u" + hr_id, "tenureLifecycleId"), text_at(shown, "/id"));
  }
  const auto marked = here.directory.search("(tenureLifecycleId=*)", {"uid"});
  for (auto at = marked.find("\nuid: u4"); at != std::string::npos;
       at = marked.find("\nuid: u4", at + 1)) {
    ++adopted;
  }
  EXPECT_EQ(adopted, people);
  EXPECT_EQ(here.directory.search("(uid=jo.*)", {"uid"}), "");
}

}  // namespace
}  // namespace tenure::test
