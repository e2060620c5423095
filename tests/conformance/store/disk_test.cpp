// A full disk, an I/O error, a refused fsync: at every write and sync of a transaction in turn.
#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"
#include "tests/conformance/store/failing_disk.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <stdexcept>

namespace tenure::test {
namespace {

struct disk_fault {
  const char* name;
  failing_disk::call which;
  int code;
};

class DiskTest : public testing::TestWithParam<disk_fault> {
 protected:
  void SetUp() override {
    failing_disk::install();
    open();
  }
  void TearDown() override { failing_disk::heal(); }

  void open() {
    store_.reset();
    auto opened = open_store({.url = url_, .sqlite_vfs = failing_disk::name}, seals_);
    ASSERT_TRUE(opened) << opened.error().text();
    store_ = std::move(*opened);
  }

  // An account with an entry, and enough beside it that the transaction takes many pages.
  void append() {
    auto tx = store_->begin({});
    const account_id of{{tx->journal().size() + 1, 1}};
    tx->accounts().save({.id = of, .workflow = "w", .state = "s"});
    tx->journal().append({.account = of, .event = "e"});
    auto size = std::to_string(tx->journal().size());
    tx->settings().put("size", size);
    tx->settings().put("bulk", std::string(100'000, 'x') + size);
    tx->commit();
  }

  struct state {
    std::uint64_t size;
    std::string head;
    std::string said;
    bool operator==(const state&) const = default;
  };
  state read() {
    auto tx = store_->begin({});
    std::string head;
    for (const auto& row : tx->journal().read(0, 1000)) head = chained(head, row.leaf_hash);
    EXPECT_EQ(head, tx->journal().head());
    const std::vector<std::uint64_t> newest{tx->journal().size() - 1};
    EXPECT_EQ(tx->journal().of_account({{tx->journal().size(), 1}}), newest);
    return {tx->journal().size(), head, tx->settings().get("size").value_or("0")};
  }

  support::temp_folder folder_{"disk"};
  std::string url_ = "sqlite://" + (folder_ / "store.db").string();
  chain_sealer seals_;
  std::unique_ptr<store> store_;
};

TEST_P(DiskTest, NothingAcknowledgedIsLostAndNothingHalfIsKept) {
  append();
  int failures = 0;
  for (int nth = 1; nth < 100; ++nth) {
    auto before = read();
    failing_disk::fail(GetParam().which, nth, GetParam().code);
    bool acknowledged = true;
    try {
      append();
    } catch (const environment_lost&) {
      acknowledged = false;
      ++failures;
    }
    bool struck = failing_disk::struck();
    EXPECT_EQ(acknowledged, !struck) << nth;
    failing_disk::heal();
    auto after = read();
    EXPECT_EQ(after.size, before.size + (acknowledged ? 1 : 0)) << nth;
    EXPECT_EQ(after.said, std::to_string(after.size)) << nth;
    append();  // usable again once the disk is
    open();    // and the same after a restart
    EXPECT_EQ(read().size, after.size + 1) << nth;
    if (!struck) break;
  }
  EXPECT_GE(failures, GetParam().which == failing_disk::call::write ? 10 : 1);
}

TEST_P(DiskTest, NoEffectProceedsWhileTheDiskFails) {
  append();
  failing_disk::fail(GetParam().which, 1, GetParam().code);
  for (int i = 0; i < 3; ++i) EXPECT_THROW(append(), environment_lost);
  failing_disk::heal();
  EXPECT_EQ(read().size, 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Every, DiskTest,
    testing::Values(disk_fault{"Full", failing_disk::call::write, SQLITE_FULL},
                    disk_fault{"WriteError", failing_disk::call::write, SQLITE_IOERR_WRITE},
                    disk_fault{"SyncError", failing_disk::call::sync, SQLITE_IOERR_FSYNC}),
    [](const auto& of) { return std::string(of.param.name); });

}  // namespace
}  // namespace tenure::test
