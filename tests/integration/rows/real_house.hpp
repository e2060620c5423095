#pragma once
// Mailboxes on real servers: a directory, a mail server, an SMTP server, an archive in a folder.
// What came of the engine's work is read from the directory by an administrator's own connection,
// from the mail server's files and from the SMTP server's, not through the connectors under test.

#include "tests/integration/rows/directory_reader.hpp"
#include "tests/integration/rows/ordered_faults.hpp"
#include "tests/support/dovecot_server.hpp"
#include "tests/support/slapd_server.hpp"
#include "tests/support/smtp_sink.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/world/world.hpp"

#include <map>
#include <memory>
#include <string>

namespace tenure::test {

// Started once; the mailboxes of a row are gone before the next one begins.
class mail_servers {
 public:
  mail_servers();
  ~mail_servers();
  void empty();  // no entry, no mail

  support::slapd_server directory{{.accesslog = false}};
  support::smtp_sink sink;
  support::dovecot_server mail{directory, sink.port()};

  struct ways_in;
  std::unique_ptr<ways_in> engines, somebodys;  // one's connections are not the other's
  std::unique_ptr<notifier> mailer;
  directory_reader entries{directory};
};

class real_house final : public mail_house {
 public:
  explicit real_house(mail_servers& on);  // empties the servers
  ~real_house() override;

  mail_ports ports() override;
  // As the service composes it. Who the row does not bring in has no mailbox to be written to;
  // their notices go to `somebody_else`.
  result<notice> compose(flow::engine& on, const flow::organisation& of,
                         const effects::work& item, instant now) override;
  std::optional<mailbox_condition> look(const account& of) override;
  std::optional<std::size_t> archived(const account& of) override;
  std::vector<arrived_notice> notices(account_id about) override;
  bool put_message(const account& to, const std::string& folder, const std::string& bytes,
                   instant received) override;
  std::size_t messages_in(const account& of, const std::string& folder) override;
  bool edit(const account& of, const mailbox_condition& fields) override;
  memory::fault_plan& faults(std::string_view call) override;

  static constexpr const char* somebody_else = "not.in.the.row@example.net";

 private:
  struct composed {
    account_id about;
    arrived_notice what;
    std::string address;
  };
  std::optional<mailbox_condition> entry_of(const account& of);
  void read_files(const account& of, mailbox_condition& into) const;

  mail_servers& servers_;
  support::temp_folder folder_{"rows"};  // the archive and its key
  std::unique_ptr<archive> shelf_;
  memory::fault_plan plan_;
  faulty_connector directory_;
  faulty_creator creator_;
  faulty_remover mail_remover_;
  faulty_sweeper sweeper_;
  faulty_archive archive_;
  std::size_t sent_before_ = 0;  // messages in the sink when the row began
  std::size_t put_ = 0;
  std::map<std::string, composed> composed_;  // by effect id
};

}  // namespace tenure::test
