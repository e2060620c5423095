// A real Dovecot with its directory, started once; each test finds no mailbox in it. What Dovecot
// holds is read from its files.
#include "connectors/dovecot/connector.hpp"
#include "connectors/dovecot/sieve.hpp"
#include "tests/conformance/connector/suite.hpp"
#include "tests/support/dovecot_server.hpp"
#include "tests/support/files.hpp"
#include "tests/support/slapd_server.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <stdexcept>

namespace tenure::conformance {
namespace {

namespace fs = std::filesystem;

struct mail_servers {
  support::slapd_server directory{{.accesslog = false}};
  support::dovecot_server mail{directory};
  std::set<std::string> logins;  // in the directory
};

std::unique_ptr<mail_servers> servers;

// Stops the servers while gtest still tells who failed.
struct servers_end : testing::Environment {
  void TearDown() override { servers.reset(); }
};
[[maybe_unused]] const auto* const end = testing::AddGlobalTestEnvironment(new servers_end);

// What vfile writes: "user=p2 lr", a letter for each right (doveadm-acl(1)).
delegate delegate_of(const std::string& line) {
  const auto blank = line.find(' ');
  std::string letters = line.substr(blank + 1);
  std::ranges::sort(letters);
  const std::string rights = letters == "lr"          ? "read"
                             : letters == "eiklprstw" ? "full"
                                                      : "letters " + letters;
  return {line.substr(5, blank - 5), rights};
}

class dovecot_subject : public subject {
 public:
  dovecot_subject() : connector_(opened()), somebody_else_(opened()) {
    std::string goodbye;
    for (const auto& login : servers->logins) {
      goodbye += "dn: uid=" + login + "," + servers->directory.people() +
                 "\nchangetype: delete\n\n";
      fs::remove_all(servers->mail.home(login));
    }
    if (!goodbye.empty()) servers->directory.modify(goodbye);
    servers->logins.clear();
  }

  connector& system() override { return *connector_; }
  mailbox_remover* remover() override { return connector_.get(); }
  message_finder* finder() override { return connector_.get(); }
  message_courier* courier() override { return connector_.get(); }
  message_sweeper* sweeper() override { return connector_.get(); }
  void put_message(const mailbox_ref& which, const std::string& folder, const std::string& bytes,
                   instant received) override {
    const auto in = maildir(which, folder);
    const auto file = in / "new" / ("1." + std::to_string(++put_) + ".conformance");
    fs::create_directories(in / "new");
    support::write_file(file, bytes);
    // INTERNALDATE is the file's time.
    const auto since_1970 = std::chrono::microseconds(received.micros);
    fs::last_write_time(file, std::chrono::file_clock::from_sys(
                                  std::chrono::sys_time<std::chrono::microseconds>(since_1970)));
    servers->mail.seed(which.login, {}, folder == "INBOX" ? "" : "." + folder);
  }
  // Lines on disk end as Dovecot likes; a mail program gets CRLF.
  std::vector<std::string> messages_in(const mailbox_ref& which,
                                       const std::string& folder) override {
    std::vector<std::string> out;
    for (const char* part : {"new", "cur"}) {
      const auto in = maildir(which, folder) / part;
      if (!fs::exists(in)) continue;
      for (const auto& file : fs::directory_iterator(in)) {
        std::string text;
        for (char c : support::read_file(file.path())) {
          if (c == '\n' && !text.ends_with('\r')) text += '\r';
          text += c;
        }
        out.push_back(std::move(text));
      }
    }
    std::ranges::sort(out);
    return out;
  }

  // Whether somebody may sign in is the directory's to say; Dovecot ends the sessions.
  std::vector<std::string_view> observes() override {
    return {"forwarding", "autoReply", "delegates"};
  }
  std::size_t batch() override { return 200; }  // of some eight doveadm commands each
  mailbox_ref put(const new_mailbox& what) override {
    std::vector<mailbox_ref> one;
    put_many({&what, 1}, one);
    return one.front();
  }
  void put_many(std::span<const new_mailbox> what, std::vector<mailbox_ref>& to) override {
    std::string people;
    std::map<std::string, std::vector<std::string>> mail;
    for (const auto& each : what) {
      const auto& login = each.account.login;
      people += support::person_ldif(login);
      mail[login] = {"Subject: one\r\n\r\nof " + login + "\r\n"};
      servers->logins.insert(login);
      to.push_back(ref_of(each.account));
    }
    servers->directory.add(people);
    servers->mail.seed(mail);
  }
  mailbox_condition look(const mailbox_ref& which) override {
    mailbox_condition out;
    dovecot::sieve_content script;
    const fs::path home = servers->mail.home(which.login);
    if (fs::exists(home / ".dovecot.sieve")) {
      const auto ours = dovecot::read_sieve(support::read_file(home / ".dovecot.sieve"));
      if (!ours) throw std::runtime_error("the active script is not Tenure's");
      script = *ours;
    }
    out.forwarding = script.forwarding;
    out.auto_reply = script.auto_reply;
    out.delegates.emplace();
    if (fs::exists(home / "maildir/dovecot-acl")) {
      std::istringstream lines(support::read_file(home / "maildir/dovecot-acl"));
      for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("user=")) out.delegates->push_back(delegate_of(line));
      }
    }
    std::ranges::sort(*out.delegates);
    return out;
  }
  std::string bystander(const mailbox_ref& which) override {
    return std::to_string(servers->mail.messages_on_disk(which.login)) + " messages\n" +
           servers->directory.search("(uid=" + which.login + ")", {"*", "entryCSN"});
  }
  void edit(const mailbox_ref& which, const mailbox_condition& to) override {
    const change one{which, to};
    somebody_else_->apply({&one, 1}, [](std::size_t, const outcome& how) {
      if (how.kind != outcome_class::done) throw std::runtime_error(how.detail);
    });
  }
  // The account and its empty INBOX stay until the directory's entry goes.
  bool gone(const mailbox_ref& which) override {
    return servers->mail.messages_on_disk(which.login) == 0 && look(which) == look({});
  }

 private:
  static fs::path maildir(const mailbox_ref& which, const std::string& folder) {
    const auto inbox = servers->mail.home(which.login) / "maildir";
    return folder == "INBOX" ? inbox : inbox / ("." + folder);
  }

  static std::unique_ptr<dovecot::dovecot_connector> opened() {
    if (!servers) servers = std::make_unique<mail_servers>();
    const auto& mail = servers->mail;
    dovecot::config settings;
    settings.doveadm = {mail.host(), mail.ports().doveadm, false, {}, std::chrono::seconds(30)};
    settings.imap = {mail.host(), mail.ports().imap, false, {}, std::chrono::seconds(30)};
    settings.master_user = mail.master_user();
    return std::make_unique<dovecot::dovecot_connector>(settings, mail.doveadm_key(),
                                                        mail.master_password());
  }

  std::unique_ptr<dovecot::dovecot_connector> connector_, somebody_else_;
  int put_ = 0;
};

std::unique_ptr<subject> make_dovecot() { return std::make_unique<dovecot_subject>(); }

INSTANTIATE_TEST_SUITE_P(Dovecot, Connector, testing::Values(&make_dovecot));

}  // namespace
}  // namespace tenure::conformance
