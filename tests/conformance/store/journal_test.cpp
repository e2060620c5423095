#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

const account_id jane = number<account_id>(1), other = number<account_id>(2);

TEST_P(StoreTest, JournalStartsEmpty) {
  look([&](transaction& tx) {
    EXPECT_EQ(tx.journal().size(), 0u);
    EXPECT_EQ(tx.journal().head(), "");
    EXPECT_TRUE(tx.journal().read(0, 10).empty());
    EXPECT_TRUE(tx.journal().of_account(jane).empty());
    EXPECT_TRUE(tx.journal().personal(0).empty());
  });
}

TEST_P(StoreTest, EntriesAreNumberedWithoutGapsAndChained) {
  for (std::uint64_t round = 0; round < 3; ++round) {
    commit([&](transaction& tx) {
      EXPECT_EQ(tx.journal().append(some_entry(jane)), round * 2);
      EXPECT_EQ(tx.journal().append(some_entry(other)), round * 2 + 1);
      EXPECT_EQ(tx.journal().size(), round * 2 + 2);
    });
  }
  look([&](transaction& tx) {
    std::string head;
    auto rows = tx.journal().read(0, 100);
    ASSERT_EQ(rows.size(), 6u);
    for (std::uint64_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(rows[i].index, i);
      EXPECT_EQ(rows[i].leaf_hash, sha256(std::string(1, '\0') + rows[i].leaf));
      head = chained(head, rows[i].leaf_hash);
    }
    EXPECT_EQ(tx.journal().head(), head);
    EXPECT_EQ(tx.journal().of_account(other), (std::vector<std::uint64_t>{1, 3, 5}));
  });
}

using indexes = std::vector<std::uint64_t>;

// Before the account has a row, in the transaction that makes it, after it; its own among others'.
TEST_P(StoreTest, EntriesOfAnAccountAreFoundWheneverItGotItsRow) {
  const auto first = some_account(1);
  commit([&](transaction& tx) {
    tx.journal().append(some_entry(first.id));
    tx.journal().append(some_entry({}));
  });
  commit([&](transaction& tx) {
    tx.journal().append(some_entry(first.id));
    tx.accounts().save(first);
    tx.journal().append(some_entry(first.id));
    EXPECT_EQ(tx.journal().of_account(first.id), (indexes{0, 2, 3})) << "not committed yet";
    tx.accounts().save(some_account(2));
  });
  for (std::uint64_t n : {2, 1, 2, 2}) {
    commit([&](transaction& tx) { tx.journal().append(some_entry(some_account(n).id)); });
  }
  look([&](transaction& tx) {
    EXPECT_EQ(tx.journal().of_account(first.id), (indexes{0, 2, 3, 5}));
    EXPECT_EQ(tx.journal().of_account(some_account(2).id), (indexes{4, 6, 7}));
    EXPECT_TRUE(tx.journal().of_account({}).empty()) << "entries about no account";
    EXPECT_TRUE(tx.journal().of_account(some_account(3).id).empty());
  });
}

TEST_P(StoreTest, EntriesOfADroppedTransactionAreNobodys) {
  const auto of = some_account(1).id;
  commit([&](transaction& tx) { tx.accounts().save(some_account(1)); });
  commit([&](transaction& tx) { tx.journal().append(some_entry(of)); });
  look([&](transaction& tx) {
    tx.journal().append(some_entry(of));
    EXPECT_EQ(tx.journal().of_account(of), (indexes{0, 1}));
  });
  look([&](transaction& tx) { EXPECT_EQ(tx.journal().of_account(of), (indexes{0})); });
  commit([&](transaction& tx) { tx.journal().append(some_entry(of)); });
  if (place_->kept()) reopen();
  look([&](transaction& tx) { EXPECT_EQ(tx.journal().of_account(of), (indexes{0, 1})); });
}

// A dropped transaction, and one that broke, take their numbers back.
TEST_P(StoreTest, DroppedEntriesLeaveNoGap) {
  commit([&](transaction& tx) { tx.journal().append(some_entry(jane)); });
  std::string head;
  look([&](transaction& tx) {
    head = tx.journal().head();
    tx.journal().append(some_entry(jane));
    EXPECT_NE(tx.journal().head(), head);
  });
  EXPECT_THROW(commit([&](transaction& tx) {
                 tx.journal().append(some_entry(jane));
                 tx.people().save_unit({"", "", "", {}});
               }),
               std::logic_error);
  commit([&](transaction& tx) {
    EXPECT_EQ(tx.journal().head(), head);
    EXPECT_EQ(tx.journal().append(some_entry(jane)), 1u);
  });
}

TEST_P(StoreTest, ReadsTheJournalInPages) {
  commit([&](transaction& tx) {
    for (int i = 0; i < 7; ++i) tx.journal().append(some_entry(jane));
  });
  look([&](transaction& tx) {
    EXPECT_EQ(tx.journal().read(0, 3).size(), 3u);
    EXPECT_EQ(tx.journal().read(5, 3).front().index, 5u);
    EXPECT_EQ(tx.journal().read(5, 3).size(), 2u);
    EXPECT_TRUE(tx.journal().read(7, 3).empty());
    EXPECT_TRUE(tx.journal().read(0, 0).empty());
    EXPECT_EQ(tx.journal().read(0, static_cast<std::size_t>(-1)).size(), 7u);
  });
}

TEST_P(StoreTest, LeavesKeepEveryByte) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  seals_.padding = every;
  commit([&](transaction& tx) { tx.journal().append(some_entry(jane)); });
  look([&](transaction& tx) { EXPECT_TRUE(tx.journal().read(0, 1)[0].leaf.ends_with(every)); });
}

TEST_P(StoreTest, LeafIsAtMost65535Bytes) {
  std::size_t without_padding = 0;
  look([&](transaction& tx) {
    tx.journal().append(some_entry(jane));
    without_padding = tx.journal().read(0, 1)[0].leaf.size();
  });
  seals_.padding.assign(65535 - without_padding, '\xff');
  commit([&](transaction& tx) { tx.journal().append(some_entry(jane)); });
  seals_.padding += "!";
  EXPECT_THROW(commit([&](transaction& tx) { tx.journal().append(some_entry(jane)); }),
               std::logic_error);
  look([&](transaction& tx) {
    ASSERT_EQ(tx.journal().size(), 1u);
    EXPECT_EQ(tx.journal().read(0, 1)[0].leaf.size(), 65535u);
  });
}

TEST_P(StoreTest, PersonalValuesAreErasedAndTheTrailStays) {
  commit([&](transaction& tx) {
    tx.journal().append(some_entry(jane));
    tx.accounts().save(some_account(1));
    tx.journal().append(some_entry(other));
    auto impersonal = some_entry(jane);
    impersonal.personal.clear();
    tx.journal().append(impersonal);
    tx.journal().append(some_entry(jane));
  });
  std::vector<journal_row> before;
  look([&](transaction& tx) {
    auto values = tx.journal().personal(0);
    ASSERT_EQ(values.size(), 2u);
    EXPECT_EQ(values[1].name, "who");
    EXPECT_EQ(values[1].value, "Zoë");
    EXPECT_EQ(values[1].salt, sha256("who0"));
    before = tx.journal().read(0, 10);
  });
  commit([&](transaction& tx) { EXPECT_EQ(tx.journal().erase_personal(jane), 2); });
  commit([&](transaction& tx) { EXPECT_EQ(tx.journal().erase_personal(jane), 0); });
  look([&](transaction& tx) {
    EXPECT_TRUE(tx.journal().personal(0).empty());
    EXPECT_TRUE(tx.journal().personal(3).empty());
    EXPECT_EQ(tx.journal().personal(1).size(), 2u);
    auto after = tx.journal().read(0, 10);
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].leaf, before[i].leaf);
  });
}

TEST_P(StoreTest, WhatOtherTablesRepeatOfClosedThingsGoesToo) {
  const auto closed = number<case_id>(1), open = number<case_id>(2);
  const auto done = number<task_id>(1), waits = number<task_id>(2);
  commit([&](transaction& tx) {
    tx.journal().append(some_entry(jane));
    for (const auto& id : {closed, open}) {
      case_file of{.id = id, .workflow = "w", .subject = jane, .requester = {"7"}, .state = "s",
                   .context = {{"why", "Zoë"}, {"recipient", "8"}}};
      of.closed = id == closed;
      tx.cases().save(of);
    }
    for (const auto& id : {done, waits}) {
      tx.tasks().open({.id = id, .account = jane, .kind = "k", .assignee = "person:7",
                       .input = {{"who", "Zoë"}}, .opened = at(0), .due = {}});
    }
    tx.tasks().finish(done, "done", {"7", "manager", "test"}, at(1));
  });
  commit([&](transaction& tx) { tx.journal().erase_personal(other); });
  look([&](transaction& tx) { EXPECT_EQ(tx.cases().load(closed)->context.size(), 2u); });
  commit([&](transaction& tx) { tx.journal().erase_personal(jane); });
  look([&](transaction& tx) {
    EXPECT_TRUE(tx.cases().load(closed)->context.empty());
    EXPECT_TRUE(tx.cases().load(closed)->requester.value.empty());
    EXPECT_TRUE(tx.tasks().load(done)->input.empty());
    EXPECT_EQ(tx.tasks().load(done)->assignee, "");
    EXPECT_EQ(tx.cases().load(open)->context.size(), 2u) << "what is open needs it";
    EXPECT_EQ(tx.tasks().load(waits)->assignee, "person:7");
  });
}

}  // namespace
}  // namespace tenure::test
