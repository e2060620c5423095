#pragma once
// How to reach a Dovecot 2.3 server. YAML:
//
//   doveadm:
//     host: mail.example.org
//     port: 8080
//     tls: true                      # false only towards this machine itself
//     apiKeyFile: /etc/tenure/doveadm.key
//   imap:
//     host: mail.example.org
//     port: 993
//     tls: true                      # TLS from the first byte (RFC 8314)
//     masterUser: master
//     masterPasswordFile: /etc/tenure/imap-master.password
//   caFile: /etc/ssl/certs/ca-certificates.crt    # optional: the system's
//   timeoutSeconds: 30               # 1..600, optional: silence after which a server is given up
//   forwardKeepsCopy: true           # optional: forwarded mail also stays in the mailbox
//   largestMessageMegabytes: 256     # 1..2047, optional: a longer message stops the reading

#include "engine/model/refusal.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tenure::dovecot {

struct endpoint {
  std::string host;
  std::uint16_t port = 0;
  bool tls = true;
  std::filesystem::path ca_file;  // empty: the system's
  std::chrono::seconds timeout{30};
};

struct config {
  endpoint doveadm;
  std::filesystem::path api_key_file;
  endpoint imap;
  std::string master_user;
  std::filesystem::path master_password_file;
  bool forward_keeps_copy = true;
  std::uint64_t largest_message = 256ULL << 20;  // bytes
};

// Refusals: config.* of connectors/common/settings.hpp, config.tls_needed.
result<config> parse_config(std::string_view yaml, const std::string& place);

}  // namespace tenure::dovecot
