// Joiners and leavers: the program `tenure` on a real directory, mail server and SMTP server.
#include "connectors/archive_store/config.hpp"
#include "connectors/archive_store/keys.hpp"
#include "connectors/archive_store/package_reader.hpp"
#include "connectors/dovecot/wire.hpp"
#include "tests/integration/account/council.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/shows_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using support::text_at;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

// 17:00 in London on the day of the council plus `days`, minus `seconds`; told by date(1).
std::string end_of_work(const council& here, int days, int seconds = 0) {
  const auto day = here.day(days);
  const auto local = day.substr(6, 4) + "-" + day.substr(3, 2) + "-" + day.substr(0, 2);
  const auto epoch = support::run_or_throw(
      {"date", "-d", "TZ=\"Europe/London\" " + local + " 17:00", "+%s"}).out;
  return to_text(instant{(std::stoll(epoch) - seconds) * 1'000'000});
}

// An open IMAP session, signed in with the password "pw".
class imap_session {
 public:
  imap_session(const council& here, const std::string& login)
      : line_({here.mail.host(), here.mail.ports().imap, false, {}, std::chrono::seconds(10)}) {
    if (!line_.connect()) throw std::runtime_error(line_.trouble());
    if (!says("a LOGIN " + login + " pw", "a OK")) throw std::runtime_error("no session");
  }
  // Whether the answer to `command` brings `wanted` before the server ends the connection.
  bool says(const std::string& command, const std::string& wanted) {
    if (!line_.write(command + "\r\n")) return false;
    std::string seen;
    char piece[4096];
    while (seen.find(wanted) == std::string::npos) {
      const auto got = line_.read(piece, sizeof piece);
      if (got == 0) return false;
      seen.append(piece, got);
    }
    return true;
  }

 private:
  dovecot::wire line_;
};

// The messages of an account's package, byte for byte.
std::vector<std::string> archived(const council& here, const std::string& account) {
  archive_store::config config;
  config.folder = here.service.archive();
  config.key = "k1";
  config.keys["k1"] = here.service.folder() / "keys/archive.key";
  const auto keys = archive_store::key_ring::load(config);
  if (!keys) throw std::runtime_error(keys.error().text());
  const archive_store::package_reader reader(config.folder / (account + ".package"),
                                             account_id::parse(account).value(), *keys);
  std::vector<std::string> messages;
  const auto how = reader.for_each([&](const stored_message& message) {
    messages.emplace_back(message.bytes);
    return true;
  });
  if (how.kind != outcome_class::done) throw std::runtime_error(how.detail);
  return messages;
}

TEST(account, a_joiner_can_sign_in_receive_mail_and_the_manager_is_told) {
  support::shows_rule("CAM-10c", "a joiner has firstname.surname@, can sign in and receive mail");
  council here;
  here.join("1001", "Mary", "Cooper");
  const auto login = here.join("1002", "Siân", "O'Brien", "Employee", "1001");
  EXPECT_EQ(login, "sian.obrien");
  EXPECT_TRUE(here.open_in_directory(login));
  EXPECT_EQ(here.attribute(login, "tenureLifecycleId"), text_at(here.show("1002"), "/id"));
  EXPECT_FALSE(here.may_sign_in(login));  // nobody has set a password yet
  here.set_password(login);
  EXPECT_TRUE(here.may_sign_in(login));
  EXPECT_EQ(here.deliver("sian.obrien@cambridgeshire.gov.uk"), "250");
  EXPECT_EQ(here.deliver("sian.obryan@cambridgeshire.gov.uk"), "550");
  EXPECT_EQ(here.mail.messages_on_disk(login), 1u);
  EXPECT_THAT(here.notices("mary.cooper@cambridgeshire.gov.uk"),
              Contains("E-mail account ready: Siân O'Brien"));
  EXPECT_THAT(here.events("1002"), Contains("xstate.done.actor.create"));
  EXPECT_GE(here.verify_trail(), 6u);
}

TEST(account, a_leaver_is_closed_at_the_leaving_instant_and_an_open_session_is_cut) {
  support::shows_rule("CAM-11a CAM-11b CAM-11c CAM-11d ALL-FUTURE",
                      "a leaver is closed on time, archived and deleted after thirty days");
  council here;
  here.join("1001", "Mary", "Cooper");
  const auto login = here.join("1002", "Tom", "Baker", "Employee", "1001");
  const auto id = text_at(here.show("1002"), "/id");
  here.set_password(login);
  std::string bytes = "Subject: bytes\r\nX-Raw: ";
  for (int c = 1; c < 256; ++c) {
    if (c != '\r' && c != '\n') bytes += static_cast<char>(c);
  }
  const std::vector<std::string> messages{bytes + "\r\n\r\nfirst\r\n",
                                          "Subject: two\r\n\r\n.\r\n..\r\n"};
  here.mail.seed(login, messages);
  here.leave("1002", 20);
  EXPECT_FALSE(here.has_task("1002", "extractBusinessMail"));
  here.advance("P10D");
  EXPECT_TRUE(here.has_task("1002", "extractBusinessMail"));
  here.advance_to(end_of_work(here, 20, 60));
  EXPECT_TRUE(here.open_in_directory(login));
  imap_session session(here, login);
  EXPECT_TRUE(session.says("b NOOP", "b OK"));

  here.advance_to(end_of_work(here, 20));
  here.settle();
  EXPECT_TRUE(here.closed_in_directory(login));
  EXPECT_FALSE(session.says("c NOOP", "c OK"));
  EXPECT_FALSE(here.may_sign_in(login));
  EXPECT_EQ(here.deliver("tom.baker@cambridgeshire.gov.uk"), "550");
  EXPECT_EQ(here.state("1002"), "retained");
  EXPECT_EQ(archived(here, id), messages);
  EXPECT_EQ(text_at(here.show("1002"), "/context/archiveMessages"), "2");

  here.advance("P29D");
  EXPECT_TRUE(here.has_entry(login));
  EXPECT_EQ(here.mail.messages_on_disk(login), 2u);
  here.advance("P2D");
  EXPECT_EQ(here.state("1002"), "deleted");
  EXPECT_FALSE(here.has_entry(login));
  EXPECT_EQ(here.mail.messages_on_disk(login), 0u);
  EXPECT_EQ(archived(here, id), messages);
  EXPECT_THAT(here.notices("mary.cooper@cambridgeshire.gov.uk"),
              testing::IsSupersetOf({"Mailbox closed: Tom Baker", "Mailbox deleted: Tom Baker"}));
  EXPECT_GT(here.verify_trail(), 12u);
}

TEST(account, an_agency_worker_is_created_on_approval_and_deleted_at_once) {
  support::shows_rule("CAM-10a", "an agency worker is created on approval and deleted at once");
  council here;
  here.service.apply("joiners", "Employee No,First Name,Surname,Person Type,Start Date\r\n"
                                "1003,Una,Swift,Agency Worker," + here.day(-1) + "\r\n");
  here.settle();
  EXPECT_EQ(here.state("1003"), "awaitingApproval");
  EXPECT_FALSE(here.has_entry("una.swift"));
  here.finish_task("1003", "approve:createAccount", "agency.team");
  EXPECT_TRUE(here.open_in_directory("una.swift"));
  here.mail.seed("una.swift", {"Subject: one\r\n\r\nx\r\n"});
  const auto id = text_at(here.show("1003"), "/id");
  here.leave("1003", -1);
  EXPECT_EQ(here.state("1003"), "deleted");
  EXPECT_FALSE(here.has_entry("una.swift"));
  EXPECT_EQ(here.mail.messages_on_disk("una.swift"), 0u);
  EXPECT_EQ(archived(here, id), std::vector<std::string>{"Subject: one\r\n\r\nx\r\n"});
  EXPECT_THAT(here.events("1003"), Contains("xstate.done.actor.deleteEntry"));
  EXPECT_GT(here.verify_trail(), 5u);
}

}  // namespace
}  // namespace tenure::test
