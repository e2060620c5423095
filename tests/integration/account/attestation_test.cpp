// What an agency has on record about itself, by the command alone, and that it bears a check: the
// register, the refused attempts and the trail.
#include "tests/integration/account/council.hpp"
#include "tests/support/shows_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::size_at;
using support::text_at;
using testing::HasSubstr;

std::vector<std::string> recording(const std::string& by, const std::string& kind,
                                   const std::vector<std::string>& about) {
  std::vector<std::string> words{"--as", by, "attestation", "record", kind};
  words.insert(words.end(), about.begin(), about.end());
  words.insert(words.end(), {"--until", "2028-01-01", "--evidence", "Policy 7 of 2026"});
  return words;
}

TEST(account, an_agencys_acceptable_use_policy_is_on_record_for_its_auditors) {
  support::shows_rule("MAS-2", "an agency's acceptable-use policy is recorded and shown");
  council here;
  here.join("1001", "Ada", "Holt");
  here.join("1004", "Max", "Head");
  here.service.apply("staff",
                     "Employee No,First Name,Surname,Person Type,Unit Code,Unit Name,Head Of Unit,"
                     "Line Manager\r\n1001,Ada,Holt,Employee,S1,Support,1004,1004\r\n"
                     "1004,Max,Head,Employee,S1,Support,1004,\r\n");
  here.settle();
  const auto before = here.verify_trail();

  const auto unknown = here.service.tenure(recording("1004", "goodIntentions", {"--unit", "S1"}));
  EXPECT_NE(unknown.exit, 0);
  EXPECT_THAT(unknown.err, HasSubstr("acceptableUse"));
  const auto nowhere = here.service.tenure(recording("1004", "acceptableUse", {"--unit", "S9"}));
  EXPECT_NE(nowhere.exit, 0) << "there is no such unit";
  const auto own = here.service.tenure(recording("1001", "policyAwareness", {"--person", "1001"}));
  EXPECT_NE(own.exit, 0) << "nobody vouches for themselves";

  const auto made = here.service.ask(recording("1004", "acceptableUse", {"--unit", "S1"}));
  const auto shown = here.service.ask({"attestation", "list", "--kind", "acceptableUse"});
  ASSERT_EQ(size_at(shown, "/attestations"), 1u) << shown;
  EXPECT_EQ(text_at(shown, "/attestations/0/unit"), "S1");
  EXPECT_EQ(text_at(shown, "/attestations/0/evidence"), "Policy 7 of 2026");
  EXPECT_EQ(text_at(shown, "/attestations/0/recordedBy"), "1004");

  here.service.ask({"--as", "1004", "--yes", "attestation", "withdraw", text_at(made, "/id")});
  EXPECT_EQ(size_at(here.service.ask({"attestation", "list", "--kind", "acceptableUse"}),
                    "/attestations"), 0u);
  EXPECT_GT(here.verify_trail(), before + 1) << "recorded and withdrawn are in the trail";
}

}  // namespace
}  // namespace tenure::test
