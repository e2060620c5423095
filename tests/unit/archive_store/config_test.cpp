#include "connectors/archive_store/config.hpp"

#include "tests/unit/archive_store/archive_fixture.hpp"

#include <cstdio>
#include <cstdlib>

namespace tenure::archive_store {
namespace {

constexpr std::string_view good = "folder: /a\nkey: k1\nkeys:\n  k1: /k\n";

TEST(archive_config, reads_what_is_said) {
  const auto out = parse_config(std::string(good) + "segmentMegabytes: 2\ncompression: 9\n", "f");
  ASSERT_TRUE(out) << out.error().text();
  EXPECT_EQ(out->folder, "/a");
  EXPECT_EQ(out->keys.at("k1"), "/k");
  EXPECT_EQ(out->segment_bytes, 2u << 20);
  EXPECT_EQ(out->compression, 9);
}

TEST(archive_config, refuses) {
  const struct {
    std::string yaml, code, place;
  } rows[] = {
      {"", "config.not_a_map", ""},
      {"folder: /a\n", "config.missing", "f:1"},
      {"key: k1\nkeys:\n  k1: /k\n", "config.missing", "f:1"},
      {"folder: [a]\nkey: k1\nkeys:\n  k1: /k\n", "config.not_text", "f:1"},
      {std::string(good) + "speed: 3\n", "config.unknown_key", "f:5"},
      {std::string(good) + "segmentMegabytes: 0\n", "config.out_of_bounds", "f:5"},
      {std::string(good) + "segmentMegabytes: 1025\n", "config.out_of_bounds", "f:5"},
      {std::string(good) + "segmentMegabytes: 010\n", "config.not_a_number", "f:5"},
      {std::string(good) + "segmentMegabytes: 4x\n", "config.not_a_number", "f:5"},
      {std::string(good) + "compression: 20\n", "config.out_of_bounds", "f:5"},
      {"folder: /a\nkey: k2\nkeys:\n  k1: /k\n", "config.key_without_file", "f:2"},
      {"folder: /a\nkey: k1\nkeys: /k\n", "config.not_a_map", "f:3"},
      {"folder: /a\nkey: K\nkeys:\n  K: /k\n", "config.key_name", "f:4"},
      {"folder: /a\nkey: k\nkeys:\n  12345678901234567: /k\n", "config.key_name", "f:4"},
      {"folder: /a\nfolder: /b\n", "yaml.", ""},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.yaml);
    const auto out = parse_config(row.yaml, "f");
    ASSERT_FALSE(out);
    EXPECT_TRUE(out.error().code.starts_with(row.code)) << out.error().code;
    if (!row.place.empty()) EXPECT_EQ(out.error().place, row.place);
  }
}

TEST_F(archive_test, refuses_keys_that_are_none) {
  const std::string good_key(64, 'a');
  const struct {
    std::string content;
    std::filesystem::perms mode;
    std::string code;
  } rows[] = {
      {std::string(63, 'a'), std::filesystem::perms(0600), "archive.key_bad"},
      {std::string(66, 'a'), std::filesystem::perms(0600), "archive.key_bad"},
      {std::string(64, 'g'), std::filesystem::perms(0600), "archive.key_bad"},
      {good_key + " x", std::filesystem::perms(0600), "archive.key_bad"},
      {good_key + "\n" + good_key, std::filesystem::perms(0600), "secret.bad"},
      {"", std::filesystem::perms(0600), "secret.bad"},
      {good_key, std::filesystem::perms(0640), "secret.too_open"},
      {good_key, std::filesystem::perms(0604), "secret.too_open"},
  };
  for (const auto& row : rows) {
    const auto file = folder / "k1.key";
    std::filesystem::remove(file);
    support::write_file(file, row.content);
    std::filesystem::permissions(file, row.mode);
    const auto out = open(settings);
    ASSERT_FALSE(out) << row.content;
    EXPECT_EQ(out.error().code, row.code);
    EXPECT_EQ(out.error().text().find("aaaa"), std::string::npos) << "shows the key";
  }
  settings.keys["k1"] = folder / "absent";
  EXPECT_EQ(open(settings).error().code, "secret.unreadable");
  settings.folder = folder / "absent";
  EXPECT_EQ(open(settings).error().code, "archive.folder_missing");
}

// In a process of its own, because OpenSSL reads its configuration once.
TEST_F(archive_test, an_openssl_without_the_cipher_is_refused_before_anything_is_written) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto opened_without = [this] {
    const auto file = folder / "openssl.cnf";
    support::write_file(file, "openssl_conf = a\n[a]\nproviders = b\n[b]\nbase = c\n"
                              "[c]\nactivate = 1\n");
    ::setenv("OPENSSL_CONF", file.c_str(), 1);
    const auto out = open(settings);
    std::fprintf(stderr, "%s\n", out ? "opened" : out.error().code.c_str());
    std::filesystem::remove_all(folder.path());
    std::_Exit(out ? 0 : 3);
  };
  EXPECT_EXIT(opened_without(), testing::ExitedWithCode(3), "archive.no_cipher");
}

}  // namespace
}  // namespace tenure::archive_store
