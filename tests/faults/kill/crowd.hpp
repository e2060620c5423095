#pragma once
// Thousands of leavers and a few who stay, on real servers; and what must be true of them, counted
// in the directory, its change journal, on the mail server's disk, in the archive and in the trail.

#include "tests/support/tenure_service.hpp"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace tenure::test {

// LDAP writes of one entry, in order, as cn=accesslog has them.
struct entry_history {
  int deletes = 0;
  int closings = 0;          // modifications that set tenureAccountStatus to disabled
  bool undone = false;       // a later one set it to something else
};

struct crowd {
  explicit crowd(std::size_t leavers, std::size_t staying);

  std::string joiners_list() const;  // everybody
  std::string leavers_list() const;  // leaving dates of the last ten days
  // Reads who has which login from the service, and puts one or two messages into each mailbox.
  void receive_mail();

  // --- what is there ---
  std::map<std::string, std::string> entries(const std::string& filter);  // uid -> its LDIF
  std::map<std::string, entry_history> histories();                       // by uid
  std::map<std::string, int> states();      // `tenure account list`, whole states

  support::slapd_server directory;
  support::smtp_sink sink;
  support::dovecot_server mail{directory, sink.port()};
  support::tenure_service service{directory, mail, sink};

  std::size_t leaving, staying;
  std::vector<std::string> logins;         // by number; the first `leaving` leave
  std::vector<std::string> accounts;       // ids, in the same order
  std::vector<std::vector<std::string>> messages;
};

}  // namespace tenure::test
