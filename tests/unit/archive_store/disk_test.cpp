// A disk that refuses: nothing half-written counts, the next attempt completes the package.
#include "tests/unit/archive_store/archive_fixture.hpp"

#include <gmock/gmock.h>

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace tenure::archive_store {
namespace {

// Writes beyond `bytes` in one file fail, the write before is short: as a full disk does it.
class full_disk {
 public:
  explicit full_disk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~full_disk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

std::size_t resident_bytes() {
  std::size_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST_F(archive_test, a_full_disk_is_transient_and_leaves_nothing_visible) {
  for (rlim_t limit : {0, 1, 64, 88, 1000, 5'000, 10'000}) {
    SCOPED_TRACE(limit);
    ++mailbox.account.bits.low;
    generated_source source(40, 4000);
    {
      full_disk disk(limit);
      const outcome out = opened()->keep(mailbox, source, always);
      EXPECT_EQ(out.kind, outcome_class::transient);
      EXPECT_THAT(out.detail, testing::HasSubstr("write"));
      EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::not_found);
    }
    ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
    std::vector<kept_message> back;
    ASSERT_EQ(read_back(back).kind, outcome_class::done);
    EXPECT_EQ(back, all_messages(40, 4000));
  }
}

// The disk fills up while messages still come: the thread that writes tells the one that reads.
TEST_F(archive_test, a_disk_that_fills_up_in_the_middle_ends_the_reading) {
  settings.segment_bytes = 64 << 20;
  struct counting : generated_source {
    using generated_source::generated_source;
    outcome read(const mailbox_ref& box, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      return generated_source::read(box, after, [&](const stored_message& m) {
        ++given;
        return take(m);
      });
    }
    int given = 0;
  } source(2000, 10'000);
  for (rlim_t limit : {300'000, 2'000'000}) {
    SCOPED_TRACE(limit);
    source.given = 0;
    full_disk disk(limit);
    const outcome out = opened()->keep(mailbox, source, always);
    EXPECT_EQ(out.kind, outcome_class::transient);
    EXPECT_THAT(out.detail, testing::HasSubstr("write 000001.data.part"));
    EXPECT_LT(source.given, 2000) << "not read to its end for nothing";
    EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::not_found);
  }
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  std::vector<kept_message> back;
  ASSERT_EQ(read_back(back).kind, outcome_class::done);
  EXPECT_EQ(back, all_messages(2000, 10'000));
}

TEST_F(archive_test, a_full_disk_does_not_lose_a_package_that_is_being_destroyed) {
  generated_source source(10, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  {
    full_disk disk(1);
    EXPECT_EQ(opened()->destroy(mailbox).kind, outcome_class::transient);
  }
  const outcome gone = opened()->destroy(mailbox);
  EXPECT_EQ(gone.kind, outcome_class::done);
  EXPECT_EQ(value_of(gone.facts, "messages"), "10");
}

// What a mail store gave before it failed is being written on another thread at that moment.
TEST_F(archive_test, a_source_that_throws_ends_the_attempt_and_not_the_archive) {
  struct failing : generated_source {
    using generated_source::generated_source;
    outcome read(const mailbox_ref& box, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      std::uint64_t given = 0;
      return generated_source::read(box, after, [&](const stored_message& m) {
        if (++given == 20) throw std::logic_error("a mistake of the source");
        return take(m);
      });
    }
  } source(40, 100'000);
  EXPECT_THROW(opened()->keep(mailbox, source, always), std::logic_error);
  generated_source whole(40, 100'000);
  ASSERT_EQ(opened()->keep(mailbox, whole, always).kind, outcome_class::done);
  std::vector<kept_message> back;
  ASSERT_EQ(read_back(back).kind, outcome_class::done);
  EXPECT_EQ(back, all_messages(40, 100'000));
}

TEST_F(archive_test, a_folder_that_is_gone_is_transient) {
  const auto store = opened();
  std::filesystem::remove_all(root);
  generated_source source(1, 10);
  EXPECT_EQ(store->keep(mailbox, source, always).kind, outcome_class::transient);
  EXPECT_EQ(source.reads, 0);
}

// 300 MB through 16 MB segments: memory is bounded by the largest message, not by the mailbox.
TEST_F(archive_test, memory_does_not_grow_with_the_mailbox) {
  settings.segment_bytes = 16 << 20;
  settings.compression = 1;
  struct counting : generated_source {
    using generated_source::generated_source;
    outcome read(const mailbox_ref& box, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      return generated_source::read(box, after, [&](const stored_message& m) {
        most = std::max(most, resident_bytes());
        return take(m);
      });
    }
    std::size_t most = 0;
  } source(150, 2'000'000);
  const std::size_t before = resident_bytes();
  const outcome kept = opened()->keep(mailbox, source, always);
  ASSERT_EQ(kept.kind, outcome_class::done) << kept.detail;
  EXPECT_GT(std::stoull(kept.facts.at("bytes")), 250'000'000u);
  const std::size_t grown = std::max(source.most, resident_bytes()) - before;
  RecordProperty("resident_growth", static_cast<int>(grown));
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  return;  // its quarantine keeps what was freed
#endif
#endif
  EXPECT_LT(grown, 100'000'000u);
}

}  // namespace
}  // namespace tenure::archive_store
