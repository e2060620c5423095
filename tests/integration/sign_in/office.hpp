#pragma once
// A real store with the service running, and four people in the directory: helen and hugo of HR,
// dora the data protection officer, abe the auditor. Each types in a login session of their own
// (XDG_RUNTIME_DIR), all as this process's user.

#include "tests/support/tenure_service.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tenure::test {

struct office {
  explicit office(support::service_options how = real());
  static support::service_options real();

  // As `login` types it. An empty login: somebody who never signed in.
  support::command_result as(const std::string& login, std::vector<std::string> words);
  support::command_result sign_in(const std::string& login, const std::string& password);
  void change(const std::string& login, const std::string& ldif_changes);

  std::filesystem::path home(const std::string& login) const;
  std::filesystem::path token_file(const std::string& login) const;  // throws when there is none
  std::string token(const std::string& login) const;

  static constexpr const char* password = "correct horse battery";

  support::slapd_server directory;
  support::smtp_sink sink;
  support::dovecot_server mail{directory, sink.port()};
  support::tenure_service service;
};

}  // namespace tenure::test
