#pragma once
// Dovecot 2.3 with Sieve: IMAP, LMTP, ManageSieve and doveadm over HTTP; accounts come from a
// slapd_server. Who may sign in: tenureAccountStatus=active. Who receives mail: not
// tenureDelivery=refused and not deleted. doveadm and the master user reach all but the deleted.
// Never runs as root (as root its `import` leaves files that the mailbox's user cannot read).

#include <cstdint>

#include "tests/support/child_server.hpp"
#include "tests/support/slapd_server.hpp"

namespace tenure::support {

struct dovecot_ports {
  std::uint16_t imap, imaps, lmtp, sieve, doveadm;
};

class dovecot_server : public child_server {
 public:
  // Started. `submission_port`: where redirect and vacation send to (an smtp_sink); 0: nowhere.
  explicit dovecot_server(const slapd_server& directory, std::uint16_t submission_port = 0);
  ~dovecot_server() override;

  std::string host() const { return "127.0.0.1"; }
  const dovecot_ports& ports() const { return ports_; }
  std::string ca_file() const { return folder() / "tls" / "cert.pem"; }
  // http://127.0.0.1:PORT/doveadm/v1, header "Authorization: X-Dovecot-API base64(key)".
  std::string doveadm_url() const;
  std::string doveadm_key() const { return secret("doveadm-key"); }
  // IMAP and ManageSieve login as UID*master opens UID's mailbox.
  std::string master_user() const { return "master"; }
  std::string master_password() const { return secret("master"); }

  // mail/UID: the folder that goes away with the mailbox. The messages stand in mail/UID/maildir.
  std::filesystem::path home(const std::string& uid) const;
  // Writes messages (LF or CRLF as given) straight into the mailbox: 5,000 in about 0.3 s.
  // `mailbox`: "" is INBOX, else e.g. ".Projects.A".
  void seed(const std::string& uid, const std::vector<std::string>& messages,
            const std::string& mailbox = "");
  // The INBOXes of many accounts at once.
  void seed(const std::map<std::string, std::vector<std::string>>& inboxes);
  // Messages on disk in all mailboxes of the account; 0 when there is no such home.
  std::size_t messages_on_disk(const std::string& uid) const;

 private:
  void write(const std::filesystem::path& maildir, const std::vector<std::string>& messages);
  dovecot_server(const slapd_server& directory, std::uint16_t submission_port,
                 const dovecot_ports& ports);
  bool answers() const override;
  std::vector<std::filesystem::path> logs() const override;

  dovecot_ports ports_;
  std::size_t seeded_ = 0;
};

}  // namespace tenure::support
