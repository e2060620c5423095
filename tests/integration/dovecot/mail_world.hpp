#pragma once
// slapd, an SMTP sink and Dovecot, started once per suite; every test takes a user of its own.

#include "connectors/dovecot/connector.hpp"
#include "connectors/dovecot/wire.hpp"
#include "tests/support/dovecot_server.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"
#include "tests/support/slapd_server.hpp"
#include "tests/support/smtp_sink.hpp"
#include "tests/support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace tenure::dovecot {

// A user's own IMAP session, as a mail program would hold it.
class user_session {
 public:
  user_session(const endpoint& server, const std::string& login) : line_(server) {
    if (!line_.connect() || !read_until("* OK")) throw std::runtime_error("IMAP: no greeting");
    signed_in = command("LOGIN " + login + " pw").find("a OK") != std::string::npos;
  }
  // The whole answer to one command; empty when the session is gone.
  std::string command(const std::string& text) {
    if (!line_.write("a " + text + "\r\n") || !read_until("\na ")) return {};
    return answer_;
  }
  bool signed_in = false;

 private:
  bool read_until(const std::string& mark) {
    answer_ = "\n";
    char piece[4096];
    while (answer_.find(mark) == std::string::npos || !answer_.ends_with('\n')) {
      const std::size_t got = line_.read(piece, sizeof piece);
      if (got == 0) return false;
      answer_.append(piece, got);
    }
    return true;
  }
  wire line_;
  std::string answer_;
};

class mail_test : public testing::Test {
 protected:
  struct servers {
    support::slapd_server directory;
    support::smtp_sink sink;
    support::dovecot_server mail{directory, sink.port()};
  };
  static void SetUpTestSuite() { world = std::make_unique<servers>(); }
  static void TearDownTestSuite() { world.reset(); }

  mail_test() {
    static int number = 0;
    user = new_user("user" + std::to_string(++number));
    settings.doveadm = {world->mail.host(), world->mail.ports().doveadm, false, {}, bound};
    settings.imap = {world->mail.host(), world->mail.ports().imap, false, {}, bound};
    settings.master_user = world->mail.master_user();
    settings.api_key_file = secret("api-key", world->mail.doveadm_key());
    settings.master_password_file = secret("master", world->mail.master_password());
  }

  mailbox_ref new_user(const std::string& login) {
    world->directory.add(support::person_ldif(login));
    return {account_id{{1, ++last_id}}, "", login, login + "@example.org"};
  }

  std::filesystem::path secret(const std::string& name, const std::string& text) {
    const auto file = folder / name;
    support::write_file(file, text + "\n");
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    return file;
  }

  std::unique_ptr<dovecot_connector> opened() const {
    auto out = open(settings);
    if (!out) throw std::runtime_error(out.error().text());
    return std::move(*out);
  }

  outcome observe(const mailbox_ref& whom) const {
    outcome out;
    opened()->observe({&whom, 1}, [&](std::size_t, const outcome& how) { out = how; });
    return out;
  }
  outcome apply(const mailbox_ref& whom, const mailbox_condition& desired) const {
    outcome out;
    const change one{whom, desired};
    opened()->apply({&one, 1}, [&](std::size_t, const outcome& how) { out = how; });
    return out;
  }
  outcome remove(const mailbox_ref& whom) const {
    outcome out;
    opened()->remove({&whom, 1}, [&](std::size_t, const outcome& how) { out = how; });
    return out;
  }

  // The server's answer to the recipient or the message: "250", "550", ...
  std::string deliver(const std::string& to) const {
    auto out = support::run({std::string(TENURE_SOURCE_DIR) + "/tests/support/lmtp_send",
                             std::to_string(world->mail.ports().lmtp), to});
    while (out.out.ends_with('\n')) out.out.pop_back();
    return out.out;
  }

  static inline std::unique_ptr<servers> world;
  static inline std::uint64_t last_id = 0;
  static constexpr std::chrono::seconds bound{10};
  support::temp_folder folder{"dovecot"};
  mailbox_ref user;
  config settings;
};

}  // namespace tenure::dovecot
