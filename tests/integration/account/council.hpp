#pragma once
// A small council on real servers with the service running: what every story starts from. Its clock
// stands at nine in the morning, so that a date in a list is never a question of the hour.

#include "engine/model/instant.hpp"
#include "tests/support/tenure_service.hpp"

#include <string>
#include <vector>

namespace tenure::test {

struct council {
  council();

  // DD/MM/YYYY, as HR writes it: the day the council was made plus `days`.
  std::string day(int days) const;

  // One joiners' row, starting yesterday, applied and settled. Returns the login.
  std::string join(const std::string& hr_id, const std::string& given_name,
                   const std::string& surname, const std::string& type = "Employee",
                   const std::string& manager = "");
  void leave(const std::string& hr_id, int days, const std::string& reason = "Resigned");
  void advance(const std::string& period) { service.ask({"clock", "advance", period}); }
  void advance_to(const std::string& instant) { service.ask({"clock", "set", instant}); }
  // Waits until the engine has nothing left to do now.
  void settle() { advance("PT1S"); }
  // Finishes the account's open task of this kind, as `by`.
  void finish_task(const std::string& account, const std::string& kind, const std::string& by);

  std::string show(const std::string& account);  // `tenure account show`
  std::string state(const std::string& account) {
    return support::text_at(show(account), "/state");
  }
  bool has_task(const std::string& account, const std::string& kind);

  // --- the world, asked directly ---
  // The value of one attribute of the entry; "" when it has none. Throws when there is no entry.
  std::string attribute(const std::string& login, const std::string& name);
  bool has_entry(const std::string& login);
  bool closed_in_directory(const std::string& login);
  bool open_in_directory(const std::string& login);
  void set_password(const std::string& login);  // to "pw"
  bool may_sign_in(const std::string& login);   // IMAP with "pw"
  // Who has which rights on the INBOX, as doveadm shows it.
  std::string rights_on_inbox(const std::string& login);
  // The answer code of LMTP: "250", "550".
  std::string deliver(const std::string& address, int megabytes = 0);
  // Subjects of the notices to this address that arrived so far.
  std::vector<std::string> notices(const std::string& address);

  // Exports and verifies the trail; the number of its entries, none of which is missing.
  std::size_t verify_trail();
  // What the exported trail has on the account: its events, oldest first.
  std::vector<std::string> events(const std::string& account);

  support::slapd_server directory;
  support::smtp_sink sink;
  support::dovecot_server mail{directory, sink.port()};
  support::tenure_service service{directory, mail, sink};

 private:
  date today_;
};

}  // namespace tenure::test
