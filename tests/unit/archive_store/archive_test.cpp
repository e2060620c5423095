#include "tests/unit/archive_store/archive_fixture.hpp"

#include <fstream>

namespace tenure::archive_store {
namespace {

TEST_F(archive_test, keeps_every_byte_flag_and_date) {
  generated_source source(60, 4000);
  const outcome kept = opened()->keep(mailbox, source, always);
  ASSERT_EQ(kept.kind, outcome_class::done) << kept.detail;
  EXPECT_EQ(value_of(kept.facts, "messages"), "60");
  EXPECT_EQ(value_of(kept.facts, "digest").size(), 64u);
  std::vector<kept_message> back;
  EXPECT_EQ(read_back(back).facts, kept.facts);
  EXPECT_EQ(back, all_messages(60, 4000));
  EXPECT_TRUE(std::filesystem::exists(package() / "000003.data")) << "several segments";
  EXPECT_FALSE(std::filesystem::exists(partial()));
}

TEST_F(archive_test, keeps_an_empty_mailbox_and_an_empty_message) {
  generated_source nothing(0, 0);
  const outcome kept = opened()->keep(mailbox, nothing, always);
  ASSERT_EQ(kept.kind, outcome_class::done) << kept.detail;
  EXPECT_EQ(value_of(kept.facts, "messages"), "0");

  struct : message_source {
    outcome read(const mailbox_ref&, const std::vector<read_position>&,
                 const std::function<bool(const stored_message&)>& take) override {
      take({"A \xff folder\n\"", 18446744073709551615ULL, {}, {-1}, "", 18446744073709551615ULL});
      outcome out;
      out.facts["messages"] = "1";
      return out;
    }
  } odd;
  mailbox.account.bits.low = 3;
  ASSERT_EQ(opened()->keep(mailbox, odd, always).kind, outcome_class::done);
  std::vector<kept_message> back;
  ASSERT_EQ(read_back(back).kind, outcome_class::done);
  const kept_message wanted{"A \xff folder\n\"", ~0ULL, {}, {-1}, "", ~0ULL};
  EXPECT_EQ(back, std::vector{wanted});
}

TEST_F(archive_test, a_finished_package_is_verified_and_the_mailbox_left_alone) {
  generated_source source(10, 1000);
  const outcome first = opened()->keep(mailbox, source, always);
  const outcome second = opened()->keep(mailbox, source, always);
  EXPECT_EQ(second, first);
  EXPECT_EQ(source.reads, 1);
  EXPECT_EQ(opened()->verify(mailbox), first);
}

TEST_F(archive_test, an_unknown_mailbox_is_not_found) {
  EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::not_found);
}

TEST_F(archive_test, a_read_that_broke_off_resumes_where_it_was) {
  generated_source source(60, 4000);
  source.fail_after = 25;
  for (int attempt = 0; attempt < 2; ++attempt) {
    EXPECT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::transient);
    EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::not_found) << "half a package shows";
  }
  EXPECT_EQ(source.positions.size(), 2u) << "INBOX whole, the next folder in part";
  source.fail_after = ~0ULL;
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  std::vector<kept_message> back;
  ASSERT_EQ(read_back(back).kind, outcome_class::done);
  EXPECT_EQ(back, all_messages(60, 4000)) << "nothing twice, nothing missing";
}

// A hold is placed while the package is written: at the first question, in the middle, at the last.
TEST_F(archive_test, what_is_no_longer_allowed_is_stopped_and_removed) {
  for (int yes : {0, 1, 2, 3}) {
    SCOPED_TRACE(yes);
    generated_source source(150, 400);
    int asked = 0;
    const outcome out = opened()->keep(mailbox, source, [&] { return asked++ < yes; });
    EXPECT_EQ(asked, yes + 1) << "asked on after a no, or never";
    EXPECT_EQ(out.kind, outcome_class::denied);
    EXPECT_EQ(value_of(out.facts, "discarded"), "true");
    EXPECT_FALSE(value_of(out.facts, "digest").size());
    EXPECT_TRUE(std::filesystem::is_empty(root)) << "something is left";
  }
  generated_source source(150, 400);
  int asked = 0;
  EXPECT_EQ(opened()->keep(mailbox, source, [&] { return asked++ < 4; }).kind, outcome_class::done);
  EXPECT_EQ(asked, 4);
  std::vector<kept_message> back;
  ASSERT_EQ(read_back(back).kind, outcome_class::done);
  EXPECT_EQ(back, all_messages(150, 400));
}

TEST_F(archive_test, what_an_earlier_attempt_left_is_removed_too) {
  generated_source source(60, 4000);
  source.fail_after = 25;
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::transient);
  ASSERT_TRUE(std::filesystem::exists(partial()));
  source.fail_after = ~0ULL;
  EXPECT_EQ(opened()->keep(mailbox, source, [] { return false; }).kind, outcome_class::denied);
  EXPECT_TRUE(std::filesystem::is_empty(root));
}

TEST_F(archive_test, torn_segments_of_a_crash_are_thrown_away) {
  const struct {
    const char* what;
    std::function<void(const std::filesystem::path&)> crash;
  } rows[] = {
      {"the last data file lost its end",
       [](const auto& at) {
         const auto file = at / "000002.data";
         std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
       }},
      {"the last index lost its end",
       [](const auto& at) {
         const auto file = at / "000002.index";
         std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
       }},
      {"the data of a segment is missing",
       [](const auto& at) { std::filesystem::remove(at / "000001.data"); }},
      {"the index of a segment is missing",
       [](const auto& at) { std::filesystem::remove(at / "000001.index"); }},
      {"files of an unfinished segment",
       [](const auto& at) {
         std::ofstream(at / "000003.data.part") << "torn";
         std::ofstream(at / "000003.index.part") << "torn";
       }},
      {"an index without data",
       [](const auto& at) { std::filesystem::copy(at / "000002.index", at / "000003.index"); }},
      {"a manifest of an attempt that crashed before its last rename",
       [](const auto& at) { std::ofstream(at / "manifest") << "old"; }},
      {"a manifest has its name and the last segment's data not yet",
       [](const auto& at) {
         std::ofstream(at / "manifest") << "too early";
         std::filesystem::rename(at / "000002.data", at / "000002.data.part");
       }},
      {"everything empty",
       [](const auto& at) {
         for (const auto& file : std::filesystem::directory_iterator(at)) {
           std::filesystem::resize_file(file, 0);
         }
       }},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    ++mailbox.account.bits.low;
    generated_source source(40, 4000);
    source.fail_after = 20;
    ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::transient);
    row.crash(partial());
    source.fail_after = ~0ULL;
    const outcome kept = opened()->keep(mailbox, source, always);
    ASSERT_EQ(kept.kind, outcome_class::done) << kept.detail;
    std::vector<kept_message> back;
    ASSERT_EQ(read_back(back).kind, outcome_class::done);
    EXPECT_EQ(back, all_messages(40, 4000));
  }
}

TEST_F(archive_test, a_renumbered_folder_begins_the_package_anew) {
  generated_source source(40, 4000);
  source.fail_after = 20;
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::transient);
  struct renumbered : generated_source {
    using generated_source::generated_source;
    outcome read(const mailbox_ref& box, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      if (after.empty()) return generated_source::read(box, after, take);
      outcome out;
      out.kind = outcome_class::conflict;
      return out;
    }
  } now(10, 500);
  ASSERT_EQ(opened()->keep(mailbox, now, always).kind, outcome_class::done);
  std::vector<kept_message> back;
  ASSERT_EQ(read_back(back).kind, outcome_class::done);
  EXPECT_EQ(back, all_messages(10, 500));
}

TEST_F(archive_test, a_source_that_miscounts_is_not_believed) {
  struct : generated_source {
    using generated_source::generated_source;
    outcome read(const mailbox_ref& box, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      outcome out = generated_source::read(box, after, take);
      out.facts["messages"] = "11";
      return out;
    }
  } source(10, 500);
  EXPECT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::transient);
  EXPECT_FALSE(std::filesystem::exists(package()));
}

TEST_F(archive_test, two_attempts_at_once_do_not_mix) {
  struct nested : generated_source {
    nested(archive& in) : generated_source(10, 500), inside(in) {}
    outcome read(const mailbox_ref& box, const std::vector<read_position>& after,
                 const std::function<bool(const stored_message&)>& take) override {
      generated_source other(10, 500);
      kept = inside.keep(box, other, always).kind;
      destroyed = inside.destroy(box).kind;
      return generated_source::read(box, after, take);
    }
    archive& inside;
    outcome_class kept = outcome_class::done, destroyed = outcome_class::done;
  };
  const auto store = opened();
  nested source(*store);
  EXPECT_EQ(store->keep(mailbox, source, always).kind, outcome_class::done);
  EXPECT_EQ(source.kept, outcome_class::transient);
  EXPECT_EQ(source.destroyed, outcome_class::transient);
}

TEST_F(archive_test, destroys_with_a_certificate_and_only_once) {
  generated_source source(20, 4000);
  const outcome kept = opened()->keep(mailbox, source, always);
  const outcome gone = opened()->destroy(mailbox);
  ASSERT_EQ(gone.kind, outcome_class::done) << gone.detail;
  for (const auto name : {"package", "messages", "bytes", "digest"}) {
    EXPECT_EQ(value_of(gone.facts, name), value_of(kept.facts, name)) << name;
  }
  EXPECT_EQ(value_of(gone.facts, "certificate").size(), 64u);
  EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::not_found);

  const outcome again = opened()->destroy(mailbox);
  EXPECT_EQ(again.kind, outcome_class::done);
  EXPECT_EQ(value_of(again.facts, "alreadyGone"), "true");
  EXPECT_EQ(value_of(again.facts, "certificate"), value_of(gone.facts, "certificate"));

  std::size_t left = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    ++left;
    const auto line = support::read_file(entry.path());
    EXPECT_NE(line.find(std::string(value_of(kept.facts, "digest"))), std::string::npos) << line;
  }
  EXPECT_EQ(left, 1u) << "the certificate and nothing else";
}

TEST_F(archive_test, a_destruction_that_crashed_is_finished) {
  generated_source source(20, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  const auto leaving = root / (mailbox.account.text() + ".destroying");
  std::filesystem::rename(package(), leaving);
  const outcome gone = opened()->destroy(mailbox);
  EXPECT_EQ(value_of(gone.facts, "messages"), "20");
  EXPECT_FALSE(std::filesystem::exists(leaving));
}

TEST_F(archive_test, a_damaged_package_can_still_be_destroyed) {
  generated_source source(20, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  std::filesystem::resize_file(package() / "manifest", 3);
  const outcome gone = opened()->destroy(mailbox);
  EXPECT_EQ(gone.kind, outcome_class::done);
  EXPECT_EQ(value_of(gone.facts, "damaged"), "true");
  EXPECT_FALSE(std::filesystem::exists(package()));
}

TEST_F(archive_test, what_was_never_kept_is_gone_already) {
  const outcome gone = opened()->destroy(mailbox);
  EXPECT_EQ(gone.kind, outcome_class::done);
  EXPECT_EQ(value_of(gone.facts, "alreadyGone"), "true");
  EXPECT_FALSE(gone.facts.contains("certificate"));
}

TEST_F(archive_test, an_older_key_opens_older_packages_and_a_lost_one_denies) {
  generated_source source(5, 500);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  add_key("k2", "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  settings.key = "k2";
  EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::done);
  const auto k1 = settings.keys["k1"];
  settings.keys.erase("k1");
  EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::denied);
  settings.keys["k1"] = settings.keys["k2"];
  EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::invalid) << "another key, same name";
  settings.keys["k1"] = k1;
  EXPECT_EQ(opened()->verify(mailbox).kind, outcome_class::done);
}

TEST_F(archive_test, shows_nothing_of_the_mail_to_who_has_no_key) {
  generated_source source(20, 4000);
  ASSERT_EQ(opened()->keep(mailbox, source, always).kind, outcome_class::done);
  for (const auto& entry : std::filesystem::directory_iterator(package())) {
    const auto bytes = support::read_file(entry.path());
    for (const char* canary : {"Subject", "directorate", "INBOX", "jane", "Projects", "uid"}) {
      EXPECT_EQ(bytes.find(canary), std::string::npos) << entry.path() << ' ' << canary;
    }
    const auto mode = std::filesystem::status(entry.path()).permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
}

}  // namespace
}  // namespace tenure::archive_store
