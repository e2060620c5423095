// Offices by groups, with the program and a real slapd: the service reads them when it starts, the
// doctor shows them, the trail has them, and a directory that goes away takes nothing back at once.
#include "tests/integration/sign_in/office.hpp"

#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::text_at;
using testing::HasSubstr;

constexpr const char* staff =
    "Employee No,First Name,Surname,Person Type,Unit Code,Unit Name,Head Of Unit,Line Manager\r\n"
    "900,Helen,Holt,Employee,S1,Support,900,\r\n904,Hugo,Hill,Employee,S1,Support,900,900\r\n";

support::service_options by_groups() {
  return {.demonstration = false,
          .more_config = "socketGroup: daemon\n"
                         "roles:\n"
                         "  hrOfficer: {groups: ['cn=hr,dc=example,dc=org']}\n"
                         "  securityOffice: {groups: ['cn=security,dc=example,dc=org']}\n"};
}

// What the doctor says of the office; "" while it says nothing.
std::string doctor_on(office& here, const std::string& name) {
  const auto said = here.as("", {"--json", "doctor"}).out;
  for (std::size_t i = 0; i < support::size_at(said, "/checks"); ++i) {
    const auto at = "/checks/" + std::to_string(i);
    if (text_at(said, at + "/what") == "office " + name) return text_at(said, at + "/detail");
  }
  return "";
}

void wait_for(office& here, const std::string& words) {
  support::eventually(
      [&] { return doctor_on(here, "securityOffice").find(words) != std::string::npos; },
      std::chrono::seconds(20), "the security office has " + words);
}

TEST(offices, are_read_through_groups_within_groups_and_outlive_a_directory_that_is_away) {
  office here(by_groups());
  here.directory.add("dn: cn=security,dc=example,dc=org\nobjectClass: groupOfNames\ncn: security\n"
                     "member: cn=hr,dc=example,dc=org\nmember: cn=security,dc=example,dc=org\n\n");
  here.service.start();
  wait_for(here, "0 people");  // HR has said nothing of anybody yet
  ASSERT_EQ(here.sign_in("helen", office::password).exit, 0);
  const auto file = here.service.folder() / "staff.csv";
  support::write_file(file, staff);
  const auto preview = here.as("helen", {"--json", "hr", "preview", "staff", file});
  const auto applied = here.as("helen", {"hr", "apply", text_at(preview.out, "/digest")});
  ASSERT_EQ(applied.exit, 0) << applied.err;
  here.service.stop();
  here.service.start();
  wait_for(here, "2 people");

  here.directory.stop();
  here.service.stop();
  here.service.start();
  EXPECT_THAT(doctor_on(here, "securityOffice"), HasSubstr("2 people"));
  here.directory.start();
  const auto trail = here.as("", {"--json", "audit", "show"}).out;
  EXPECT_THAT(trail, HasSubstr("office.read"));
  EXPECT_EQ(here.service.export_trail().size(), support::size_at(trail, "/entries"));
}

TEST(roles, are_had_through_groups_within_groups_and_lost_with_them) {
  office here({.demonstration = false,
               .more_config = "socketGroup: daemon\n"
                              "roles:\n"
                              "  hrOfficer: {groups: ['cn=personnel,dc=example,dc=org']}\n"});
  here.directory.add(
      "dn: cn=offices,dc=example,dc=org\nobjectClass: groupOfNames\ncn: offices\n"
      "member: cn=hr,dc=example,dc=org\n\n"
      "dn: cn=personnel,dc=example,dc=org\nobjectClass: groupOfNames\ncn: personnel\n"
      "member: cn=offices,dc=example,dc=org\n\n");
  here.service.start();
  const auto file = here.service.folder() / "staff.csv";
  support::write_file(file, staff);
  ASSERT_EQ(here.sign_in("helen", office::password).exit, 0);
  ASSERT_EQ(here.sign_in("abe", office::password).exit, 0);
  const auto preview = here.as("helen", {"--json", "hr", "preview", "staff", file});
  const auto digest = text_at(preview.out, "/digest");
  EXPECT_THAT(here.as("abe", {"hr", "apply", digest}).err, HasSubstr("your roles are none"));
  here.directory.modify("dn: cn=offices,dc=example,dc=org\nchangetype: modify\n"
                        "add: businessCategory\nbusinessCategory: sealed\n");
  EXPECT_THAT(here.as("helen", {"hr", "apply", digest}).err, HasSubstr("your roles are none"))
      << "a group on the way that cannot be read";
  here.directory.modify("dn: cn=offices,dc=example,dc=org\nchangetype: modify\n"
                        "delete: businessCategory\n");
  const auto applied = here.as("helen", {"hr", "apply", digest});
  EXPECT_EQ(applied.exit, 0) << applied.err;
}

}  // namespace
}  // namespace tenure::test
