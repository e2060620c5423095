// A session is refused in every way but one.
#include "engine/service/sessions.hpp"

#include "engine/model/digest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace tenure::service {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class settings_in_memory final : public setting_table {
 public:
  std::optional<std::string> get(std::string_view name) override {
    auto found = all.find(name);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  void put(std::string_view name, std::string_view value) override {
    all[std::string(name)] = value;
  }
  std::vector<std::pair<std::string, std::string>> with_prefix(std::string_view prefix) override {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& [name, value] : all) {
      if (name.starts_with(prefix)) out.emplace_back(name, value);
    }
    return out;
  }
  std::map<std::string, std::string, std::less<>> all;
};

class counting final : public entropy {
 public:
  void fill(std::span<std::byte> bytes) override {
    ++next_;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::byte((next_ >> i % 8 * 8) + i);
  }

 private:
  std::uint64_t next_ = 0xABCD'0000;
};

class sessions : public testing::Test {
 protected:
  session_book book(std::chrono::microseconds after = 0us) { return {kept, begun + after}; }
  std::string begin(const std::string& id = "e-1", std::int64_t uid = 1000,
                    std::chrono::microseconds after = 0us) {
    return book(after)
        .begin({.directory_id = id, .login = "ann", .how = "ldap bind", .uid = uid, .begun = {},
                .used = {}},
               random)
        .value();
  }
  std::string code(const std::string& token, std::int64_t uid = 1000,
                   std::chrono::microseconds after = 0us) {
    auto found = book(after).use(token, uid);
    return found ? "" : found.error().code;
  }

  settings_in_memory kept;
  counting random;
  instant begun{1'900'000'000'000'000};
};

TEST_F(sessions, knows_its_holder) {
  auto token = begin();
  EXPECT_EQ(token.size(), 64u);
  auto found = book(1min).use(token, 1000);
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_EQ(found->directory_id, "e-1");
  EXPECT_EQ(found->login, "ann");
  EXPECT_EQ(found->how, "ldap bind");
  EXPECT_EQ(found->begun, begun);
  EXPECT_EQ(found->used, begun + 1min);
}

TEST_F(sessions, refuse_every_other_token) {
  auto token = begin();
  auto upper = token;
  for (char& c : upper) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  ASSERT_NE(upper, token);
  auto flipped = token;
  flipped.back() = flipped.back() == '0' ? '1' : '0';
  const std::string hash = sha256_hex(token);
  const std::string wrong[] = {"",           "0",           flipped,      upper,
                               token + "0",  " " + token,   token + "\n", token.substr(0, 63),
                               token + token, hash,         "e-1",        std::string(64, '0'),
                               kept.all.at("session.0")};
  for (const auto& each : wrong) EXPECT_EQ(code(each), "session.denied") << each;
  EXPECT_EQ(code(token), "");
}

TEST_F(sessions, belong_to_one_os_user) {
  auto token = begin("e-1", 1000);
  for (std::int64_t uid : {0, 1001, -1, 65'534}) {
    EXPECT_EQ(code(token, uid), "session.denied") << uid;
    EXPECT_FALSE(book().end(token, uid)) << uid;
  }
  EXPECT_EQ(code(token), "");
  EXPECT_EQ(code(begin("e-2", -1), -1), "session.denied") << "whose user is not known";
}

TEST_F(sessions, end_by_themselves) {
  struct row {
    std::chrono::microseconds used_at, asked_at;
    const char* code;
    const char* says;
  };
  const row rows[] = {
      {0us, 15min - 1us, "", ""},
      {0us, 15min, "session.ended.denied", "15 minutes"},
      {0us, 16min, "session.ended.denied", "15 minutes"},
      {0us, 24h * 365, "session.ended.denied", "15 minutes"},
      {10min, 24min, "", ""},
      {10min, 25min, "session.ended.denied", "15 minutes"},
      {10min, 9min, "session.ended.denied", ""},    // the clock went back
      {0us, -1us, "session.ended.denied", ""},
  };
  for (const auto& row : rows) {
    kept.all.clear();
    auto token = begin();
    ASSERT_EQ(code(token, 1000, row.used_at), "");
    auto found = book(row.asked_at).use(token, 1000);
    EXPECT_EQ(found ? "" : found.error().code, row.code) << row.asked_at.count();
    if (found) continue;
    EXPECT_THAT(found.error().message, HasSubstr(row.says));
    EXPECT_EQ(code(token, 1000, row.used_at), "session.denied") << "what ended stays ended";
  }
}

TEST_F(sessions, are_over_after_eight_hours_however_busy) {
  auto token = begin();
  std::chrono::microseconds at = 0us;
  for (; at < 8h; at += 10min) ASSERT_EQ(code(token, 1000, at), "") << at.count();
  auto found = book(at).use(token, 1000);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "session.ended.denied");
  EXPECT_THAT(found.error().message, HasSubstr("8 hours"));
}

TEST_F(sessions, end_when_told) {
  auto mine = begin("e-1", 1000), other = begin("e-2", 1000);
  EXPECT_TRUE(book().end(mine, 1000));
  EXPECT_EQ(code(mine), "session.denied");
  EXPECT_FALSE(book().end(mine, 1000));
  EXPECT_EQ(code(other), "");
}

TEST_F(sessions, of_one_person_and_user_follow_each_other) {
  auto first = begin("e-1", 1000), elsewhere = begin("e-1", 1001), second = begin("e-1", 1000);
  EXPECT_NE(first, second);
  EXPECT_EQ(code(first), "session.denied");
  EXPECT_EQ(code(second), "");
  EXPECT_EQ(code(elsewhere, 1001), "");
}

TEST_F(sessions, keep_only_the_hash_and_no_more_places_than_needed) {
  std::set<std::string> tokens;
  for (int i = 0; i < 500; ++i) tokens.insert(begin("e-" + std::to_string(i % 5)));
  EXPECT_EQ(tokens.size(), 500u);
  EXPECT_EQ(kept.all.size(), 5u);
  for (const auto& [name, value] : kept.all) {
    for (const auto& token : tokens) EXPECT_THAT(value, testing::Not(HasSubstr(token)));
  }
}

TEST_F(sessions, are_not_without_number) {
  for (std::size_t i = 0; i < sessions_max; ++i) begin("e-" + std::to_string(i));
  auto more = book().begin({.directory_id = "e-x", .login = "x", .how = "x", .uid = 1000,
                            .begun = {}, .used = {}}, random);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, "session.busy");
  EXPECT_EQ(kept.all.size(), sessions_max);
  EXPECT_EQ(code(begin("e-x", 1000, 15min), 1000, 15min), "") << "idle ones make room";
  EXPECT_EQ(kept.all.size(), sessions_max);
}

TEST_F(sessions, that_cannot_be_read_are_nobodys) {
  auto token = begin();
  const auto good = kept.all.at("session.0");
  const std::pair<const char*, const char*> edits[] = {
      {"\"1000\"", "\"-1\""}, {"\"1000\"", "\"0\""}, {"\"1000\"", "\"1000 \""},
      {"\"1000\"", "\"99999999999999999999\""}, {"\"1000\"", "1000"}, {"begun", "began"},
      {"Z\"", "\""}, {"{", "["}};
  for (const auto& [from, to] : edits) {
    auto text = good;
    text.replace(text.find(from), std::string(from).size(), to);
    kept.all["session.0"] = text;
    EXPECT_EQ(code(token), "session.denied") << text;
  }
  kept.all["session.0"] = good;
  EXPECT_EQ(code(token), "");
}

}  // namespace
}  // namespace tenure::service
