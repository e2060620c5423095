#include "tests/support/dovecot_server.hpp"

#include "tests/support/files.hpp"
#include "tests/support/free_port.hpp"

namespace tenure::support {

namespace {

std::map<std::string, std::string> settings(const slapd_server& directory,
                                            std::uint16_t submission_port,
                                            const dovecot_ports& ports) {
  return {{"LDAP_URI", directory.uri()},
          {"LDAP_DIR", directory.folder()},
          {"IMAP_PORT", std::to_string(ports.imap)},
          {"IMAPS_PORT", std::to_string(ports.imaps)},
          {"LMTP_PORT", std::to_string(ports.lmtp)},
          {"SIEVE_PORT", std::to_string(ports.sieve)},
          {"DOVEADM_PORT", std::to_string(ports.doveadm)},
          {"SUBMISSION", "127.0.0.1:" + std::to_string(submission_port)}};
}

}  // namespace

dovecot_server::dovecot_server(const slapd_server& directory, std::uint16_t submission_port)
    : dovecot_server(directory, submission_port,
                     {free_port(), free_port(), free_port(), free_port(), free_port()}) {
  start();
}

dovecot_server::dovecot_server(const slapd_server& directory, std::uint16_t submission_port,
                               const dovecot_ports& ports)
    : child_server("dovecot", settings(directory, submission_port, ports)), ports_(ports) {}

dovecot_server::~dovecot_server() { shut_down(); }

// master.pid appears after all listeners were opened; one of an earlier run may still be there.
bool dovecot_server::answers() const {
  const auto file = folder() / "run" / "master.pid";
  return std::filesystem::exists(file) && read_file(file) == std::to_string(pid()) + "\n" &&
         accepts_connections(ports_.imap) && accepts_connections(ports_.lmtp) &&
         accepts_connections(ports_.doveadm);
}

std::vector<std::filesystem::path> dovecot_server::logs() const {
  return {folder() / "dovecot.out", folder() / "dovecot.log"};
}

std::string dovecot_server::doveadm_url() const {
  return "http://127.0.0.1:" + std::to_string(ports_.doveadm) + "/doveadm/v1";
}

std::filesystem::path dovecot_server::home(const std::string& uid) const {
  return folder() / "mail" / uid;
}

void dovecot_server::seed(const std::string& uid, const std::vector<std::string>& messages,
                          const std::string& mailbox) {
  write(home(uid) / "maildir" / mailbox, messages);
  script({"adopt"});
}

void dovecot_server::seed(const std::map<std::string, std::vector<std::string>>& inboxes) {
  for (const auto& [uid, messages] : inboxes) {
    write(home(uid) / "maildir", messages);
  }
  script({"adopt"});
}

void dovecot_server::write(const std::filesystem::path& maildir,
                           const std::vector<std::string>& messages) {
  for (const char* part : {"new", "cur", "tmp"}) {
    std::filesystem::create_directories(maildir / part);
  }
  for (const auto& message : messages) {
    // Microseconds are scattered, as in life. Two counters that go on together would give four of
    // five names few places in Dovecot's hash table, and a FETCH of 5,000 would take twice as long.
    const auto name = std::to_string(1'700'000'000 + seeded_) + ".M" +
                      std::to_string(100'000 + seeded_ * 7919 % 900'000) + "P1.seed";
    ++seeded_;
    write_file(maildir / "new" / name, message);
  }
}

std::size_t dovecot_server::messages_on_disk(const std::string& uid) const {
  if (!std::filesystem::exists(home(uid))) {
    return 0;
  }
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home(uid))) {
    const auto parent = entry.path().parent_path().filename();
    count += entry.is_regular_file() && (parent == "new" || parent == "cur") ? 1 : 0;
  }
  return count;
}

}  // namespace tenure::support
