// A notice by the command alone, on real servers: listed with the mail server's answer, shown as it
// was sent, sent once more.
#include "tests/integration/account/council.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::size_at;
using support::text_at;
using testing::HasSubstr;

TEST(account, a_notice_is_shown_as_it_was_sent_and_sent_once_more) {
  council here;
  here.join("1001", "Mary", "Cooper");
  const auto login = here.join("1002", "Tom", "Baker", "Employee", "1001");
  const auto boss = "mary.cooper@cambridgeshire.gov.uk";
  ASSERT_THAT(here.notices(boss), testing::SizeIs(1));

  const auto listed = here.service.ask({"notice", "list", "--account", login});
  ASSERT_EQ(size_at(listed, "/notices"), 1u) << listed;
  EXPECT_EQ(text_at(listed, "/notices/0/delivery"), "accepted");
  EXPECT_EQ(text_at(listed, "/notices/0/address"), boss);
  EXPECT_THAT(text_at(listed, "/notices/0/answer"), testing::StartsWith("250"));
  EXPECT_EQ(size_at(here.service.ask({"notice", "list", "--failed"}), "/notices"), 1u)
      << "the head of the council has no line manager to tell";

  const auto id = text_at(listed, "/notices/0/id");
  EXPECT_THAT(here.sink.message(0), HasSubstr(id + "@"));
  const auto shown = here.service.tenure({"notice", "show", id});
  EXPECT_EQ(shown.exit, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("As it was sent:"));
  EXPECT_THAT(shown.out, HasSubstr("the e-mail account of Tom Baker works from"));

  EXPECT_NE(here.service.tenure({"notice", "resend", id}).exit, 0) << "it takes a reason";
  here.service.ask({"notice", "resend", id, "--reason", "she never got it"});
  here.settle();
  EXPECT_THAT(here.notices(boss), testing::SizeIs(2));
  EXPECT_THAT(here.notices(boss)[1], here.notices(boss)[0]);
  EXPECT_THAT(here.events(login), testing::IsSupersetOf({"notice.resent", "notice.sent"}));
  here.verify_trail();
}

}  // namespace
}  // namespace tenure::test
