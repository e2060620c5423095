#include "connectors/dovecot/config.hpp"

#include <gtest/gtest.h>

namespace tenure::dovecot {
namespace {

const std::string good =
    "doveadm:\n  host: mail.example.org\n  apiKeyFile: /k\n"
    "imap:\n  host: mail.example.org\n  masterUser: master\n  masterPasswordFile: /p\n";

TEST(dovecot_config, reads_what_is_said) {
  const auto out = parse_config(good + "timeoutSeconds: 5\nforwardKeepsCopy: false\n", "f");
  ASSERT_TRUE(out) << out.error().text();
  EXPECT_EQ(out->imap.port, 993);
  EXPECT_EQ(out->doveadm.port, 8080);
  EXPECT_TRUE(out->imap.tls && out->doveadm.tls);
  EXPECT_EQ(out->imap.timeout, std::chrono::seconds(5));
  EXPECT_FALSE(out->forward_keeps_copy);
}

TEST(dovecot_config, refuses) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "config."},
      {"imap:\n  host: a\n", "config.missing"},
      {good + "colour: red\n", "config.unknown_key"},
      {good + "  colour: red\n", "config.unknown_key"},
      {good + "timeoutSeconds: 0\n", "config.out_of_bounds"},
      {good + "timeoutSeconds: soon\n", "config.not_a_number"},
      {good + "forwardKeepsCopy: yes\n", "config.not_a_flag"},
      {good + "largestMessageMegabytes: 4096\n", "config.out_of_bounds"},
      {good + "  port: 65536\n", "config.out_of_bounds"},
      {good + "  port: 0\n", "config.out_of_bounds"},
      {good + "  tls: false\n", "config.tls_needed"},
      {good + "imap: x\n", "yaml."},
      {"doveadm: x\nimap: y\n", "config."},
  };
  for (const auto& [yaml, code] : rows) {
    const auto out = parse_config(yaml, "f");
    ASSERT_FALSE(out) << yaml;
    EXPECT_TRUE(out.error().code.starts_with(code)) << out.error().code << '\n' << yaml;
  }
}

}  // namespace
}  // namespace tenure::dovecot
