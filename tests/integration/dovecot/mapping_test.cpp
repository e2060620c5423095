// Names, dates and scripts: table tests without a server.
#include "connectors/dovecot/mapping.hpp"
#include "connectors/dovecot/sieve.hpp"

#include <gtest/gtest.h>

namespace tenure::dovecot {
namespace {

TEST(dovecot_mapping, modified_utf7) {
  const struct {
    const char* coded;
    std::optional<std::string> name;
  } rows[] = {
      {"INBOX", "INBOX"},
      {"", ""},
      {"R&-D", "R&D"},
      {"K&AOQ-se", "Käse"},
      {"&U,BTFw-", "台北"},
      {"&2D3eAA-", "😀"},
      {"~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"},
      {"K&AOQse", std::nullopt},    // no end
      {"&", std::nullopt},
      {"&A-", std::nullopt},        // no whole character
      {"&AOR-", std::nullopt},      // bits left over
      {"&U/BTFw-", std::nullopt},   // '/' is no digit here
      {"&2D0-", std::nullopt},      // half of a pair
      {"&3gA-", std::nullopt},      // the other half alone
      {"K\xc3\xa4se", std::nullopt},
      {"a\tb", std::nullopt},
  };
  for (const auto& row : rows) EXPECT_EQ(decode_utf7(row.coded), row.name) << row.coded;
}

TEST(dovecot_mapping, internal_dates) {
  const struct {
    const char* text;
    const char* instant;  // nullptr: refused
  } rows[] = {
      {"22-Nov-2026 01:26:20 +0000", "2026-11-22T01:26:20.000000Z"},
      {"22-Nov-2026 01:26:20 +0100", "2026-11-22T00:26:20.000000Z"},
      {" 1-Jan-1970 00:00:00 -0130", "1970-01-01T01:30:00.000000Z"},
      {"31-Dec-1969 23:59:59 +0000", "1969-12-31T23:59:59.000000Z"},
      {"29-Feb-2023 00:00:00 +0000", nullptr},
      {"22-nov-2026 01:26:20 +0000", nullptr},
      {"22-ovD-2026 01:26:20 +0000", nullptr},
      {"22-Nov-2026 24:00:00 +0000", nullptr},
      {"22-Nov-2026 01:60:20 +0000", nullptr},
      {"22-Nov-2026 01:26:20 00000", nullptr},
      {"22-Nov-2026 01:26:20 +00", nullptr},
      {"-2-Nov-2026 01:26:20 +0000", nullptr},
      {"", nullptr},
  };
  for (const auto& row : rows) {
    const auto got = parse_internal_date(row.text);
    EXPECT_EQ(got.has_value(), row.instant != nullptr) << row.text;
    if (got && row.instant) EXPECT_EQ(to_text(*got), row.instant);
  }
}

TEST(dovecot_mapping, base64_both_ways) {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"\xff\xfe\xfd", "//79"}};
  for (const auto& [bytes, text] : rows) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(base64_decode(text), bytes);
  }
  EXPECT_FALSE(base64_decode("Zg=\r="));
}

TEST(dovecot_mapping, rights) {
  EXPECT_EQ(delegate_rights("read lookup"), "read");
  const char* full = "lookup read write write-seen write-deleted insert post expunge create";
  EXPECT_EQ(delegate_rights(full), "full");
  for (const char* other : {"", "lookup", "lookup read admin", "read read"}) {
    EXPECT_EQ(delegate_rights(other), "other") << other;
  }
}

TEST(dovecot_sieve, reads_only_what_it_wrote) {
  const sieve_content content{"a@example.net", "text \"q\" \\ ${x}\n.\n", "me@example.org", "mine",
                              true};
  const auto script = sieve_script(content);
  ASSERT_TRUE(script);
  EXPECT_EQ(read_sieve(*script), content);
  std::string crlf;
  for (char c : *script) crlf += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(read_sieve(crlf), content) << "a server may change line ends";
  for (std::size_t at = 0; at < script->size(); ++at) {
    std::string changed = *script;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    const auto read = read_sieve(changed);
    EXPECT_FALSE(read == content) << "at " << at;
  }
  EXPECT_FALSE(read_sieve(*script + "keep;\n"));
  EXPECT_FALSE(read_sieve("redirect \"a@example.net\";"));
  EXPECT_FALSE(read_sieve(""));
}

}  // namespace
}  // namespace tenure::dovecot
