// The trail over a real SQLite store, spoiled with the sqlite3 program the way somebody with the
// file would; and its export, checked by Go's transparency-log packages.
#include "engine/audit/acknowledge.hpp"
#include "engine/audit/evidence.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/publisher.hpp"
#include "engine/audit/receipt.hpp"
#include "engine/audit/sealer.hpp"
#include "engine/audit/start_check.hpp"
#include "engine/audit/verify_export.hpp"
#include "engine/store/store.hpp"
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"
#include "tests/support/shows_rule.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/unit/audit/memory_journal.hpp"

#include <gtest/gtest.h>

namespace tenure::audit {
namespace {

namespace fs = std::filesystem;

constexpr instant now{1'800'000'000'000'000};

class sqlite_trail : public testing::Test {
 protected:
  void open() {
    store_options options;
    options.url = "sqlite://" + file_.string();
    options.organisation = "Example";
    auto opened = open_store(options, *sealer_);
    ASSERT_TRUE(opened) << opened.error().text();
    store_ = std::move(*opened);
  }
  void append(std::size_t count) {
    auto writing = store_->begin(now);
    for (std::size_t i = 0; i < count; ++i) {
      auto entry = test::numbered_entry(writing->journal().size());
      writing->journal().append(entry);
    }
    writing->commit();
  }
  void publish_now() {
    auto done = publish(*store_, now, key_, trail_);
    ASSERT_TRUE(done) << done.error().text();
  }
  std::string start() {
    auto done = check_at_start(*store_, now, key_.verifier(), trail_);
    return done ? "ok" : done.error().code;
  }
  std::string whole() {
    auto done = check_whole(*store_, now, key_.verifier(), trail_);
    return done ? "ok" : done.error().code;
  }
  // With the engine stopped, runs SQL with the append-only triggers out of the way.
  std::string spoiled_by(const std::string& sql) {
    store_.reset();
    fs::copy_file(file_, folder_ / "good.db", fs::copy_options::overwrite_existing);
    support::run_options input;
    input.input =
        "drop trigger journal_is_not_changed; drop trigger journal_is_not_shortened;\n" + sql;
    support::run_or_throw({"sqlite3", "-bail", file_.string()}, input);
    open();
    std::string found = start();
    store_.reset();
    fs::copy_file(folder_ / "good.db", file_, fs::copy_options::overwrite_existing);
    open();
    return found;
  }

  support::temp_folder folder_{"audit"};
  test::seeded_entropy salts_{20261122};
  std::unique_ptr<sealer> sealer_ = make_sealer(salts_, "Example");
  signing_key key_ = *signing_key::from_seed("example.org/tenure", std::string(32, 's'));
  fs::path file_ = folder_ / "store.db", trail_ = folder_ / "trail";
  std::unique_ptr<store> store_;
};

TEST_F(sqlite_trail, refuses_to_start_over_a_spoiled_database) {
  open();
  append(700);
  publish_now();
  append(20);
  ASSERT_EQ(start(), "ok");
  const char* const refused[] = {
      "update journal set leaf = cast(replace(leaf, 'active', 'Active') as blob) where idx = 719;",
      "update journal set leaf = cast(replace(leaf, 'active', 'Active') as blob) where idx = 600;",
      "update journal set leaf_hash = zeroblob(32) where idx = 705;",
      "delete from journal where idx = 719;",
      "delete from journal where idx = 699;",
      R"(create temp table two as select * from journal where idx in (710, 711);
         update journal set leaf = (select leaf from two where idx = 1421 - journal.idx),
           leaf_hash = (select leaf_hash from two where idx = 1421 - journal.idx)
           where idx in (710, 711);)",
      "update journal_head set head = zeroblob(length(head));",
      "update journal_head set size = 719;",
      "delete from journal where idx >= 650; update journal_head set size = 650;",
  };
  for (const char* sql : refused) EXPECT_EQ(spoiled_by(sql), "audit.damaged") << sql;
  EXPECT_EQ(spoiled_by("update setting set value = '' where name = 'audit.published';"), "ok");
  EXPECT_EQ(start(), "ok");
}

TEST_F(sqlite_trail, refuses_a_backup_and_a_fork_until_acknowledged) {
  open();
  append(600);
  publish_now();
  store_.reset();
  fs::copy_file(file_, folder_ / "backup.db");
  open();
  append(100);
  publish_now();
  store_.reset();
  fs::copy_file(folder_ / "backup.db", file_, fs::copy_options::overwrite_existing);
  open();
  EXPECT_EQ(start(), "audit.rolled_back");
  append(150);
  EXPECT_EQ(start(), "audit.forked");
  EXPECT_FALSE(publish(*store_, now, key_, trail_));
  auto done = acknowledge(*store_, now, salts_, key_.verifier(), trail_,
                          {"7", "operator", "peer uid 0"}, "restored");
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(start(), "ok");
  publish_now();
  EXPECT_EQ(whole(), "ok");
}

TEST_F(sqlite_trail, finds_an_old_edit_in_the_full_check) {
  open();
  append(700);
  publish_now();
  store_.reset();
  support::run_options input;
  input.input = "drop trigger journal_is_not_changed;"
                "update journal set leaf = cast(replace(leaf, 'active', 'Active') as blob) "
                "where idx = 3;";
  support::run_or_throw({"sqlite3", "-bail", file_.string()}, input);
  open();
  EXPECT_EQ(start(), "ok");
  EXPECT_EQ(whole(), "audit.damaged");
  EXPECT_EQ(export_trail(*store_, now, key_, folder_ / "export").error().code, "audit.damaged");
}

class go_verifier : public sqlite_trail {
 protected:
  static void SetUpTestSuite() {
    tools_ = std::make_unique<support::temp_folder>("audit-go");
    support::run_options go;
    go.environment = {{"GO111MODULE", "off"}, {"GOPATH", "/usr/share/gocode"},
                      {"GOFLAGS", ""}, {"GOCACHE", (*tools_ / "cache").string()}};
    go.bound = std::chrono::minutes(5);
    for (std::string tool : {"verify_export", "verify_evidence"}) {
      support::run_or_throw({"go", "build", "-o", (*tools_ / tool).string(),
                             TENURE_SOURCE_DIR "/tests/integration/audit/" + tool + ".go"},
                            go);
    }
  }
  static void TearDownTestSuite() { tools_.reset(); }

  support::command_result verify(const fs::path& folder,
                                 const std::string& tool = "verify_export") {
    return support::run({(*tools_ / tool).string(), folder.string(),
                         to_text(key_.verifier())});
  }

  static inline std::unique_ptr<support::temp_folder> tools_;
};

TEST_F(go_verifier, accepts_exports_and_published_trails) {
  support::shows_rule("PAK-5.7", "another program's verifier accepts the exported trail");
  open();
  for (std::size_t more : {1, 255, 1, 743}) {
    append(more);
    publish_now();
    auto done = verify(trail_);
    EXPECT_EQ(done.exit, 0) << done.err;
  }
  ASSERT_TRUE(export_trail(*store_, now, key_, folder_ / "export"));
  auto done = verify(folder_ / "export");
  EXPECT_EQ(done.out, "verified 1000 entries\n") << done.err;
  EXPECT_TRUE(verify_export(files_in(folder_ / "export"), key_.verifier()));
}

// Published before, erased, published and exported after: the same entries, the same proofs.
TEST_F(go_verifier, accepts_the_trail_of_somebody_who_was_erased) {
  open();
  append(700);
  publish_now();
  const auto receipt = prove_entry(trail_, 3, key_.verifier());
  ASSERT_TRUE(receipt);
  const auto who = test::numbered_entry(3).account;
  {
    auto erasing = store_->begin(now);
    ASSERT_GT(erasing->journal().erase_personal(who), 0);
    erasing->commit();
  }
  append(50);
  publish_now();
  EXPECT_EQ(start(), "ok");
  EXPECT_EQ(verify(trail_).exit, 0);
  ASSERT_TRUE(export_trail(*store_, now, key_, folder_ / "export", true));
  EXPECT_EQ(support::read_file(folder_ / "export" / "personal.jsonl").find("jane3@"),
            std::string::npos);
  EXPECT_TRUE(verify_export(files_in(folder_ / "export"), key_.verifier()));
  std::filesystem::remove(folder_ / "export" / "personal.jsonl");  // not of the format it reads
  EXPECT_EQ(verify(folder_ / "export").out, "verified 750 entries\n");
  EXPECT_TRUE(verify_receipt(*receipt, key_.verifier())) << "one that was handed out before";
}

TEST_F(go_verifier, accepts_the_receipts_of_an_evidence_pack_and_refuses_changed_ones) {
  open();
  append(300);
  const case_id which{{7, 7}};
  const account_id subject{{1, 5000}};
  {
    auto writing = store_->begin(now);
    for (const char* event : {"case.asked", "case.answered", "case.concluded"}) {
      auto entry = test::numbered_entry(1);
      entry.account = subject;
      entry.event = event;
      entry.facts = {{"case", which.text()}};
      writing->journal().append(entry);
    }
    writing->commit();
  }
  append(50);
  publish_now();
  auto made = make_evidence(*store_->begin(now), trail_, which, subject, key_);
  ASSERT_TRUE(made) << made.error().text();
  const auto folder = folder_ / "pack";
  for (const auto& [name, bytes] : *made) write_file(folder / name, bytes, false);
  auto done = verify(folder, "verify_evidence");
  EXPECT_EQ(done.out, "verified 3 receipts\n") << done.err;
  EXPECT_TRUE(verify_evidence(files_in(folder), key_.verifier()));
  for (const auto& [name, good] : *made) {
    if (!name.starts_with("receipts/")) continue;
    for (std::size_t at : {30UL, 60UL, good.find("index ") + 6, good.find("index ") + 20}) {
      auto bad = good;
      bad[at] = bad[at] == 'A' ? 'B' : 'A';
      write_file(folder / name, bad, false);
      EXPECT_NE(verify(folder, "verify_evidence").exit, 0) << name << " byte " << at;
    }
    write_file(folder / name, good, false);
  }
  EXPECT_EQ(verify(folder, "verify_evidence").exit, 0);
}

TEST_F(go_verifier, refuses_what_we_refuse) {
  open();
  append(1000);
  ASSERT_TRUE(export_trail(*store_, now, key_, folder_ / "export"));
  auto files = files_in(folder_ / "export");
  ASSERT_EQ(files.names.size(), 1u + 4 + 4 + 1);
  for (const auto& name : files.names) {
    std::string good = *files.read(name), bad = good;
    // Not in a signature line: Go's base64 lets some of its last bits be anything.
    bad[name == "checkpoint" ? 3 : bad.size() / 2] ^= 1;
    write_file(folder_ / "export" / name, bad, false);
    EXPECT_NE(verify(folder_ / "export").exit, 0) << name;
    EXPECT_FALSE(verify_export(files_in(folder_ / "export"), key_.verifier())) << name;
    write_file(folder_ / "export" / name, good, false);
  }
  EXPECT_EQ(verify(folder_ / "export").exit, 0);
}

}  // namespace
}  // namespace tenure::audit
