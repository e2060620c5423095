// Segments read back while later ones are written.
#include "connectors/archive_store/verify_behind.hpp"
#include "tests/unit/archive_store/archive_fixture.hpp"

#include <gmock/gmock.h>

namespace tenure::archive_store {
namespace {

void flip_a_byte(const std::filesystem::path& file) {
  auto bytes = support::read_file(file);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  support::write_file(file, bytes);
}

class verify_behind_test : public archive_test {
 protected:
  // Of the package as it is on disk now.
  manifest kept() const {
    const auto seen = peek(package() / manifest_name);
    sealed_reader file(package() / manifest_name, *seen, *key_ring::load(settings));
    std::string line;
    file.read_line(line);
    return *manifest_from_json(line);
  }
  std::vector<segment_entry> verified(const manifest& of, bool as_earlier) const {
    const auto keys = key_ring::load(settings);
    manifest begin = of;
    if (!as_earlier) begin.segments.clear();
    verify_behind behind(package(), begin, *keys);
    if (!as_earlier) {
      for (const auto& each : of.segments) behind.add(each);
    }
    return behind.finish();
  }
};

TEST_F(verify_behind_test, finds_segments_whole_up_to_one_that_is_not) {
  generated_source source(60, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  const manifest whole = kept();
  ASSERT_GE(whole.segments.size(), 4u);
  for (const char* hurt : {"000003.data", "000003.index"}) {
    SCOPED_TRACE(hurt);
    for (bool as_earlier : {false, true}) {
      EXPECT_EQ(verified(whole, as_earlier), whole.segments);
      flip_a_byte(package() / hurt);
      const auto found = verified(whole, as_earlier);
      EXPECT_EQ(found.size(), 2u);
      // Who goes on from there names the damage as if all had been read at once.
      const auto keys = key_ring::load(settings);
      const package_reader reader(package(), mailbox.account, *keys);
      const message_taker all = [](const auto&) { return true; };
      const outcome rest = reader.for_each(all, found);
      EXPECT_EQ(rest.kind, outcome_class::invalid);
      EXPECT_EQ(rest.detail, reader.for_each(all).detail);
      flip_a_byte(package() / hurt);
    }
  }
}

// Two are read side by side: whichever ends first, what counts is the first that is broken.
TEST_F(verify_behind_test, two_broken_segments_count_as_the_first_of_them) {
  generated_source source(60, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  const manifest whole = kept();
  const std::size_t count = whole.segments.size();
  ASSERT_GE(count, 4u);
  for (std::size_t first = 1; first <= count; ++first) {
    flip_a_byte(package() / data_name(first));
    for (std::size_t second = first + 1; second <= count; ++second) {
      flip_a_byte(package() / data_name(second));
      EXPECT_EQ(verified(whole, false).size(), first - 1) << first << ", " << second;
      flip_a_byte(package() / data_name(second));
    }
    EXPECT_EQ(verified(whole, false).size(), first - 1) << first;
    flip_a_byte(package() / data_name(first));
  }
  EXPECT_EQ(verified(whole, false), whole.segments);
}

// A data file of this attempt is not hashed again: its seals have to show everything by themselves.
TEST_F(verify_behind_test, every_flipped_missing_or_added_byte_is_found_without_the_digest) {
  generated_source source(12, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  const manifest whole = kept();
  const auto file = package() / "000001.data";
  const auto bytes = support::read_file(file);
  const std::size_t step = std::max<std::size_t>(1, bytes.size() / 150);
  for (std::size_t at = 0; at < bytes.size(); at += at < 100 ? 1 : step) {
    auto changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
    support::write_file(file, changed);
    ASSERT_EQ(verified(whole, false).size(), 0u) << "byte " << at;
  }
  support::write_file(file, bytes + '\0');
  EXPECT_EQ(verified(whole, false).size(), 0u);
  support::write_file(file, bytes.substr(0, bytes.size() - 1));
  EXPECT_EQ(verified(whole, false).size(), 0u);
  support::write_file(file, bytes);
  EXPECT_EQ(verified(whole, false), whole.segments);
}

TEST_F(verify_behind_test, another_segment_than_the_manifest_knows_counts_for_nothing) {
  generated_source source(60, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  auto read = kept().segments;
  read[0].trailer.data.sha256[0] ^= 1;
  flip_a_byte(package() / "000001.data");
  const auto keys = key_ring::load(settings);
  const outcome out = package_reader(package(), mailbox.account, *keys)
                          .for_each([](const auto&) { return true; }, read);
  EXPECT_EQ(out.kind, outcome_class::invalid);
  EXPECT_THAT(out.detail, testing::HasSubstr("message 1 of 60"));
}

TEST_F(verify_behind_test, who_goes_before_the_end_is_let_go) {
  generated_source source(60, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  const auto keys = key_ring::load(settings);
  const verify_behind left(package(), kept(), *keys);
}

// A crash left a segment whose index says that it is whole; the disk has changed it since.
TEST_F(verify_behind_test, damage_in_what_an_earlier_attempt_left_is_found_and_written_anew) {
  generated_source source(60, 4000);
  source.fail_after = 40;
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::transient);
  flip_a_byte(partial() / "000001.data");
  source.fail_after = ~0ULL;
  const outcome damaged = opened()->keep(mailbox, source, always);
  EXPECT_EQ(damaged.kind, outcome_class::transient);
  EXPECT_THAT(damaged.detail, testing::HasSubstr("damaged while written: message "));
  EXPECT_FALSE(std::filesystem::exists(partial()));
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  std::vector<kept_message> back;
  ASSERT_EQ(read_back(back).kind, outcome_class::done);
  EXPECT_EQ(back, all_messages(60, 4000));
}

// What was not hashed while it was verified has the digest all the same that verify() asks for.
TEST_F(verify_behind_test, every_level_and_size_of_segments_opens_again) {
  for (int level : {1, 2, 3, 9, 19}) {
    for (std::uint64_t bytes : {40'000u, 64u << 20}) {
      SCOPED_TRACE(std::to_string(level) + ", " + std::to_string(bytes));
      settings.compression = level;
      settings.segment_bytes = bytes;
      ++mailbox.account.bits.low;
      generated_source source(40, 9000);
      const outcome kept = opened()->keep(mailbox, source, always);
      ASSERT_EQ(kept.kind, outcome_class::done) << kept.detail;
      const outcome again = opened()->verify(mailbox);
      EXPECT_EQ(again.kind, outcome_class::done) << again.detail;
      EXPECT_EQ(again.facts, kept.facts);
    }
  }
}

}  // namespace
}  // namespace tenure::archive_store
