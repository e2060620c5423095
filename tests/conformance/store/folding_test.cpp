// SQLite's log is folded into the file beside the commits: when, who waits, what trouble does.
#include "engine/store/log_folding.hpp"
#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"
#include "tests/conformance/store/failing_disk.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <future>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;
using storage::log_folding;

// A fold that lasts until it is let go or given up.
struct slow_fold {
  std::promise<void> begun, let_go;
  std::atomic<int> folds = 0;
  std::atomic<bool> given_up = false;

  log_folding::plan plan() {
    auto end = let_go.get_future().share();
    return {.fold = [this, end] { if (++folds == 1) begun.set_value(), end.wait(); },
            .give_up = [this] { given_up = true, let_go.set_value(); },
            .worth = 10,
            .most = 20};
  }
};

TEST(LogFolding, AShortLogStaysAsItIs) {
  slow_fold slow;
  { log_folding(slow.plan()).grew_to(9); }
  EXPECT_EQ(slow.folds, 0);
  EXPECT_FALSE(slow.given_up) << "nothing was begun";
}

TEST(LogFolding, ACommitDoesNotWaitForAFold) {
  slow_fold slow;
  {
    log_folding folding(slow.plan());
    folding.grew_to(10);
    slow.begun.get_future().wait();
    folding.grew_to(19);
  }
  EXPECT_TRUE(slow.given_up) << "an end does not wait for it either";
}

TEST(LogFolding, ACommitWaitsWhenTheLogIsAtItsLongest) {
  slow_fold slow;
  log_folding folding(slow.plan());
  folding.grew_to(10);
  slow.begun.get_future().wait();
  auto waiting = std::async(std::launch::async, [&] { folding.grew_to(20); });
  EXPECT_EQ(waiting.wait_for(20ms), std::future_status::timeout);
  slow.let_go.set_value();
  waiting.get();
  slow.let_go = {};  // for the end
}

class FoldedStoreTest : public testing::Test {
 protected:
  FoldedStoreTest() {
    failing_disk::install();
    open();
  }
  ~FoldedStoreTest() override { failing_disk::heal(); }

  void open() {
    store_.reset();
    auto opened = open_store({.url = "sqlite://" + file_.string(),
                              .sqlite_vfs = failing_disk::name}, seals_);
    if (!opened) throw std::runtime_error(opened.error().text());
    store_ = std::move(*opened);
  }

  void put(int number, std::size_t bytes) {
    auto tx = store_->begin({});
    tx->settings().put("n" + std::to_string(number), std::string(bytes, 'x'));
    tx->commit();
  }

  bool folded() const { return std::filesystem::file_size(file_) > log_bytes; }

  static constexpr std::size_t log_bytes = 32 << 20;  // worth folding
  support::temp_folder folder_{"folding"};
  std::filesystem::path file_ = folder_ / "store.db";
  chain_sealer seals_;
  std::unique_ptr<store> store_;
};

TEST_F(FoldedStoreTest, ALongLogIsFoldedWhileTheStoreIsOpen) {
  put(1, log_bytes / 2);
  EXPECT_FALSE(folded());
  put(2, log_bytes);
  support::eventually([&] { return folded(); }, 60s, "the log is folded");
  put(3, 10);
}

TEST_F(FoldedStoreTest, AFoldThatFailsLosesNothingAndIsTriedAgain) {
  put(1, log_bytes / 2);
  // A commit syncs the log once; the next sync is the fold's.
  failing_disk::fail(failing_disk::call::sync, 2, SQLITE_IOERR_FSYNC);
  put(2, log_bytes);
  support::eventually([] { return failing_disk::struck(); }, 60s, "the fold meets the fault");
  EXPECT_FALSE(folded());
  failing_disk::heal();
  put(3, 10);
  support::eventually([&] { return folded(); }, 60s, "the log is folded after all");
  open();
  auto tx = store_->begin({});
  EXPECT_EQ(tx->settings().get("n1")->size(), log_bytes / 2);
  EXPECT_EQ(tx->settings().get("n2")->size(), log_bytes);
  EXPECT_EQ(tx->settings().get("n3")->size(), 10u);
}

}  // namespace
}  // namespace tenure::test
