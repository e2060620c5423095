#include "engine/audit/leaf.hpp"

#include "tests/unit/audit/memory_journal.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace tenure::audit {
namespace {

leaf a_leaf() {
  leaf out;
  out.index = 7;
  out.at = *parse_instant("2026-11-22T01:26:20Z");
  out.committed = *parse_instant("2026-11-22T01:26:21Z");
  out.organisation = "Example";
  out.account = std::string(32, 'a');
  out.cause = std::string(32, 'c');
  out.event = "e";
  out.from = "f";
  out.to = "t";
  out.capacity = "hr";
  out.proof = "p";
  out.rules = {"r1", "r2"};
  out.facts = {{"a", "1"}, {"b", "two \"words\""}};
  out.personal = {{"actor", std::string(43, 'A') + "="}};
  return out;
}

TEST(leaves, are_read_back) {
  auto content = a_leaf();
  EXPECT_EQ(*read_leaf(to_text(content)), content);
  auto place = scan_leaf(to_text(content));
  EXPECT_EQ(place->index, 7u);
  content.facts.clear();
  content.rules.clear();
  content.personal.clear();
  EXPECT_EQ(*read_leaf(to_text(content)), content);
}

TEST(leaves, hold_every_character) {
  auto content = a_leaf();
  for (int c = 0; c < 0x80; ++c) content.event += static_cast<char>(c);
  content.event += "é€\U0001F511";
  std::string text = to_text(content);
  EXPECT_EQ(*read_leaf(text), content);
  EXPECT_EQ(boost::json::parse(text).at("event").as_string(), content.event);
}

TEST(leaves, have_one_form_only) {
  const std::string good = to_text(a_leaf());
  struct {
    const char* what;
    const char* by;
  } const edits[] = {
      {"{\"index\":7", "{\"index\":07"},
      {"{\"index\":7", "{\"index\":-7"},
      {"{\"index\":7", "{\"index\":7.0"},
      {"{\"index\":7", "{\"index\": 7"},
      {"{\"index\":7", "{\"index\":18446744073709551616"},
      {"{\"index\":7,", "{"},
      {"01:26:20.000000Z", "01:26:20Z"},
      {"01:26:20.000000Z", "01:26:60.000000Z"},
      {"2026-11-22T01:26:20", "2026-02-30T01:26:20"},
      {"aaaaaaaa\"", "aaaaaaaA\""},
      {"aaaaaaaa\"", "aaaaaaa\""},
      {"\"event\":\"e\"", "\"event\":\"\\u0065\""},
      {"\"event\":\"e\"", "\"event\":\"\\/\""},
      {"\"event\":\"e\"", "\"event\":\"\\u000a\""},
      {"\"event\":\"e\"", "\"event\":\"\\u001F\""},
      {"\"event\":\"e\"", "\"event\":\"\n\""},
      {"\"event\":\"e\"", "\"event\":\"\xff\""},
      {"\"event\":\"e\"", "\"event\":\"\xc0\x80\""},
      {"\"event\":\"e\"", "\"event\":\"\xed\xa0\x80\""},
      {"\"event\":\"e\"", "\"event\":null"},
      {"\"from\":\"f\",\"to\":\"t\"", "\"to\":\"t\",\"from\":\"f\""},
      {"\"a\":\"1\",", "\"b\":\"1\","},
      {"\"a\":\"1\",", "\"c\":\"1\","},
      {"\"a\":\"1\"", "\"a\":1"},
      {"[\"r1\",\"r2\"]", "[\"r1\",\"r2\",]"},
      {"[\"r1\",\"r2\"]", "[\"r1\" \"r2\"]"},
      {"AAA=", "AAB="},
      {"AAA=", "AA=="},
      {"AAA=", "A A="},
      {"AAA=\"}}", "AAA=\"}} "},
      {"AAA=\"}}", "AAA=\"}"},
  };
  for (const auto& edit : edits) {
    std::string text = good;
    ASSERT_NE(text.find(edit.what), std::string::npos) << edit.what;
    text.replace(text.find(edit.what), std::string_view(edit.what).size(), edit.by);
    EXPECT_FALSE(read_leaf(text)) << text;
    EXPECT_FALSE(scan_leaf(text)) << text;
  }
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    EXPECT_FALSE(read_leaf(std::string_view(good).substr(0, cut)));
  }
}

// Random edits: whatever is accepted must be exactly what would be written.
TEST(leaves, are_accepted_only_as_they_are_written) {
  constexpr std::uint64_t seed = 20261122;
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::string good = to_text(a_leaf());
  int accepted = 0;
  for (int round = 0; round < 50000; ++round) {
    std::string text = good;
    for (auto edits = 1 + random() % 3; edits > 0; --edits) {
      std::size_t at = random() % text.size();
      if (random() % 2) {
        text[at] = static_cast<char>(random());
      } else {
        text[at] = good[random() % good.size()];
      }
    }
    auto content = read_leaf(text);
    ASSERT_EQ(content.has_value(), scan_leaf(text).has_value()) << text;
    if (!content) continue;
    ++accepted;
    ASSERT_EQ(to_text(*content), text);
  }
  EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace tenure::audit
