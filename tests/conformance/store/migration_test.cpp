// What a migration does to a store that is older than it.
#include "engine/store/database.hpp"
#include "engine/store/migrate.hpp"
#include "engine/store/store.hpp"
#include "tests/conformance/store/chain_sealer.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

// A store from before rights were certified: each mailbox in which one stands is looked at at once.
TEST(migrations, give_rights_from_before_their_day_of_certifying) {
  support::temp_folder folder("migration");
  const auto url = "sqlite://" + (folder / "store.db").string();
  const std::string id(32, '1'), other(32, '2');
  auto grant = [](const std::string& of, const char* n, const char* kind, const char* closed) {
    return "insert into access_grant (part, id, from_case, subject, kind, holder, holder_login, "
           "holder_address, message, purpose, clause, told, opened, closed, closed_because) values "
           "(3, '" + std::string(32, *n) + "', '" + std::string(32, '9') + "', '" + of + "', '" +
           kind + "', '1002', '', '', '', 'p', 'c', 'told', 100" + n + ", " + closed + ");";
  };
  {
    auto before = storage::open_sqlite({.url = url}).value();
    auto all = storage::migrations_for(storage::dialect::sqlite);
    ASSERT_TRUE(storage::migrate(*before, all.first(4)));
    before->script("pragma foreign_keys = off");  // their cases are not of interest
    before->script("insert into account values (1, 3, '" + id + "', '1001', 'employee', 'account', "
                   "'employed', '{}', '{}', 'jane', 'jane@x.y', '[]', 'Jane', 'd1', 1)");
    before->script(grant(id, "5", "read", "null, ''") + grant(id, "4", "full", "null, ''") +
                   grant(id, "3", "read", "2000, 'over'") +
                   grant(other, "6", "autoReply", "null, ''"));
  }
  chain_sealer seals;
  auto opened = open_store({.url = url}, seals);
  ASSERT_TRUE(opened) << opened.error().text();
  auto tx = (*opened)->begin({});
  auto due = tx->deadlines().due({5000}, 10);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].event, "access.reviewDue");
  EXPECT_EQ(due[0].account.text(), id);
  EXPECT_EQ(due[0].due.micros, 1004);
}

}  // namespace
}  // namespace tenure::test
