// Whatever happens to a package's files, verify() says so and names the first message it touches.
#include "tests/unit/archive_store/archive_fixture.hpp"

#include <gmock/gmock.h>

#include <cstring>

namespace tenure::archive_store {
namespace {

using testing::HasSubstr;

class damage_test : public archive_test {
 protected:
  damage_test() {
    generated_source source(30, 4000);
    kept = opened()->keep(mailbox, source, always);
  }

  outcome verify_with(const std::string& name, const std::string& bytes) {
    const auto before = support::read_file(package() / name);
    support::write_file(package() / name, bytes);
    const outcome out = opened()->verify(mailbox);
    support::write_file(package() / name, before);
    return out;
  }

  outcome kept;
};

// The number after "message " in the detail.
int named(const outcome& out) {
  const auto at = out.detail.find("message ");
  return at == std::string::npos ? 0 : std::atoi(out.detail.c_str() + at + 8);
}

TEST_F(damage_test, every_flipped_byte_is_found) {
  ASSERT_EQ(kept.kind, outcome_class::done) << kept.detail;
  int tried = 0;
  for (const auto& entry : std::filesystem::directory_iterator(package())) {
    const auto name = entry.path().filename().string();
    const auto bytes = support::read_file(entry.path());
    const std::size_t step = std::max<std::size_t>(1, bytes.size() / 150);
    for (std::size_t at = 0; at < bytes.size(); at += at < 100 ? 1 : step, ++tried) {
      auto changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
      const outcome out = verify_with(name, changed);
      const bool key_name = at >= 48 && at < 64;  // then the key is not known: denied
      ASSERT_TRUE(out.kind == outcome_class::invalid ||
                  (key_name && out.kind == outcome_class::denied))
          << name << " byte " << at << ": " << to_text(out.kind);
      ASSERT_GE(named(out), 1) << out.detail;
    }
  }
  EXPECT_GT(tried, 1000);
  EXPECT_EQ(opened()->verify(mailbox), kept) << "put back, it is whole again";
}

TEST_F(damage_test, names_the_first_message_that_is_hurt) {
  // The last byte of a data file belongs to its last chunk. 40,000 bytes a segment fit in one chunk
  // when compressed, so the first message of that segment is hurt.
  auto bytes = support::read_file(package() / "000002.data");
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  std::vector<kept_message> whole;
  support::write_file(package() / "000002.data", bytes);
  const outcome out = read_back(whole);
  EXPECT_EQ(out.kind, outcome_class::invalid);
  EXPECT_EQ(named(out), static_cast<int>(whole.size()) + 1) << out.detail;
  EXPECT_THAT(out.detail, HasSubstr("segment 2"));
  const auto all = all_messages(30, 4000);
  for (std::size_t i = 0; i < whole.size(); ++i) EXPECT_EQ(whole[i], all[i]);
}

// Many chunks: they are opened ahead of what is read, and damage far ahead hurts nothing before it.
class many_chunks_test : public archive_test {
 protected:
  many_chunks_test() {
    settings.segment_bytes = 64 << 20;
    generated_source source(900, 8000);
    kept = opened()->keep(mailbox, source, always);
    bytes = support::read_file(package() / "000001.data");
  }

  outcome kept;
  std::string bytes;
};

TEST_F(many_chunks_test, damage_is_named_where_it_is_and_all_before_it_is_read) {
  ASSERT_EQ(kept.kind, outcome_class::done) << kept.detail;
  ASSERT_GT(bytes.size(), 20u * (64 << 10)) << "more than is opened ahead";
  const auto all = all_messages(900, 8000);
  std::size_t read_before = 0;
  for (int part = 1; part <= 9; ++part) {
    SCOPED_TRACE(part);
    const std::size_t at = bytes.size() / 10 * static_cast<std::size_t>(part);
    auto changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    for (const std::string& hurt : {changed, bytes.substr(0, at)}) {
      support::write_file(package() / "000001.data", hurt);
      std::vector<kept_message> whole;
      const outcome out = read_back(whole);
      EXPECT_EQ(out.kind, outcome_class::invalid);
      ASSERT_EQ(named(out), static_cast<int>(whole.size()) + 1) << out.detail;
      ASSERT_TRUE(std::equal(whole.begin(), whole.end(), all.begin()));
      EXPECT_GE(whole.size(), read_before);
      read_before = whole.size();
    }
  }
  EXPECT_GT(read_before, 700u);
}

TEST_F(many_chunks_test, a_reader_who_stops_early_is_let_go) {
  const auto keys = key_ring::load(settings);
  for (int stop_after : {1, 2, 450, 899}) {
    int given = 0;
    const outcome out = package_reader(package(), mailbox.account, *keys).for_each([&](auto&) {
      return ++given < stop_after;
    });
    EXPECT_EQ(out.kind, outcome_class::done) << out.detail;
    EXPECT_EQ(given, stop_after);
  }
}

TEST_F(damage_test, every_truncation_is_found) {
  for (const auto& entry : std::filesystem::directory_iterator(package())) {
    const auto name = entry.path().filename().string();
    const auto bytes = support::read_file(entry.path());
    for (std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64},
                               std::size_t{87}, std::size_t{88}, std::size_t{91}, bytes.size() / 2,
                               bytes.size() - 18, bytes.size() - 1}) {
      const outcome out = verify_with(name, bytes.substr(0, length));
      EXPECT_EQ(out.kind, outcome_class::invalid) << name << " cut to " << length;
    }
    EXPECT_EQ(verify_with(name, bytes + "x").kind, outcome_class::invalid) << name << " longer";
    EXPECT_EQ(verify_with(name, bytes + bytes).kind, outcome_class::invalid) << name << " twice";
  }
}

TEST_F(damage_test, files_in_the_wrong_place_are_found) {
  const std::string names[] = {"000001.data", "000002.data", "000001.index", "000002.index",
                               "manifest"};
  for (const auto& from : names) {
    for (const auto& to : names) {
      if (from == to) continue;
      const outcome out = verify_with(to, support::read_file(package() / from));
      EXPECT_EQ(out.kind, outcome_class::invalid) << from << " as " << to;
    }
    const auto bytes = support::read_file(package() / from);
    std::filesystem::remove(package() / from);
    EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::invalid) << from << " missing";
    support::write_file(package() / from, bytes);
  }
}

TEST_F(damage_test, a_whole_segment_of_another_package_is_found) {
  const auto mine = package();
  mailbox_ref other = mailbox;
  std::filesystem::rename(mine, root / "aside");
  generated_source source(30, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done)
      << "same account, later";
  for (const char* name : {"000001.data", "000001.index", "manifest"}) {
    const outcome out = verify_with(name, support::read_file(root / "aside" / name));
    EXPECT_EQ(out.kind, outcome_class::invalid) << name;
  }
  // Both files of a segment, which fit each other:
  for (const char* name : {"000001.data", "000001.index"}) {
    std::filesystem::copy_file(root / "aside" / name, package() / name,
                               std::filesystem::copy_options::overwrite_existing);
  }
  EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::invalid);
  // The whole package under another account's name:
  other.account.bits.low = 99;
  std::filesystem::rename(root / "aside", root / (other.account.text() + ".package"));
  EXPECT_EQ(opened()->verify(other).kind, outcome_class::invalid);
}

TEST_F(damage_test, an_older_manifest_of_the_same_package_is_found) {
  // Attempt 1 wrote its manifest over fewer messages and crashed; attempt 2 went on.
  mailbox.account.bits.low = 77;
  generated_source fewer(10, 4000), more(30, 4000);
  ASSERT_EQ(opened()->keep(mailbox, fewer, always).kind, outcome_class::done);
  std::filesystem::rename(package(), partial());
  const auto older = support::read_file(partial() / "manifest");
  ASSERT_EQ(opened()->keep(mailbox, more, always).kind, outcome_class::done);
  const outcome out = verify_with("manifest", older);
  EXPECT_EQ(out.kind, outcome_class::invalid);
  EXPECT_THAT(out.detail, HasSubstr("does not know"));
}

}  // namespace
}  // namespace tenure::archive_store
