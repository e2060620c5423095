// Publishing, the check at start and the way out, over a journal in memory that a test can spoil.
// tests/integration/audit does the same to SQLite files.
#include "engine/audit/acknowledge.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/frontier.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/audit/log_head.hpp"
#include "engine/audit/publisher.hpp"
#include "engine/audit/replay.hpp"
#include "engine/audit/start_check.hpp"
#include "engine/audit/verify_export.hpp"
#include "tests/unit/audit/memory_journal.hpp"
#include "tests/unit/audit/scratch.hpp"

#include <gtest/gtest.h>

namespace tenure::audit {
namespace {

namespace fs = std::filesystem;

constexpr instant now{1'800'000'000'000'000};

class trail : public test::scratch {
 protected:
  const verifier_key& log() const { return key_.verifier(); }

  std::string publish_now() {
    auto done = publish(journal_, now, key_, trail_);
    return done ? std::to_string(done->size) : done.error().code;
  }
  std::string start() {
    auto done = check_at_start(journal_, now, log(), trail_);
    return done ? "ok" : done.error().code;
  }
  std::string whole() {
    auto done = check_whole(journal_, now, log(), trail_);
    return done ? "ok" : done.error().code;
  }
  std::string verify() {
    auto done = verify_export(files_in(trail_), log());
    return done ? std::to_string(done->head.size) : done.error().text();
  }
  // Makes head and hashes fit the rows again, as a careful forger would.
  void reseal() {
    frontier tree;
    auto& stored = journal_.spoil();
    for (auto& row : stored.rows) {
      digest hash = leaf_hash(row.leaf);
      row.leaf_hash = bytes_of(hash);
      tree.append(hash);
    }
    stored.head = to_text(log_head{tree, parse_head(stored.head)->committed});
  }
  void edit(std::size_t index) {
    std::string& text = journal_.spoil().rows[index].leaf;
    text.replace(text.find("active"), 6, "Active");
  }

  test::memory_journal journal_;
  signing_key key_ = *signing_key::from_seed("example.org/tenure", std::string(32, 's'));
  fs::path trail_ = folder_ / "trail";
};

TEST_F(trail, grows_with_the_log) {
  for (std::size_t size : {0, 1, 2, 255, 256, 257, 511, 512, 700, 700, 1300}) {
    journal_.append(size - journal_.spoil().rows.size());
    ASSERT_EQ(publish_now(), std::to_string(size));
    ASSERT_EQ(verify(), std::to_string(size));
    ASSERT_EQ(start(), "ok") << size;
    ASSERT_EQ(whole(), "ok") << size;
  }
  EXPECT_FALSE(fs::exists(trail_ / "tile/0/000.p")) << "parts of full tiles stay behind";
}

TEST_F(trail, of_65536_entries_and_more_has_three_levels) {
  journal_.append(65536 + 300);
  ASSERT_EQ(publish_now(), "65836");
  EXPECT_TRUE(fs::exists(trail_ / "tile/1/000"));
  EXPECT_TRUE(fs::exists(trail_ / "tile/2/000.p/1"));
  journal_.append(1);
  ASSERT_EQ(publish_now(), "65837");
  EXPECT_EQ(verify(), "65837");
  journal_.rows_read = 0;
  ASSERT_EQ(start(), "ok");
  EXPECT_LE(journal_.rows_read, 257u) << "starting costs what came since the last tile";
}

TEST_F(trail, is_left_alone_when_nothing_came) {
  journal_.append(3);
  publish_now();
  auto again = publish(journal_, now, key_, trail_);
  EXPECT_FALSE(again->changed);
}

TEST_F(trail, refuses_a_database_that_is_shorter) {
  journal_.append(600);
  auto backup = journal_.spoil();
  journal_.append(100);
  publish_now();
  journal_.spoil() = backup;
  EXPECT_EQ(start(), "audit.rolled_back");
  EXPECT_EQ(publish_now(), "audit.rolled_back");
  EXPECT_EQ(verify(), "700") << "the right trail is not touched";
}

TEST_F(trail, refuses_another_history) {
  journal_.append(600);
  auto backup = journal_.spoil();
  journal_.append(100);
  publish_now();
  for (std::size_t more : {100, 101, 500}) {
    journal_.spoil() = backup;
    journal_.append(more);  // other salts: other entries
    EXPECT_EQ(start(), "audit.forked") << more;
    EXPECT_EQ(publish_now(), "audit.forked") << more;
    EXPECT_EQ(verify(), "700");
  }
}

TEST_F(trail, refuses_another_history_that_parted_at_a_full_tile) {
  journal_.append(512);
  publish_now();
  for (std::size_t parted : {511, 256, 1}) {
    test::memory_journal other(parted + 1);
    other.append(513);
    journal_.spoil() = other.spoil();
    EXPECT_EQ(start(), "audit.forked");
  }
}

TEST_F(trail, refuses_an_edited_newest_entry) {
  journal_.append(700);
  publish_now();
  journal_.append(10);
  auto good = journal_.spoil();
  for (std::size_t index : {512, 699, 700, 709}) {
    journal_.spoil() = good;
    edit(index);
    EXPECT_EQ(start(), "audit.damaged") << index;
    reseal();
    EXPECT_EQ(start(), index < 700 ? "audit.forked" : "ok") << index;
  }
}

TEST_F(trail, refuses_removed_and_moved_entries) {
  journal_.append(700);
  publish_now();
  journal_.append(10);
  auto good = journal_.spoil();
  auto& rows = journal_.spoil().rows;
  for (std::size_t index : {512, 699, 700, 708}) {
    journal_.spoil() = good;
    std::swap(rows[index].leaf, rows[index + 1].leaf);
    std::swap(rows[index].leaf_hash, rows[index + 1].leaf_hash);
    EXPECT_EQ(start(), "audit.damaged") << index;
    journal_.spoil() = good;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(index));
    EXPECT_EQ(start(), "audit.damaged") << index;
  }
}

TEST_F(trail, refuses_a_tail_cut_off_with_or_without_its_head) {
  journal_.append(700);
  publish_now();
  journal_.append(10);
  journal_.spoil().rows.pop_back();
  EXPECT_EQ(start(), "audit.damaged");
  journal_.spoil().rows.resize(650);
  EXPECT_EQ(start(), "audit.damaged");
  reseal();
  EXPECT_EQ(start(), "audit.rolled_back");
}

TEST_F(trail, refuses_a_forged_head) {
  journal_.append(700);
  publish_now();
  frontier other;
  for (int i = 0; i < 700; ++i) other.append(leaf_hash("x"));
  journal_.spoil().head = to_text(log_head{other, now});
  EXPECT_EQ(start(), "audit.damaged");
  EXPECT_EQ(publish_now(), "audit.damaged");
}

TEST_F(trail, finds_an_old_edit_in_the_full_check) {
  journal_.append(700);
  publish_now();
  edit(5);
  EXPECT_EQ(start(), "ok") << "start reads only what came since the last tile";
  auto found = check_whole(journal_, now, log(), trail_);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "audit.damaged");
  EXPECT_EQ(found.error().place, "entry 5");
  reseal();
  EXPECT_EQ(start(), "audit.damaged") << "the head no longer follows from the trail";
  EXPECT_EQ(whole(), "audit.forked");
  auto exported = export_trail(journal_, now, key_, folder_ / "export");
  EXPECT_EQ(exported.error().code, "audit.forked");
}

TEST_F(trail, refuses_a_missing_or_forged_checkpoint) {
  journal_.append(30);
  publish_now();
  auto text = *read_file(trail_ / "checkpoint");
  fs::remove(trail_ / "checkpoint");
  EXPECT_EQ(start(), "audit.checkpoint_missing");
  EXPECT_EQ(publish_now(), "audit.checkpoint_missing");
  auto other = *signing_key::from_seed("example.org/tenure", std::string(32, 'o'));
  write_file(trail_ / "checkpoint", sign_checkpoint(30, {}, other), false);
  EXPECT_EQ(start(), "audit.checkpoint.unsigned");
  text[text.size() / 2] ^= 1;
  write_file(trail_ / "checkpoint", text, false);
  EXPECT_NE(start(), "ok");
}

TEST_F(trail, refuses_broken_tiles) {
  journal_.append(300);
  publish_now();
  fs::remove_all(trail_ / "tile/1");
  EXPECT_EQ(start(), "audit.tile.unreadable");
  write_file(trail_ / "tile/1/000.p/1", std::string(31, 'x'), false);
  EXPECT_EQ(start(), "audit.tile.unreadable");
  write_file(trail_ / "tile/1/000.p/1", std::string(32, 'x'), false);
  EXPECT_EQ(start(), "audit.forked");
}

// The crash between "the database knows" and "the checkpoint is written".
TEST_F(trail, continues_after_a_crash_before_the_checkpoint_was_written) {
  journal_.append(300);
  publish_now();
  auto before = *read_file(trail_ / "checkpoint");
  journal_.append(300);
  publish_now();
  write_file(trail_ / "checkpoint", before, true);
  EXPECT_EQ(start(), "ok");
  EXPECT_EQ(publish_now(), "600");
  EXPECT_EQ(verify(), "600");
}

TEST_F(trail, continues_after_a_crash_among_the_tiles) {
  journal_.append(300);
  publish_now();
  journal_.append(300);
  write_file(trail_ / "tile/0/001", "half a ti", false);
  write_file(trail_ / "tile/0/001.new", "half", false);
  EXPECT_EQ(start(), "ok");
  EXPECT_EQ(publish_now(), "600");
  EXPECT_EQ(verify(), "600");
}

TEST_F(trail, holds_to_witnessed_checkpoints) {
  journal_.append(300);
  publish_now();
  checkpoint early{"", 10, {}}, late{"", 301, {}};
  EXPECT_EQ(check_at_start(journal_, now, log(), trail_, {late}).error().code,
            "audit.rolled_back");
  EXPECT_EQ(check_at_start(journal_, now, log(), trail_, {early}).error().code, "audit.forked");
  frontier tree;
  for (int i = 0; i < 10; ++i) tree.append(leaf_hash(journal_.spoil().rows[i].leaf));
  early.root = tree.root();
  EXPECT_TRUE(check_at_start(journal_, now, log(), trail_, {early}));
}

class acknowledging : public trail {
 protected:
  std::string acknowledge_now() {
    test::seeded_entropy ids(9);
    auto done = acknowledge(journal_, now, ids, log(), trail_, {"7", "operator", "peer uid 0"},
                            "disk replaced, backup of Sunday");
    return done ? std::to_string(*done) : done.error().code;
  }
  void lose_the_newest() {
    journal_.append(600);
    auto backup = journal_.spoil();
    journal_.append(100);
    publish_now();
    journal_.spoil() = backup;
  }
};

TEST_F(acknowledging, is_an_entry_and_starts_a_new_trail) {
  lose_the_newest();
  ASSERT_EQ(acknowledge_now(), "600");
  EXPECT_EQ(start(), "ok");
  EXPECT_EQ(publish_now(), "601");
  EXPECT_EQ(verify(), "601");
  auto content = read_leaf(journal_.spoil().rows[600].leaf);
  EXPECT_EQ(content->event, "audit.acknowledged");
  EXPECT_EQ(content->facts["abandonedSize"], "700");
  EXPECT_EQ(content->facts["finding"], "audit.rolled_back");
  EXPECT_FALSE(content->personal["reason"].empty());
  int kept = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    kept += entry.path().filename().string().starts_with("trail.abandoned.700.");
  }
  EXPECT_EQ(kept, 1) << "the old trail is evidence";
}

TEST_F(acknowledging, survives_a_crash_before_the_old_trail_was_moved) {
  lose_the_newest();
  fs::copy(trail_, folder_ / "copy", fs::copy_options::recursive);
  ASSERT_EQ(acknowledge_now(), "600");
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().filename().string().starts_with("trail.")) fs::remove_all(entry.path());
  }
  fs::rename(folder_ / "copy", trail_);
  auto report = check_at_start(journal_, now, log(), trail_);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_TRUE(report->trail_set_aside);
  EXPECT_EQ(publish_now(), "601");
}

TEST_F(acknowledging, counts_for_that_trail_only) {
  lose_the_newest();
  ASSERT_EQ(acknowledge_now(), "600");
  publish_now();
  journal_.append(50);
  auto backup = journal_.spoil();
  journal_.append(50);
  publish_now();
  journal_.spoil() = backup;
  EXPECT_EQ(start(), "audit.rolled_back");
}

TEST_F(acknowledging, gives_up_a_lost_checkpoint) {
  journal_.append(30);
  publish_now();
  fs::remove_all(trail_);
  ASSERT_EQ(start(), "audit.checkpoint_missing");
  EXPECT_EQ(acknowledge_now(), "30");
  EXPECT_EQ(start(), "ok");
  EXPECT_EQ(publish_now(), "31");
}

TEST_F(acknowledging, is_refused_where_there_is_nothing_or_where_it_would_hide_an_edit) {
  journal_.append(30);
  publish_now();
  EXPECT_EQ(acknowledge_now(), "audit.nothing_to_acknowledge");
  edit(20);
  EXPECT_EQ(acknowledge_now(), "audit.damaged");
}

}  // namespace
}  // namespace tenure::audit
