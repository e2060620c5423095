// Notices through the routes, to a real mail server: what is listed, shown as it was sent, and sent
// once more. Who may be told once more: notice_readers_test.
#include "tests/unit/service/notice_office.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

const attributes away{{"absentFrom", "2030-01-14"}, {"expectedReturn", "2030-02-01"}};

class notices : public testing::Test, public notice_office {
 protected:
  notices() {
    write([&](flow::line& on) {
      auto of = on.in.accounts().load(jane).value();
      for (const auto& [name, value] : away) of.context[name] = value;
      on.in.accounts().save(of);
    });
    set_contact("jane@home.example");
  }
  std::string refused() {
    set_contact("reject5xx-jane@home.example");
    return send("absenceTold", "contact");
  }
};

TEST_F(notices, are_listed_with_their_reader_and_the_servers_answer) {
  auto good = send("absenceTold", "contact");
  auto bad = refused();
  set_contact("");
  auto nobody = send("absenceTold", "contact");
  auto all = list();
  ASSERT_EQ(all.size(), 3u);
  const auto& newest = all[0].as_object();
  EXPECT_EQ(said(newest, "id"), nobody);
  EXPECT_EQ(said(newest, "delivery"), "not sent");
  EXPECT_THAT(said(newest, "answer"), HasSubstr("nobody to send absenceTold to"));
  const auto& second = all[1].as_object();
  EXPECT_EQ(said(second, "id"), bad);
  EXPECT_EQ(said(second, "delivery"), "refused");
  EXPECT_THAT(said(second, "answer"), HasSubstr("550"));
  const auto& first = all[2].as_object();
  EXPECT_EQ(said(first, "id"), good);
  EXPECT_EQ(said(first, "delivery"), "accepted");
  EXPECT_EQ(said(first, "template"), "absenceTold");
  EXPECT_EQ(said(first, "address"), "jane@home.example");
  EXPECT_THAT(said(first, "answer"), testing::StartsWith("250"));
  EXPECT_EQ(list({{"failed", "true"}}).size(), 2u);
  EXPECT_EQ(list({{"account", "1"}}).size(), 3u);
  EXPECT_EQ(list({{"account", "1"}, {"limit", "1"}}).size(), 1u);
  EXPECT_EQ(list({{"account", "2"}}).size(), 0u);
  EXPECT_EQ(code_of(council.ask("GET", "/v1/notices", "", "", {{"account", "nobody"}})),
            "account.not_found");
  EXPECT_EQ(code_of(council.ask("GET", "/v1/notices", "", "", {{"case", "c"}})), "case.not_found");
}

TEST_F(notices, that_wait_for_the_server_are_listed_first) {
  send("absenceTold", "contact");
  set_contact("reject4xx-jane@home.example");
  auto waits = send("absenceTold", "contact");
  auto all = list({{"failed", "true"}});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(said(all[0].as_object(), "id"), waits);
  EXPECT_EQ(said(all[0].as_object(), "delivery"), "waiting");
  EXPECT_EQ(list().size(), 2u);
  EXPECT_EQ(list({{"limit", "1"}}).size(), 1u);
  EXPECT_EQ(said(show(waits), "delivery"), "waiting");
  EXPECT_EQ(code_of(resend(waits)), "notice.pending.conflict");
}

TEST_F(notices, are_shown_as_they_were_sent) {
  auto shown = show(send("absenceTold", "contact"));
  EXPECT_TRUE(shown.at("asSent").as_bool());
  EXPECT_THAT(said(shown, "text"), HasSubstr("from Monday, 14 January 2030 your mailbox"));
  EXPECT_THAT(said(shown, "html"), HasSubstr("Expected: Friday, 1 February 2030."));
  write([&](flow::line& on) {  // what is known now is another thing
    auto of = on.in.accounts().load(jane).value();
    of.display_name = "Jane Jones", of.context["absentFrom"] = "2031-01-01";
    on.in.accounts().save(of);
  });
  auto later = show(said(shown, "id"));
  EXPECT_EQ(said(later, "text"), said(shown, "text"));
  EXPECT_TRUE(later.at("asSent").as_bool());
  // The organisation's text is another: it says so, and does not pretend.
  council.app->pack.notices.find("absenceTold")->second.text += "\nPS\n";
  EXPECT_FALSE(show(said(shown, "id")).at("asSent").as_bool());
}

TEST_F(notices, are_sent_once_more_with_the_same_words_to_the_present_address) {
  auto which = refused();
  write([&](flow::line& on) {
    auto of = on.in.accounts().load(jane).value();
    of.context["absentFrom"] = "2031-01-01";
    on.in.accounts().save(of);
  });
  set_contact("jane@new.example");
  auto answer = resend(which);
  ASSERT_EQ(answer.status, 202) << answer.body;
  auto again = show(said(json::parse(answer.body).as_object(), "id"));
  EXPECT_EQ(said(again, "delivery"), "accepted");
  EXPECT_EQ(said(again, "resendOf"), which);
  EXPECT_EQ(said(again, "address"), "jane@new.example");
  EXPECT_EQ(said(again, "text"), said(show(which), "text"));
  ASSERT_EQ(sink.envelopes().size(), 1u);
  EXPECT_THAT(sink.envelopes()[0], HasSubstr("jane@new.example"));
  EXPECT_THAT(sink.message(0), HasSubstr("multipart/alternative"));
  EXPECT_THAT(sink.message(0), HasSubstr("Message-ID: <" + said(again, "id") + "@example.org>"));
}

TEST_F(notices, sent_once_more_are_in_the_trail_with_who_and_why) {
  auto which = send("absenceTold", "contact");
  ASSERT_EQ(resend(which).status, 202);
  auto trail = council.get("/v1/audit/entries", {{"account", "1"}, {"limit", "1000"}});
  std::vector<std::string> events;
  for (const auto& each : trail.at("entries").as_array()) {
    events.push_back(said(each.as_object(), "event"));
    if (events.back() != "notice.resent") continue;
    EXPECT_EQ(said(each.as_object(), "by").substr(0, 12), "5 (helpdesk,");
    EXPECT_EQ(said(each.at("facts").as_object(), "resendOf"), which);
  }
  EXPECT_THAT(events, testing::ElementsAre("notice.sent", "notice.resent", "notice.sent"));
  bool kept = false;
  council.app->engine->run([&](flow::line& on) {
    for (auto index : on.in.journal().of_account(jane)) {
      for (const auto& each : on.in.journal().personal(index)) {
        kept = kept || (each.name == "reason" && each.value == "the address was wrong");
      }
    }
    return false;
  });
  EXPECT_TRUE(kept);
}

// Where it went and what it said can be erased: only the trail has it, and of the trail only the
// part that can be.
TEST_F(notices, leave_what_they_said_nowhere_else) {
  auto which = send("absenceTold", "contact");
  council.app->engine->run([&](flow::line& on) {
    for (const auto& row : on.in.journal().read(0, 1000)) {
      EXPECT_THAT(row.leaf, testing::Not(HasSubstr("home.example")));
    }
    return false;
  });
  write([&](flow::line& on) { on.in.journal().erase_personal(jane); });
  auto shown = show(which);
  EXPECT_TRUE(shown.at("erased").as_bool());
  EXPECT_EQ(said(shown, "text"), "");
  EXPECT_EQ(said(shown, "address"), "");
  EXPECT_EQ(code_of(resend(which)), "notice.account_deleted.conflict");
}

TEST_F(notices, are_refused_to_who_may_not_and_where_there_is_none) {
  auto which = send("absenceTold", "contact");
  struct {
    const char *by, *which, *reason, *code;
  } rows[] = {
      {"6", which.c_str(), "r", "role.denied"},  // an auditor does nothing
      {"2", which.c_str(), "r", "role.denied"},
      {"1", which.c_str(), "r", "role.denied"},
      {"5", which.c_str(), "", "notice.reason.invalid"},
      {"5", which.c_str(), " \n", "notice.reason.invalid"},
      {"5", "00", "r", "notice.not_found"},
      {"5", "0000000000000007ffffffffffffffff", "r", "notice.not_found"},
      {"5", "00000000000000000000000000000000", "r", "notice.not_found"},
  };
  for (const auto& row : rows) EXPECT_EQ(code_of(resend(row.which, row.by, row.reason)), row.code);
  EXPECT_EQ(code_of(council.ask("GET", "/v1/notices/00")), "notice.not_found");
  EXPECT_EQ(list().size(), 1u);
  EXPECT_EQ(sink.envelopes().size(), 1u);
}

TEST_F(notices, about_a_deleted_mailbox_are_not_sent_again) {
  auto which = send("absenceTold", "contact");
  write([&](flow::line& on) {
    auto of = on.in.accounts().load(jane).value();
    of.state = "deleted";
    on.in.accounts().save(of);
  });
  EXPECT_EQ(code_of(resend(which)), "notice.account_deleted.conflict");
}

TEST_F(notices, once_more_while_once_more_is_under_way_are_refused) {
  auto which = refused();
  set_contact("reject4xx-jane@home.example");
  ASSERT_EQ(resend(which).status, 202);
  EXPECT_EQ(code_of(resend(which)), "notice.pending.conflict");
}

}  // namespace
}  // namespace tenure::service
