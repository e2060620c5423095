#pragma once
// The submission server notices go through. YAML:
//
//   host: mail.example.org
//   port: 587
//   security: starttls              # starttls | tls | none; none only towards this machine itself
//   from: tenure@example.org        # envelope and header sender
//   fromName: Mailbox service       # optional
//   user: tenure                    # optional, then passwordFile too
//   passwordFile: /etc/tenure/smtp.password
//   caFile: /etc/ssl/ca.pem         # optional: the system's
//   timeoutSeconds: 60              # 1..600, optional: the longest one notice may take

#include "engine/model/refusal.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tenure::smtp {

enum class security { starttls, tls, none };

struct config {
  std::string host;
  std::uint16_t port = 587;
  enum security security = security::starttls;
  std::string from;
  std::string from_name;
  std::string user;  // empty: no AUTH
  std::filesystem::path password_file;
  std::filesystem::path ca_file;
  std::chrono::seconds timeout{60};
};

// Refusals: config.* of connectors/common/settings.hpp, config.security, config.tls_needed,
// config.address.
result<config> parse_config(std::string_view yaml, const std::string& place);

}  // namespace tenure::smtp
