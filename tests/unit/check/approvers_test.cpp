// Whether there is somebody for every decision, in a tree with holes.

#include "engine/check/approvers.hpp"
#include "engine/check/council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using testing::HasSubstr;

policy::pack offering(std::vector<std::string> ask, std::vector<std::string> agree,
                      std::size_t least = 1, const char* asking_agrees = "false") {
  policy::pack out;
  policy::case_rule rule;
  rule.ask = {.who = std::move(ask), .clause = "X-1"};
  rule.agree = {{.who = std::move(agree), .least = least, .clause = "X-2"}};
  rule.requester_may_agree.value = asking_agrees;
  out.cases["investigation"] = rule;
  return out;
}

std::vector<check::finding> look(const policy::pack& pack) {
  check::council people({"dpo"}, person_kind::employee, {"1001"});
  std::vector<person> staff;
  for (const auto& who : people.everybody()) staff.push_back(*people.find(who));
  return check::find_approvers(pack, people, staff);
}

TEST(approvers, an_office_with_two_holders_decides_about_everybody) {
  EXPECT_TRUE(look(offering({"lineManager"}, {"role:dpo"})).empty());
}

TEST(approvers, what_nobody_could_decide_is_named) {
  auto empty_office = look(offering({"lineManager"}, {"role:legalCounsel"}));
  ASSERT_EQ(empty_office.size(), 1u);
  EXPECT_THAT(empty_office.front().message, HasSubstr("role:legalCounsel (X-2)"));
  EXPECT_THAT(empty_office.front().message, HasSubstr("about 11 of the staff"));

  // Two holders are not three, and each of the two is somebody's subject.
  EXPECT_EQ(look(offering({"lineManager"}, {"role:dpo"}, 3)).size(), 1u);
  EXPECT_THAT(look(offering({"lineManager"}, {"role:dpo"}, 2)).front().message,
              HasSubstr("about 2 of the staff (2001, 2002)"));

  // Above the head of the whole there is nobody.
  EXPECT_THAT(look(offering({"role:dpo"}, {"headOfUnitOrAbove"})).front().message,
              HasSubstr("about 1 of the staff (1007)"));
  // The line manager who asks cannot be the one who agrees, unless the pack says so.
  EXPECT_EQ(look(offering({"lineManager"}, {"lineManager"})).size(), 1u);
}

TEST(approvers, asking_is_agreeing_where_the_pack_says_so) {
  auto found = look(offering({"lineManager"}, {"lineManager"}, 1, "true"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found.front().message, HasSubstr("(1007)")) << "who has no manager";
}

}  // namespace
}  // namespace tenure::test
