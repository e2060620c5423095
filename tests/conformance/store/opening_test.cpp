// What open_store() accepts and what it refuses.
#include "engine/store/durability.hpp"
#include "engine/store/lock_file.hpp"
#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace tenure::test {
namespace {

class OpeningTest : public testing::Test {
 protected:
  std::string path(const std::string& name = "store.db") { return (folder_ / name).string(); }

  auto open(store_options options) {
    if (options.url.empty()) options.url = "sqlite://" + path();
    return open_store(options, seals_);
  }
  std::string code_of(const store_options& options) {
    auto opened = open(options);
    return opened ? "opened" : opened.error().code;
  }
  // Changes the file behind the store's back.
  void tamper(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  support::temp_folder folder_{"opening"};
  chain_sealer seals_;
};

TEST_F(OpeningTest, FilesAreForTheirOwnerOnly) {
  umask(0);
  auto opened = open({});
  ASSERT_TRUE(opened);
  (*opened)->begin({})->commit();
  for (const char* name : {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"}) {
    struct stat found {};
    ASSERT_EQ(stat(path(name).c_str(), &found), 0) << name;
    EXPECT_EQ(found.st_mode & 0777, 0600u) << name;
  }
}

TEST_F(OpeningTest, WhatHoldsNothingYetIsNoStore) {
  auto url = "sqlite://" + path();
  EXPECT_FALSE(store_exists(url).value());
  EXPECT_FALSE(std::filesystem::exists(path())) << "looking made it";
  std::ofstream(path()).flush();
  EXPECT_FALSE(store_exists(url).value());
  std::ofstream(path()) << "not ours";
  EXPECT_TRUE(store_exists(url).value());
  EXPECT_EQ(store_exists("sqlite://store.db").error().code, "store.url_unknown");
  EXPECT_EQ(store_exists("sqlite:").error().code, "store.url_unknown");
  EXPECT_EQ(store_exists("store.db").error().code, "store.url_unknown");
  EXPECT_EQ(store_exists("host=127.0.0.1 port=1 dbname=none").error().code, "store.unreachable");
}

TEST_F(OpeningTest, SecondEngineIsRefusedAndToldWho) {
  auto first = open({});
  ASSERT_TRUE(first);
  auto second = open({});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "store.in_use");
  EXPECT_NE(second.error().message.find(std::to_string(getpid())), std::string::npos);
  first->reset();
  EXPECT_EQ(code_of({}), "opened");
}

TEST_F(OpeningTest, ADemonstrationStaysOneForWhoeverHasTheFile) {
  ASSERT_TRUE(open({.organisation = "Camden", .demonstration = true}));
  for (const char* sql : {
           "update setting set value = 'false' where name = 'demonstration'",
           "update setting set name = 'x' where name = 'demonstration'",
           "update setting set value = 'false'",
           "delete from setting where name = 'demonstration'",
           "delete from setting",
           "replace into setting (name, value) values ('demonstration', 'false')",
           "insert or replace into setting (name, value) values ('demonstration', 'false')",
           "insert into setting (name, value) values ('demonstration', 'false') "
           "on conflict (name) do update set value = excluded.value"}) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << sql;
    sqlite3_close(db);
  }
  auto opened = open({.organisation = "Camden", .demonstration = false});
  ASSERT_TRUE(opened);
  EXPECT_EQ((*opened)->begin({})->settings().get(demonstration_setting), "true");
}

TEST_F(OpeningTest, RemembersWhoseItIs) {
  {
    auto opened = open({.organisation = "Camden", .demonstration = true});
    ASSERT_TRUE(opened);
    auto tx = (*opened)->begin({});
    EXPECT_EQ(tx->settings().get(organisation_setting), "Camden");
    EXPECT_EQ(tx->settings().get(demonstration_setting), "true");
  }
  EXPECT_EQ(code_of({.organisation = "Wyoming"}), "store.other_organisation");
  EXPECT_EQ(code_of({.organisation = "camden"}), "store.other_organisation");
  EXPECT_EQ(code_of({.organisation = "Camden"}), "opened");
  EXPECT_EQ(code_of({}), "opened");
  auto opened = open({.demonstration = false});  // no longer asked
  EXPECT_EQ((*opened)->begin({})->settings().get(demonstration_setting), "true");
}

TEST_F(OpeningTest, RefusesUrlsItCannotServe) {
  const struct {
    std::string url;
    const char* code;
  } cases[] = {{"mysql://x/y", "store.url_unknown"},
               {"store.db", "store.url_unknown"},
               {"sqlite:store.db", "store.url_unknown"},
               {"sqlite://relative.db", "store.url_unknown"},
               {"sqlite:///tmp/a\"b", "store.url_unknown"},
               {"sqlite:///no/such/folder/store.db", "store.unreachable"},
               {"sqlite://" + path("."), "store.unreachable"},
               {"postgresql://nobody@127.0.0.1:1/x", "store.unreachable"},
               {"host=/no/such/socket dbname=x", "store.unreachable"}};
  for (const auto& [url, code] : cases) EXPECT_EQ(code_of({.url = url}), code) << url;
}

TEST_F(OpeningTest, RefusesAFileThatIsNoStore) {
  std::ofstream(path()) << std::string(8192, 'x');
  EXPECT_EQ(code_of({}), "store.unreachable");
}

// This file layer has no shared memory, so SQLite silently keeps a rollback journal instead of the
// write-ahead log it was asked for. Reading the setting back is what shows it.
TEST_F(OpeningTest, RefusesAFileLayerWithoutAWriteAheadLog) {
  EXPECT_EQ(code_of({.sqlite_vfs = "unix-none"}), "store.not_durable");
  EXPECT_EQ(code_of({.sqlite_vfs = "no-such-layer"}), "store.unreachable");
}

TEST_F(OpeningTest, RefusesEverySettingThatIsNotDurable) {
  using storage::refuse_unless_durable;
  using sqlite = storage::sqlite_durability;
  using postgresql = storage::postgresql_durability;
  for (const sqlite& said : {sqlite{"wal", "1"}, {"wal", "0"}, {"wal", ""}, {"delete", "2"},
                             {"memory", "2"}, {"off", "2"}, {"", ""}}) {
    auto answer = refuse_unless_durable(said);
    ASSERT_FALSE(answer) << said.journal_mode << said.synchronous;
    EXPECT_EQ(answer.error().code, "store.not_durable");
  }
  for (const postgresql& said : {postgresql{"off", "on", "on"}, {"on", "off", "on"},
                                 {"on", "on", "off"}, {"", "", ""}}) {
    EXPECT_FALSE(refuse_unless_durable(said)) << said.fsync << said.synchronous_commit;
  }
  EXPECT_TRUE(refuse_unless_durable(sqlite{"wal", "2"}));
  EXPECT_TRUE(refuse_unless_durable(sqlite{"wal", "3"}));
  EXPECT_TRUE(refuse_unless_durable(postgresql{"on", "on", "on"}));
}

TEST_F(OpeningTest, RefusesAStoreNewerThanTheProgram) {
  ASSERT_EQ(code_of({}), "opened");
  tamper("insert into migration values (999, 'from_the_future', 'x')");
  EXPECT_EQ(code_of({}), "store.newer_than_program");
}

TEST_F(OpeningTest, RefusesAMigrationThatWasChanged) {
  ASSERT_EQ(code_of({}), "opened");
  tamper("update migration set digest = 'edited' where number = 1");
  EXPECT_EQ(code_of({}), "store.migration_changed");
}

TEST_F(OpeningTest, TheJournalCannotBeEditedInSql) {
  auto opened = open({});
  auto tx = (*opened)->begin({});
  tx->journal().append({.event = "e"});
  tx->commit();
  opened->reset();
  for (const char* sql : {"update journal set leaf = x'00'", "delete from journal"}) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << sql;
    sqlite3_close(db);
  }
}

// Not from pages that are free, nor from the log, while the store is open.
TEST_F(OpeningTest, ErasedValuesAreNotInItsFiles) {
  auto opened = open({});
  ASSERT_TRUE(opened);
  const account_id jane{{0, 9}};
  const std::string secret(5000, 'Q');  // more than a page
  auto in_files = [&] {
    std::string out;
    for (const char* name : {"store.db", "store.db-wal"}) out += support::read_file(path(name));
    return out.find("QQQQQQQQ") != out.npos;
  };
  auto tx = (*opened)->begin({});
  tx->journal().append({.account = jane, .event = "e", .personal = {{"who", secret}}});
  tx->commit();
  ASSERT_TRUE(in_files());
  tx.reset();
  tx = (*opened)->begin({});
  EXPECT_EQ(tx->journal().erase_personal(jane), 1);
  EXPECT_TRUE(in_files()) << "nothing happened yet";
  tx->commit();
  EXPECT_FALSE(in_files());
  tx.reset();
  (*opened)->begin({})->commit();  // and it goes on
}

}  // namespace
}  // namespace tenure::test
