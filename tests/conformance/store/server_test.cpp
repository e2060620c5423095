// What is particular to PostgreSQL: its lock, its settings, and a connection that goes away.
#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/postgres_server.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace tenure::test {
namespace {

class ServerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<support::postgres_server>(true); }
  static void TearDownTestSuite() { server_.reset(); }

  auto open() { return open_store({.url = url_}, seals_); }
  std::string code() {
    auto opened = open();
    return opened ? "opened" : opened.error().code;
  }
  void end_connections() {
    server_->sql("select pg_terminate_backend(pid) from pg_stat_activity "
                 "where datname like 'test_%'");
  }

  static std::unique_ptr<support::postgres_server> server_;
  std::string url_ = server_->make_database();
  chain_sealer seals_;
};

std::unique_ptr<support::postgres_server> ServerTest::server_;

TEST_F(ServerTest, SecondEngineIsRefused) {
  auto first = open();
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_EQ(code(), "store.in_use");
  first->reset();
  EXPECT_EQ(code(), "opened");
}

TEST_F(ServerTest, LostConnectionIsAnEnvironmentLost) {
  auto opened = open();
  ASSERT_TRUE(opened);
  {
    auto tx = (*opened)->begin({});
    tx->settings().put("kept", "1");
    tx->commit();
  }
  {
    auto tx = (*opened)->begin({});
    tx->settings().put("lost", "1");
    end_connections();
    EXPECT_THROW(tx->commit(), environment_lost);
  }
  auto tx = (*opened)->begin({});  // connected anew
  EXPECT_EQ(tx->settings().get("kept"), "1");
  EXPECT_EQ(tx->settings().get("lost"), std::nullopt);
}

// Stopped and started again while the store is open: no restart of ours is needed.
TEST_F(ServerTest, ARestartedServerIsConnectedToAnew) {
  support::postgres_server restarted(true);
  url_ = restarted.make_database();
  auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  for (int nth = 0; nth < 3; ++nth) {
    SCOPED_TRACE(nth);
    auto name = "round " + std::to_string(nth);
    {
      auto tx = (*opened)->begin({});
      tx->settings().put(name, "kept");
      tx->journal().append({.event = "e"});
      tx->commit();
    }
    restarted.stop();
    EXPECT_THROW((*opened)->begin({}), environment_lost);
    EXPECT_THROW((*opened)->begin({}), environment_lost);
    restarted.start();
    auto tx = (*opened)->begin({});
    EXPECT_EQ(tx->settings().get(name), "kept");
    EXPECT_EQ(tx->journal().size(), static_cast<std::uint64_t>(nth) + 1);
    tx.reset();
    EXPECT_EQ(code(), "store.in_use") << "connected anew without the lock";
  }
}

// While the connection was gone another engine took the store: it keeps it.
TEST_F(ServerTest, AStoreThatAnotherEngineTookIsNotTakenBack) {
  auto opened = open();
  ASSERT_TRUE(opened);
  end_connections();
  auto other = open();  // refused until the server has ended the connection
  support::eventually([&] { return other || (other = open()); }, std::chrono::seconds(20),
                      "the lock of the ended connection");
  EXPECT_THROW((*opened)->begin({}), environment_lost);
  EXPECT_THROW((*opened)->begin({}), environment_lost);
  {
    auto tx = (*other)->begin({});
    tx->settings().put("theirs", "1");
    tx->commit();
  }
  EXPECT_THROW((*opened)->begin({}), environment_lost);
  other->reset();
  auto back = [&] {
    try {
      return (*opened)->begin({})->settings().get("theirs") == "1";
    } catch (const environment_lost&) {
      return false;
    }
  };
  support::eventually(back, std::chrono::seconds(20), "the store, once the other is gone");
}

TEST_F(ServerTest, ConnectionLostInsideATransactionIsAnEnvironmentLost) {
  auto opened = open();
  ASSERT_TRUE(opened);
  auto tx = (*opened)->begin({});
  end_connections();
  EXPECT_THROW(tx->settings().put("x", "1"), environment_lost);
  EXPECT_THROW(tx->commit(), std::logic_error);
}

TEST_F(ServerTest, TheJournalCannotBeEditedInSql) {
  auto opened = open();
  auto tx = (*opened)->begin({});
  tx->journal().append({.event = "e"});
  tx->commit();
  opened->reset();
  auto database = url_.substr(url_.rfind('=') + 1);
  for (const char* sql : {"update journal set leaf = 'x'", "delete from journal",
                          "truncate journal cascade"}) {
    EXPECT_ANY_THROW(server_->sql(sql, database)) << sql;
  }
}

TEST_F(ServerTest, ServerWithoutFsyncIsRefused) {
  support::postgres_server careless(false);
  url_ = careless.make_database();
  EXPECT_EQ(code(), "store.not_durable");
}

}  // namespace
}  // namespace tenure::test
