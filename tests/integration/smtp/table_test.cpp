// What an ended conversation means, and what the configuration refuses: no server needed.
#include "connectors/smtp/config.hpp"
#include "connectors/smtp/errors.hpp"

#include <gtest/gtest.h>

namespace tenure::smtp {
namespace {

TEST(smtp_errors, by_table) {
  const struct {
    const char* what;
    conversation talk;
    outcome_class kind;
  } rows[] = {
      {"all well", {"DATA", "250 ok", 250, true, true, true, "", false}, outcome_class::done},
      {"answer lost", {"DATA", "354", 354, true, true, false, "gone", false},
       outcome_class::unknown_outcome},
      {"broken off in the data", {"DATA", "354", 354, true, false, false, "gone", false},
       outcome_class::transient},
      {"greylisted", {"RCPT", "451", 451, false, false, false, "x", false},
       outcome_class::transient},
      {"no such mailbox", {"RCPT", "550", 550, false, false, false, "x", false},
       outcome_class::invalid},
      {"sender refused", {"MAIL", "553", 553, false, false, false, "x", false},
       outcome_class::denied},
      {"sign-in refused", {"AUTH", "535", 535, false, false, false, "x", false},
       outcome_class::denied},
      {"sign-in needed", {"MAIL", "530", 530, false, false, false, "x", false},
       outcome_class::denied},
      {"sign-in not now", {"AUTH", "454", 454, false, false, false, "x", false},
       outcome_class::transient},
      {"content refused", {"DATA", "554", 554, true, true, true, "x", false},
       outcome_class::invalid},
      {"server full", {"DATA", "452", 452, true, true, true, "x", false},
       outcome_class::transient},
      {"shutting down", {"", "421", 421, false, false, false, "x", false},
       outcome_class::transient},
      {"wrong certificate", {"STAR", "220", 220, false, false, false, "x", true},
       outcome_class::denied},
      {"no connection", {"", "", 0, false, false, false, "x", false}, outcome_class::transient},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(to_text(judge(row.talk).kind), to_text(row.kind)) << row.what;
  }
}

TEST(smtp_config, refuses) {
  const std::string good = "host: mail.example.org\nfrom: a@example.org\n";
  ASSERT_TRUE(parse_config(good, "f"));
  const std::pair<std::string, std::string> rows[] = {
      {"", "config."},
      {"host: a\n", "config."},
      {good + "security: none\n", "config.tls_needed"},
      {good + "security: maybe\n", "config.security"},
      {good + "fromName: \"a\\nb\"\n", "config.address"},
      {"host: a\nfrom: \"a@b\\r\\nc\"\n", "config.address"},
      {good + "user: a\n", "config.missing"},
      {good + "passwordFile: /p\n", "config.missing"},
      {good + "port: 0\n", "config.out_of_bounds"},
      {good + "timeoutSeconds: 601\n", "config.out_of_bounds"},
      {good + "password: secret\n", "config.unknown_key"},
  };
  for (const auto& [yaml, code] : rows) {
    const auto out = parse_config(yaml, "f");
    ASSERT_FALSE(out) << yaml;
    EXPECT_TRUE(out.error().code.starts_with(code)) << out.error().code << '\n' << yaml;
  }
}

}  // namespace
}  // namespace tenure::smtp
