// Reading a mailbox by IMAP: every byte, every folder, nothing of other people's.
#include "tests/integration/dovecot/mail_world.hpp"

#include <map>

namespace tenure::dovecot {
namespace {

struct copy {
  std::string folder;
  std::uint64_t uid;
  std::vector<std::string> flags;
  std::string bytes;
};

std::vector<copy> read_all(message_source& from, const mailbox_ref& whom,
                           const std::vector<read_position>& after = {}) {
  std::vector<copy> out;
  const outcome how = from.read(whom, after, [&](const stored_message& m) {
    out.push_back({std::string(m.folder), m.uid, m.flags, std::string(m.bytes)});
    return true;
  });
  EXPECT_EQ(how.kind, outcome_class::done) << how.detail;
  EXPECT_EQ(value_of(how.facts, "messages"), std::to_string(out.size()));
  return out;
}

TEST_F(mail_test, every_byte_of_odd_messages) {
  std::string all_bytes = "Subject: all\r\n\r\n";
  for (int c = 1; c < 256; ++c) {
    if (c != '\r' && c != '\n') all_bytes += static_cast<char>(c);
  }
  const std::vector<std::string> odd = {
      "Subject: latin1 \xe9\xff\xfe\x80\r\n"
      "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n\xe9\r\n",
      all_bytes + "\r\n",
      "Subject: no body\r\n\r\n",
      "no header at all",
      "Subject: one line of 300,000\r\n\r\n" + std::string(300'000, 'x') + "\r\n",
      "Subject: looks like IMAP\r\n\r\n) {99}\r\n* 1 FETCH (BODY[] {3}\r\nabc)\r\nt4 OK done\r\n",
      "From me@example.org Sun Nov 22\r\nSubject: From line\r\n\r\nFrom here\r\n.\r\n..\r\n",
      "Subject: " + std::string(200, 'y') + "\r\n\r\n" + std::string(9 << 20, 'z') + "\r\n",
      "Subject: utf-16\r\n\r\n\xff\xfe" "a\x01" "b\x02\r\n",
  };
  world->mail.seed(user.login, odd);
  const auto source = opened();
  std::vector<std::string> got;
  for (auto& m : read_all(*source, user)) got.push_back(std::move(m.bytes));
  ASSERT_EQ(got.size(), odd.size());
  std::vector<std::string> wanted = odd;
  std::ranges::sort(got);
  std::ranges::sort(wanted);
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_TRUE(got[i] == wanted[i]) << wanted[i].substr(0, 40) << ": " << got[i].size() << " of "
                                     << wanted[i].size() << " bytes";
  }
}

TEST_F(mail_test, folders_in_byte_order_with_their_names_flags_and_dates) {
  const std::string plain = "Subject: x\r\n\r\nx\r\n";
  world->mail.seed(user.login, {plain, plain, plain});
  world->mail.seed(user.login, {plain}, ".K&AOQ-se");
  world->mail.seed(user.login, {plain}, ".Projects.&U,BTFw-");
  world->mail.seed(user.login, {plain}, ".&2D3eAA-");
  world->mail.seed(user.login, {plain}, ".R&-D");
  user_session session(settings.imap, user.login);
  session.command("SELECT INBOX");
  session.command("STORE 2 +FLAGS (\\Seen \\Flagged $Label1)");
  session.command("UID EXPUNGE 1");
  session.command("APPEND INBOX (\\Draft) \"01-Feb-2020 03:04:05 +0200\" {17+}\r\n" + plain);

  const auto source = opened();
  const auto got = read_all(*source, user);
  std::vector<std::string> places;
  for (const auto& m : got) places.push_back(m.folder + ' ' + std::to_string(m.uid));
  EXPECT_THAT(places, testing::ElementsAre("INBOX 1", "INBOX 2", "INBOX 3", "INBOX 4", "Käse 1",
                                           "Projects/台北 1", "R&D 1", "😀 1"));
  EXPECT_THAT(got[1].flags, testing::ElementsAre("$Label1", "\\Flagged", "\\Seen"));
  EXPECT_THAT(got[0].flags, testing::IsEmpty()) << "reading marks nothing as read";
  EXPECT_EQ(read_all(*source, user)[0].flags, got[0].flags);
  source->read(user, {}, [](const stored_message& m) {
    if (m.folder == "INBOX" && m.uid == 4) {
      EXPECT_EQ(to_text(m.received), "2020-02-01T01:04:05.000000Z");
    }
    EXPECT_NE(m.uid_validity, 0u);
    return true;
  });
}

// More than one group of messages, by count and by size.
TEST_F(mail_test, thousands_of_messages_in_order) {
  std::vector<std::string> many;
  for (int i = 0; i < 3000; ++i) {
    many.push_back("Subject: " + std::to_string(i) + "\r\n\r\n" + std::string(8000, 'x') + "\r\n");
  }
  world->mail.seed(user.login, many);
  const auto source = opened();
  const auto got = read_all(*source, user);
  ASSERT_EQ(got.size(), many.size());
  for (std::size_t i = 0; i < many.size(); ++i) {
    ASSERT_EQ(got[i].uid, i + 1);
    ASSERT_TRUE(got[i].bytes == many[i]) << i;
  }
}

TEST_F(mail_test, nothing_of_what_others_share) {
  const mailbox_ref owner = new_user("sharer");
  world->mail.seed(owner.login, {"Subject: theirs\r\n\r\nx\r\n"});
  world->mail.seed(user.login, {"Subject: mine\r\n\r\nx\r\n"});
  mailbox_condition grant;
  grant.delegates = std::vector{delegate{user.login, "full"}};
  ASSERT_EQ(apply(owner, grant).kind, outcome_class::done);
  user_session session(settings.imap, user.login);
  ASSERT_THAT(session.command("LIST \"\" \"shared/*\""), testing::HasSubstr("sharer"));
  const auto source = opened();
  EXPECT_EQ(read_all(*source, user).size(), 1u);
}

TEST_F(mail_test, resumes_after_a_position) {
  std::vector<std::string> many;
  for (int i = 0; i < 50; ++i) many.push_back("Subject: " + std::to_string(i) + "\r\n\r\nx\r\n");
  world->mail.seed(user.login, many);
  world->mail.seed(user.login, many, ".Sent");
  const auto source = opened();
  std::uint64_t validity = 0;
  source->read(user, {}, [&](const stored_message& m) {
    validity = m.uid_validity;
    return false;  // stops at the first
  });
  const auto rest = read_all(*source, user, {{"INBOX", validity, 20}});
  EXPECT_EQ(rest.size(), 80u);
  EXPECT_EQ(rest.front().uid, 21u);
  EXPECT_EQ(read_all(*source, user, {{"INBOX", validity, 50}}).size(), 50u);
  const std::vector<read_position> renumbered = {{"INBOX", validity + 1, 20}};
  EXPECT_EQ(source->read(user, renumbered, [](const auto&) { return true; }).kind,
            outcome_class::conflict);
}

TEST_F(mail_test, mail_that_arrives_meanwhile_is_read_too) {
  world->mail.seed(user.login, {"Subject: first\r\n\r\nx\r\n"});
  const auto source = opened();
  int arrived = 0;
  std::vector<std::string> folders;
  const outcome out = source->read(user, {}, [&](const stored_message& m) {
    folders.emplace_back(m.folder);
    if (arrived < 2) {
      ++arrived;
      EXPECT_EQ(deliver(user.login + (arrived == 1 ? "" : "+Archive") + "@example.org"), "250");
    }
    return true;
  });
  EXPECT_EQ(out.kind, outcome_class::done) << out.detail;
  EXPECT_EQ(value_of(out.facts, "messages"), "3");
  EXPECT_THAT(folders, testing::UnorderedElementsAre("INBOX", "INBOX", "Archive"));
}

TEST_F(mail_test, mail_that_keeps_arriving_is_transient) {
  world->mail.seed(user.login, {"Subject: first\r\n\r\nx\r\n"});
  const auto source = opened();
  EXPECT_EQ(source->read(user, {}, [&](const stored_message&) {
    EXPECT_EQ(deliver(user.address), "250");
    return true;
  }).kind, outcome_class::transient);
}

TEST_F(mail_test, a_message_beyond_the_limit_stops_the_reading) {
  world->mail.seed(user.login, {"Subject: big\r\n\r\n" + std::string(5000, 'x') + "\r\n"});
  settings.largest_message = 4000;
  EXPECT_EQ(opened()->read(user, {}, [](const auto&) { return true; }).kind,
            outcome_class::invalid);
}

TEST_F(mail_test, over_tls_with_a_certificate_that_is_checked) {
  world->mail.seed(user.login, {"Subject: x\r\n\r\nx\r\n"});
  settings.imap.port = world->mail.ports().imaps;
  settings.imap.tls = true;
  settings.imap.ca_file = world->mail.ca_file();
  const auto source = opened();
  EXPECT_EQ(read_all(*source, user).size(), 1u);
  settings.imap.ca_file.clear();
  EXPECT_EQ(opened()->read(user, {}, [](const auto&) { return true; }).kind,
            outcome_class::transient) << "a certificate nobody vouches for";
}

}  // namespace
}  // namespace tenure::dovecot
