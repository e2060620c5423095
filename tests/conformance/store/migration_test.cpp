// What a migration does to a store that is older than it.
#include "engine/store/database.hpp"
#include "engine/store/migrate.hpp"
#include "engine/store/store.hpp"
#include "tests/conformance/store/store_suite.hpp"
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

// A store whose entries were found by an index: old ones and new ones are found together.
TEST(migrations, leave_the_entries_of_an_account_where_they_are_found) {
  support::temp_folder folder("migration");
  const auto url = "sqlite://" + (folder / "store.db").string();
  const auto of = some_account(1).id;
  {
    auto before = storage::open_sqlite({.url = url}).value();
    auto all = storage::migrations_for(storage::dialect::sqlite);
    ASSERT_EQ(all[8].number, 11);
    ASSERT_TRUE(storage::migrate(*before, all.first(8)));
    before->script("insert into account values (1, 3, '" + of.text() + "', '1001', 'employee', "
                   "'account', 'employed', '{}', '{}', 'jane', 'jane@x.y', '', 'Jane', 'd1', 1)");
    for (const char* index : {"0", "1", "2"}) {
      before->script("insert into journal values (" + std::string(index) + ", 3, '" +
                     (*index == '1' ? std::string() : of.text()) + "', x'31', zeroblob(32))");
    }
    before->script("update journal_head set size = 3");
  }
  chain_sealer seals;
  auto opened = open_store({.url = url}, seals);
  ASSERT_TRUE(opened) << opened.error().text();
  for (int round = 0; round < 2; ++round) {
    auto tx = (*opened)->begin({});
    tx->journal().append(some_entry(of));
    auto one = *tx->accounts().load(of);
    tx->accounts().save(one);
    tx->commit();
  }
  auto tx = (*opened)->begin({});
  EXPECT_EQ(tx->journal().of_account(of), (std::vector<std::uint64_t>{0, 2, 3, 4}));
  ASSERT_EQ(tx->accounts().list({}, "employed", 10).size(), 1u);
}

// A store in which those who agreed were looked for in every open case.
TEST(migrations, find_whom_open_cases_rest_on_and_ask) {
  support::temp_folder folder("migration");
  const auto url = "sqlite://" + (folder / "store.db").string();
  const std::string id(32, '1');
  auto file = [&](char n, const char* context, char closed) {
    return "insert into case_file values (null, 3, '" + std::string(32, n) + "', 'delegation', '" +
           id + "', '1042', 'open', '" + context + "', '{}', 1, " + closed + ", 1, '');";
  };
  auto asks = [&](char n, const char* input, const char* status, const char* closed) {
    return "insert into task (part, id, account, kind, assignee, invoke, input, opened, status, "
           "closed) values (3, '" + std::string(32, n) + "', '" + id + "', 'approve:delegation', "
           "'approver', 'x', '" + input + "', 1, '" + status + "', " + closed + ");";
  };
  {
    auto before = storage::open_sqlite({.url = url}).value();
    auto all = storage::migrations_for(storage::dialect::sqlite);
    ASSERT_EQ(all[9].number, 12);
    ASSERT_TRUE(storage::migrate(*before, all.first(9)));
    before->script(file('5', R"({"agreed.0":"1004,Zo\u00eb","agreed.1":"1004"})", '0') +
                   file('6', R"({"agreed.0":"1004"})", '1') + file('7', "{}", '0') +
                   file('8', R"({"disagreed.0":"1004","reason":"1004"})", '0'));
    before->script(asks('a', R"({"eligible":"1005,1004","who":"1009"})", "open", "null") +
                   asks('b', R"({"eligible":"1004"})", "done", "5") +
                   asks('c', R"({"who":"1004"})", "open", "null"));
  }
  chain_sealer seals;
  auto opened = open_store({.url = url}, seals);
  ASSERT_TRUE(opened) << opened.error().text();
  auto tx = (*opened)->begin({});
  auto agreed = tx->cases().agreed_by({"1004"});
  ASSERT_EQ(agreed.size(), 1u);
  EXPECT_EQ(agreed[0].id.text(), std::string(32, '5'));
  EXPECT_EQ(tx->cases().agreed_by({"Zo\xc3\xab"}).size(), 1u);
  auto asked = tx->tasks().asking({"1004"});
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].id.text(), std::string(32, 'a'));
  EXPECT_EQ(tx->tasks().asking({"1009"}).size(), 0u);
}

}  // namespace
}  // namespace tenure::test
