// Single messages on a real server: what only Dovecot promises beside the conformance suite.
#include "tests/integration/dovecot/mail_world.hpp"

namespace tenure::dovecot {
namespace {

std::vector<std::string> found(message_finder& in, const mailbox_ref& whom,
                               const message_criteria& which) {
  std::vector<std::string> out;
  const outcome how = in.find(whom, which, [&](const stored_message& m) {
    out.push_back(std::string(m.bytes));
    return true;
  });
  EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
  return out;
}

TEST_F(mail_test, finds_what_headers_encode) {
  const std::string encoded = "From: =?utf-8?B?Wm/DqyBPJ05laWw=?= <zoe@firm.example>\r\n"
                              "Subject: =?utf-8?Q?Pr=C3=BCfung_12?=\r\n\r\nx\r\n";
  world->mail.seed(user.login, {encoded, "Subject: other\r\n\r\nx\r\n"});
  const auto mail = opened();
  EXPECT_EQ(found(*mail, user, {.subject = "pr\xc3\xbc" "fung"}), std::vector{encoded});
  EXPECT_EQ(found(*mail, user, {.from = "zo\xc3\xab"}), std::vector{encoded});
  EXPECT_TRUE(found(*mail, user, {.subject = "Pr=C3"}).empty());
}

TEST_F(mail_test, copies_odd_messages_byte_for_byte_from_mailbox_to_mailbox) {
  std::string all_bytes = "Subject: odd all\r\n\r\n";
  for (int c = 1; c < 256; ++c) {
    if (c != '\r' && c != '\n') all_bytes += static_cast<char>(c);
  }
  const std::vector<std::string> odd = {
      all_bytes + "\r\n", "Subject: odd, no body\r\n\r\n",
      "Subject: odd line\r\n\r\n" + std::string(300'000, 'x') + "\r\n",
      "Subject: odd like IMAP\r\n\r\n) {99}\r\n* 1 FETCH (BODY[] {3}\r\nabc)\r\nt4 OK done\r\n",
      "Subject: odd without a last line end\r\n\r\nx"};
  world->mail.seed(user.login, odd);
  const mailbox_ref colleague = new_user("colleague");
  const auto mail = opened();
  std::vector<message_copy> copies;
  for (auto& bytes : found(*mail, user, {.subject = "odd"})) {
    copies.push_back({std::move(bytes), instant{1'700'000'000'000'000}});
  }
  ASSERT_EQ(copies.size(), odd.size());
  for (const char* delivered : {"5", "0"}) {
    const outcome how = mail->deliver(colleague, "Copies 0001", copies);
    EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
    EXPECT_EQ(value_of(how.facts, "delivered"), delivered);
  }
  std::vector<std::string> got, wanted = odd;
  const outcome read = mail->read(colleague, {}, [&](const stored_message& m) {
    EXPECT_EQ(m.folder, "Copies 0001");
    EXPECT_EQ(m.received, instant{1'700'000'000'000'000});
    EXPECT_TRUE(m.flags.empty());
    got.push_back(std::string(m.bytes));
    return true;
  });
  EXPECT_EQ(read.kind, outcome_class::done) << read.detail;
  std::ranges::sort(got);
  std::ranges::sort(wanted);
  EXPECT_TRUE(got == wanted);
}

TEST_F(mail_test, delivers_nothing_under_names_that_mean_something_else) {
  const auto mail = opened();
  const message_copy copy{"Subject: x\r\n\r\nx\r\n", {}};
  for (const char* name : {"", "a\"b", "a\r\nt9 NOOP", "Pr\xc3\xbc", "&AOQ-", "*", "a%"}) {
    EXPECT_EQ(mail->deliver(user, name, {&copy, 1}).kind, outcome_class::invalid) << name;
  }
  mailbox_ref odd = user;
  odd.login = "a*b";
  EXPECT_NE(mail->deliver(odd, "Copies", {&copy, 1}).kind, outcome_class::done);
}

TEST_F(mail_test, a_server_that_is_gone_answers_nothing_about_messages) {
  settings.imap.port = 1;
  settings.doveadm.port = 1;
  const auto mail = opened();
  const message_copy copy{"Subject: x\r\n\r\nx\r\n", {}};
  EXPECT_EQ(mail->find(user, {.subject = "x"}, [](auto&) { return true; }).kind,
            outcome_class::transient);
  EXPECT_EQ(mail->deliver(user, "Copies", {&copy, 1}).kind, outcome_class::transient);
  EXPECT_EQ(mail->sweep(user, "Transitory", {}, false).kind, outcome_class::transient);
}

}  // namespace
}  // namespace tenure::dovecot
