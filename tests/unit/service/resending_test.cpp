// Sending a notice once more, without the route: what is decided and done in one transaction.
#include "engine/service/resending.hpp"
#include "tests/unit/service/notice_office.hpp"

#include <gtest/gtest.h>

namespace tenure::service {
namespace {

const attributes away{{"absentFrom", "2030-01-14"}, {"expectedReturn", "2030-02-01"}};

class resending : public testing::Test, public notice_office {
 protected:
  named_notice find(const std::string& which) {
    return find_named(*council.app->engine, which).value();
  }
  // The code, or empty: then it is done if it is to be kept. In the same transaction it is wanted
  // a second time, which is refused.
  std::string again(const named_notice& of, bool keep, const std::string& reason = "lost") {
    std::string code;
    council.app->engine->run([&](flow::line& on) {
      const resend_wish wish{reason, {"5", "helpdesk", "test"}};
      auto sent = resend_notice(on, of, wish, council.app->random);
      auto twice = resend_notice(on, of, wish, council.app->random);
      EXPECT_FALSE(twice.has_value());
      if (sent) EXPECT_EQ(twice.error().code, "notice.pending.conflict");
      else code = sent.error().code;
      return keep && sent.has_value();
    });
    EXPECT_TRUE(council.app->engine->wait_until_settled().has_value());
    return code;
  }
  std::size_t entries_of_resending() {
    std::size_t out = 0;
    council.app->engine->run([&](flow::line& on) {
      for (const auto& row : on.in.journal().read(0, 10'000)) {
        out += row.leaf.find("notice.resent") != row.leaf.npos;
      }
      return false;
    });
    return out;
  }
};

TEST_F(resending, is_entry_and_effect_or_neither) {
  set_contact("jane@home.example");
  auto sent = find(send("absenceTold", "contact", away));
  ASSERT_TRUE(sent.past.has_value());
  EXPECT_EQ(sent.past->outcome, "done");  // delivered, as far as anybody knows
  EXPECT_EQ(again(sent, false), "");
  EXPECT_EQ(entries_of_resending(), 0u);
  EXPECT_EQ(sink.envelopes().size(), 1u);

  EXPECT_EQ(again(sent, true), "");
  EXPECT_EQ(entries_of_resending(), 1u);
  EXPECT_EQ(sink.envelopes().size(), 2u);
  EXPECT_EQ(again(sent, false), "");  // once more, now that it has been sent
}

TEST_F(resending, is_refused_before_anything_is_written) {
  set_contact("jane@home.example");
  auto sent = find(send("absenceTold", "contact", away));
  EXPECT_EQ(again(sent, true, " \n\t"), "notice.reason.invalid");
  set_contact("");
  EXPECT_EQ(again(sent, true), "notice.no_recipient.invalid");
  EXPECT_EQ(find_named(*council.app->engine, "00").error().code, "notice.not_found");
  named_notice waits;
  waits.open = {effect{}, "451 later"};
  EXPECT_EQ(again(waits, true), "notice.pending.conflict");
  EXPECT_EQ(entries_of_resending(), 0u);
  EXPECT_EQ(sink.envelopes().size(), 1u);
}

}  // namespace
}  // namespace tenure::service
