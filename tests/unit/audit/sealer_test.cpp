#include "engine/audit/sealer.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/audit/log_head.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <stdexcept>

namespace tenure::audit {
namespace {

class counting_entropy final : public entropy {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (auto& byte : bytes) byte = std::byte{next_++};
  }

 private:
  unsigned char next_ = 1;
};

journal_entry an_entry() {
  journal_entry out;
  out.at = *parse_instant("2026-11-22T01:26:20Z");
  out.account = *account_id::parse("000102030405060708090a0b0c0d0e0f");
  out.cause = *event_id::parse("ffffffffffffffffffffffffffffffff");
  out.event = "leaver.notified";
  out.from = "active";
  out.to = "leaving.waiting";
  out.by = {"1042", "hr", "peer uid 1000"};
  out.rules = {"CAM-11a", "CAM-11c"};
  out.facts = {{"list", "9f"}, {"row", "12"}};
  out.personal = {{"address", "jane.smith@example.org"}};
  return out;
}

class sealing : public testing::Test {
 protected:
  sealed_entry seal(const journal_entry& entry, std::uint64_t index = 0,
                    std::string_view head = {}) {
    return sealer_->seal(entry, index, *parse_instant("2026-11-22T01:26:21Z"), head);
  }

  counting_entropy salts_;
  std::unique_ptr<sealer> sealer_ = make_sealer(salts_, "Example");
};

TEST_F(sealing, writes_the_documented_form) {
  auto sealed = seal(an_entry());
  auto commit = [&](std::size_t i) {
    return base64(commitment(sealed.personal[i].salt, sealed.personal[i].value));
  };
  EXPECT_EQ(sealed.leaf,
            "{\"index\":0,\"at\":\"2026-11-22T01:26:20.000000Z\","
            "\"committed\":\"2026-11-22T01:26:21.000000Z\",\"organisation\":\"Example\","
            "\"account\":\"000102030405060708090a0b0c0d0e0f\","
            "\"cause\":\"ffffffffffffffffffffffffffffffff\",\"event\":\"leaver.notified\","
            "\"from\":\"active\",\"to\":\"leaving.waiting\","
            "\"actor\":{\"capacity\":\"hr\",\"proof\":\"peer uid 1000\"},"
            "\"rules\":[\"CAM-11a\",\"CAM-11c\"],\"facts\":{\"list\":\"9f\",\"row\":\"12\"},"
            "\"personal\":{\"actor\":\"" +
                commit(0) + "\",\"address\":\"" + commit(1) + "\"}}");
  EXPECT_EQ(sealed.leaf_hash, bytes_of(leaf_hash(sealed.leaf)));
}

TEST_F(sealing, puts_no_personal_value_into_the_leaf) {
  auto sealed = seal(an_entry());
  EXPECT_EQ(sealed.leaf.find("1042"), std::string::npos);
  EXPECT_EQ(sealed.leaf.find("jane"), std::string::npos);
  ASSERT_EQ(sealed.personal.size(), 2u);
  EXPECT_EQ(sealed.personal[0].name, "actor");
  EXPECT_EQ(sealed.personal[0].value, "1042");
  EXPECT_NE(sealed.personal[0].salt, sealed.personal[1].salt);
  EXPECT_EQ(sealed.personal[0].salt.size(), 32u);
}

TEST_F(sealing, carries_the_head_from_entry_to_entry) {
  std::string head;
  frontier tree;
  for (std::uint64_t i = 0; i < 70; ++i) {
    auto sealed = seal(an_entry(), i, head);
    tree.append(digest_of(sealed.leaf_hash));
    head = sealed.head;
    ASSERT_EQ(parse_head(head)->tree, tree) << i;
  }
}

TEST_F(sealing, never_extends_a_head_that_is_not_its_own) {
  std::string head = seal(an_entry()).head;
  EXPECT_THROW(seal(an_entry(), 0, head), std::logic_error);
  EXPECT_THROW(seal(an_entry(), 2, head), std::logic_error);
  EXPECT_THROW(seal(an_entry(), 1, ""), std::logic_error);
  EXPECT_THROW(seal(an_entry(), 1, head.substr(1)), std::logic_error);
  EXPECT_THROW(seal(an_entry(), 1, head + "x"), std::logic_error);
  EXPECT_NO_THROW(seal(an_entry(), 1, head));
}

TEST_F(sealing, does_not_follow_a_clock_that_went_back) {
  auto first = seal(an_entry());
  auto second = sealer_->seal(an_entry(), 1, *parse_instant("2026-11-21T00:00:00Z"), first.head);
  EXPECT_EQ(read_leaf(second.leaf)->committed, *parse_instant("2026-11-22T01:26:21Z"));
  auto third = sealer_->seal(an_entry(), 2, *parse_instant("2026-11-23T00:00:00Z"), second.head);
  EXPECT_EQ(read_leaf(third.leaf)->committed, *parse_instant("2026-11-23T00:00:00Z"));
}

TEST_F(sealing, keeps_large_evidence_by_its_hash) {
  auto entry = an_entry();
  entry.facts["report"] = std::string(70000, 'r');
  auto sealed = seal(entry);
  EXPECT_LE(sealed.leaf.size(), max_leaf_bytes);
  auto content = read_leaf(sealed.leaf);
  ASSERT_TRUE(content) << content.error().text();
  EXPECT_EQ(content->facts["report"],
            "sha256:" + hex(bytes_of(sha256(std::string(70000, 'r')))));
  EXPECT_EQ(sealed.personal.back().name, "facts.report");
  EXPECT_EQ(sealed.personal.back().value.size(), 70000u);
}

TEST_F(sealing, moves_only_what_does_not_fit) {
  auto entry = an_entry();
  entry.facts["small"] = std::string(30000, 's');
  entry.facts["large"] = std::string(40000, 'l');
  auto content = read_leaf(seal(entry).leaf);
  ASSERT_TRUE(content);
  EXPECT_EQ(content->facts["small"].size(), 30000u);
  EXPECT_TRUE(content->facts["large"].starts_with("sha256:"));
}

TEST_F(sealing, refuses_what_can_never_fit) {
  auto entry = an_entry();
  entry.rules.assign(10000, "CAM-11a");
  EXPECT_THROW(seal(entry), std::logic_error);
  entry = an_entry();
  entry.personal["actor"] = "somebody else";
  EXPECT_THROW(seal(entry), std::logic_error);
}

TEST_F(sealing, writes_json_that_another_parser_reads) {
  auto entry = an_entry();
  entry.facts = {{"quoted \"name\"", "a\\b\n\t\x01\x1f"}, {"latin", "caf\xe9"}, {"ok", "café"}};
  auto value = boost::json::parse(seal(entry).leaf);
  EXPECT_EQ(value.at("facts").at("quoted \"name\"").as_string(), "a\\b\n\t\x01\x1f");
  EXPECT_EQ(value.at("facts").at("latin").as_string(), "caf\xEF\xBF\xBD");
  EXPECT_EQ(value.at("facts").at("ok").as_string(), "café");
  EXPECT_TRUE(read_leaf(seal(entry).leaf));
}

}  // namespace
}  // namespace tenure::audit
