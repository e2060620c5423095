#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/personal_file.hpp"
#include "engine/audit/publisher.hpp"
#include "engine/audit/receipt.hpp"
#include "engine/audit/show.hpp"
#include "engine/audit/tile.hpp"
#include "engine/audit/verify_export.hpp"
#include "tests/unit/audit/export_fixture.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tenure::audit {
namespace {

namespace fs = std::filesystem;

TEST_F(exports, of_any_size_verify) {
  for (std::size_t size : {0, 1, 255, 256, 257, 1000}) {
    SCOPED_TRACE(size);
    fs::remove_all(export_);
    in_memory_.clear();
    make(size - journal_.spoil().rows.size(), true);
    auto done = verify_export(files_in(export_), key_.verifier());
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(done->head.size, size);
    EXPECT_EQ(done->personal_values, 2 * size);
  }
}

TEST_F(exports, need_an_empty_folder) {
  make(3);
  EXPECT_EQ(export_trail(journal_, now, key_, export_).error().code, "audit.export.not_empty");
}

TEST_F(exports, are_refused_without_the_right_key) {
  make(3);
  auto other = *signing_key::from_seed("example.org/tenure", std::string(32, 'o'));
  auto done = verify_export(files_in(export_), other.verifier());
  EXPECT_EQ(done.error().code, "audit.checkpoint.unsigned");
}

TEST_F(exports, are_refused_with_a_file_too_few_or_too_many) {
  make(600, true);
  for (const auto& [name, bytes] : in_memory_) {
    auto files = in_memory_;
    files.erase(name);
    EXPECT_EQ(code(files), name == "personal.jsonl" ? "ok" : "audit.export.missing") << name;
    files = in_memory_;
    files[name] += 'x';
    EXPECT_NE(code(files), "ok") << name;
    files[name] = bytes.substr(0, bytes.size() - 1);
    EXPECT_NE(code(files), "ok") << name;
    files[name] = "";
    EXPECT_EQ(code(files), name == "personal.jsonl" ? "ok" : code(files)) << name;
  }
  for (const char* name : {"README", "tile/0/003", "tile/0/002.p/89", "tile/entries/002.p/200",
                           "tile/0/000.p/7", "tile/2/000.p/1", "checkpoint.new"}) {
    auto files = in_memory_;
    files[name] = "";
    EXPECT_EQ(code(files), "audit.export.unexpected_file") << name;
  }
}

TEST_F(exports, may_keep_earlier_parts_of_the_last_tile) {
  make(600);
  auto files = in_memory_;
  std::string bundle = files["tile/entries/002.p/88"], tile = files["tile/0/002.p/88"];
  std::string_view rest = bundle;
  take_entry(rest);
  files["tile/0/002.p/1"] = tile.substr(0, 32);
  files["tile/entries/002.p/1"] = bundle.substr(0, bundle.size() - rest.size());
  EXPECT_EQ(code(files), "ok");
  files["tile/0/002.p/1"][3] ^= 1;
  EXPECT_EQ(code(files), "audit.export.unexpected_file");
}

// An operator who signs what is wrong: hashes and signature fit, the content does not.
TEST_F(exports, are_refused_when_correctly_signed_entries_contradict_themselves) {
  journal_.append(3);
  const std::string good[] = {journal_.spoil().rows[0].leaf, journal_.spoil().rows[1].leaf,
                              journal_.spoil().rows[2].leaf};
  auto signed_with = [&](std::vector<std::string> entries) {
    std::map<std::string, std::string> files;
    tile_builder tiles(0, {}, {});
    std::string width = std::to_string(entries.size());
    for (const auto& entry : entries) {
      append_entry(files["tile/entries/000.p/" + width], entry);
      tiles.append(leaf_hash(entry));
    }
    files["tile/0/000.p/" + width] = tiles.edge()[0];
    files["checkpoint"] = sign_checkpoint(tiles.size(), tiles.root(), key_);
    return code(files);
  };
  EXPECT_EQ(signed_with({good[0], good[1], good[2]}), "ok");
  EXPECT_EQ(signed_with({good[0], good[2]}), "audit.export.entry");
  EXPECT_EQ(signed_with({good[1], good[0]}), "audit.export.entry");
  EXPECT_EQ(signed_with({good[0], good[0]}), "audit.export.entry");
  EXPECT_EQ(signed_with({good[0], "{}"}), "audit.leaf.malformed");
  EXPECT_EQ(signed_with({good[0], ""}), "audit.leaf.malformed");
  std::string older = good[1];
  older.replace(older.find("\"committed\":\"20"), 15, "\"committed\":\"19");
  EXPECT_EQ(signed_with({good[0], older}), "audit.export.entry");
}

TEST_F(exports, with_personal_values_have_no_bit_that_may_flip) {
  make(4, true);
  EXPECT_EQ(personal_, 8u);
  auto files = in_memory_;
  std::string& text = files["personal.jsonl"];
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(verify(files)) << "bit " << bit << " of " << text;
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
  }
}

TEST_F(exports, still_verify_when_a_person_was_erased) {
  journal_.append(600);
  auto erasing = journal_.begin(now);
  erasing->journal().erase_personal(test::numbered_entry(0).account);
  erasing->commit();
  make(0, true);
  auto done = verify(in_memory_);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(done->personal_values, 2u * (600 - 3));
  EXPECT_EQ(in_memory_["personal.jsonl"].find("jane0@"), std::string::npos);
  for (const auto& [name, bytes] : in_memory_) {
    EXPECT_EQ(bytes.find("jane0@"), std::string::npos) << name;
  }
}

TEST_F(exports, hold_evidence_that_was_too_large_for_its_entry) {
  auto entry = test::numbered_entry(0);
  entry.facts["report"] = std::string(100000, 'e');
  auto writing = journal_.begin(now);
  writing->journal().append(entry);
  writing->commit();
  make(0, true);
  EXPECT_TRUE(verify(in_memory_));
  auto files = in_memory_;
  files["personal.jsonl"][files["personal.jsonl"].find("eeee")] = 'f';
  EXPECT_EQ(code(files), "audit.export.personal");
}

class receipts : public exports {};

TEST_F(receipts, prove_each_entry) {
  make(600);
  for (std::uint64_t index : {0, 1, 255, 256, 511, 512, 598, 599}) {
    auto text = prove_entry(export_, index, key_.verifier());
    ASSERT_TRUE(text) << text.error().text();
    auto proven = verify_receipt(*text, key_.verifier());
    ASSERT_TRUE(proven) << proven.error().text();
    EXPECT_EQ(proven->index, index);
    EXPECT_EQ(proven->entry, journal_.spoil().rows[index].leaf);
    EXPECT_EQ(proven->content.facts["row"], std::to_string(index));
  }
  EXPECT_EQ(prove_entry(export_, 600, key_.verifier()).error().code, "audit.receipt.no_entry");
  EXPECT_EQ(prove_entry(folder_ / "none", 0, key_.verifier()).error().code,
            "audit.checkpoint_missing");
}

TEST_F(receipts, have_no_bit_that_may_flip) {
  make(600);
  std::string text = *prove_entry(export_, 300, key_.verifier());
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(verify_receipt(text, key_.verifier())) << "bit " << bit << " of " << text;
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
  }
}

TEST_F(receipts, are_refused_when_put_together) {
  make(600);
  std::string one = *prove_entry(export_, 1, key_.verifier());
  std::string two = *prove_entry(export_, 2, key_.verifier());
  std::size_t split = one.find("\nindex");
  std::string mixed = one.substr(0, split) + two.substr(two.find("\nindex"));
  EXPECT_EQ(verify_receipt(mixed, key_.verifier()).error().code, "audit.receipt.proof");
  EXPECT_FALSE(verify_receipt("", key_.verifier()));
  EXPECT_FALSE(verify_receipt(one.substr(0, one.size() / 2), key_.verifier()));
}

TEST_F(exports, are_shown_in_words) {
  journal_.append(9);
  std::ostringstream out;
  show_request request;
  request.account = test::numbered_entry(3).account;
  EXPECT_EQ(*show(journal_, now, request, out), 3u);
  EXPECT_EQ(out.str().substr(0, out.str().find('\n')),
            "#3 2023-11-14 22:13:20Z account 00000000000000010000000000000001: leaver.notified, "
            "active -> leaving.waiting, by hr (peer uid 1000), under CAM-11a; row=3");
  request.personal = true;
  out.str("");
  ASSERT_TRUE(show(journal_, now, request, out));
  EXPECT_NE(out.str().find("; actor=103; address=jane3@example.org"), std::string::npos);
  request = {.from = 8, .json = true};
  out.str("");
  EXPECT_EQ(*show(journal_, now, request, out), 1u);
  EXPECT_EQ(out.str(), journal_.spoil().rows[8].leaf + "\n");
  journal_.spoil().rows[8].leaf += ' ';
  EXPECT_EQ(show(journal_, now, request, out).error().place, "entry 8");
}

}  // namespace
}  // namespace tenure::audit
