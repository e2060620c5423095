// Begin, commit, drop, reopen: what holds over all tables.
#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

// Known without opening it: whoever would make one must not change one.
TEST_P(StoreTest, IsThereOnceItWasMade) {
  auto url = place_->url();
  EXPECT_EQ(store_exists(url).value(), place_->kept()) << "while somebody has it open";
  store_.reset();
  EXPECT_EQ(store_exists(url).value(), place_->kept());
}

void write_everything(transaction& tx) {
  tx.accounts().save(some_account(1));
  tx.people().save({.id = {"P1"}});
  tx.addresses().claim({"a@example.org", "a@example.org", 0, number<account_id>(1)});
  tx.journal().append(some_entry(number<account_id>(1)));
  tx.deadlines().set({number<account_id>(1), "e", {5}});
  tx.tasks().open({.id = number<task_id>(1), .account = number<account_id>(1), .kind = "k"});
  tx.holds().place({.id = number<hold_id>(1), .account = number<account_id>(1), .matter = "m"});
  tx.inbox().put(some_event(1));
  tx.outbox().add(some_effect(1, number<account_id>(1)));
  tx.lists().save({.id = number<list_id>(1), .kind = "staff", .status = "held"});
  tx.settings().put("mine", "x");
}

int count_everything(transaction& tx) {
  return static_cast<int>(tx.accounts().list({}, "", 9).size() + tx.people().list({}, 9).size() +
                          (tx.addresses().holder("a@example.org") ? 1 : 0) + tx.journal().size() +
                          tx.deadlines().due({9}, 9).size() + tx.tasks().open_tasks({}, 9).size() +
                          tx.holds().all().size() + tx.inbox().take(9).size() +
                          tx.outbox().open_effects({}, 9).size() +
                          (tx.lists().load(number<list_id>(1)) ? 1 : 0) +
                          (tx.settings().get("mine") ? 1 : 0));
}

TEST_P(StoreTest, CommitKeepsEverythingAndDroppingNothing) {
  look(write_everything);
  look([](transaction& tx) { EXPECT_EQ(count_everything(tx), 0); });
  commit(write_everything);
  look([](transaction& tx) { EXPECT_EQ(count_everything(tx), 11); });
}

TEST_P(StoreTest, CommittedStateSurvivesClosing) {
  commit(write_everything);
  if (!place_->kept()) {
    reopen();
    return look([](transaction& tx) { EXPECT_EQ(count_everything(tx), 0); });
  }
  std::string head;
  look([&](transaction& tx) { head = tx.journal().head(); });
  reopen();
  commit([&](transaction& tx) {
    EXPECT_EQ(count_everything(tx), 11);
    EXPECT_EQ(tx.journal().head(), head);
    EXPECT_EQ(tx.journal().append(some_entry({})), 1u);
    EXPECT_EQ(tx.settings().get(organisation_setting), "Camden");
    EXPECT_EQ(tx.settings().get(demonstration_setting), "false");
  });
}

// A demonstration believes claimed names: it never becomes a real store, whoever asks.
TEST_P(StoreTest, WhoseItIsAndWhatForIsSaidOnce) {
  commit([](transaction& tx) {
    tx.settings().put(organisation_setting, "Camden");
    tx.settings().put(demonstration_setting, "false");  // the same again changes nothing
  });
  const std::pair<std::string_view, const char*> rows[] = {
      {demonstration_setting, "true"},    {demonstration_setting, ""},
      {demonstration_setting, "False"},   {organisation_setting, "Wyoming"},
      {organisation_setting, "camden"},   {organisation_setting, ""}};
  for (const auto& [name, value] : rows) {
    EXPECT_THROW(commit([&](transaction& tx) { tx.settings().put(name, value); }), std::logic_error)
        << name << " " << value;
  }
  look([](transaction& tx) {
    EXPECT_EQ(tx.settings().get(organisation_setting), "Camden");
    EXPECT_EQ(tx.settings().get(demonstration_setting), "false");
  });
}

TEST_P(StoreTest, OneTransactionAtATime) {
  auto first = store_->begin(now_);
  EXPECT_THROW(store_->begin(now_), std::logic_error);
  first->settings().put("x", "1");
  EXPECT_THROW(store_->begin(now_), std::logic_error);
  first->commit();
  auto second = store_->begin(now_);  // though `first` still exists
  EXPECT_EQ(second->settings().get("x"), "1");
  first.reset();
  EXPECT_THROW(store_->begin(now_), std::logic_error);
}

TEST_P(StoreTest, CommittedTransactionIsOver) {
  auto tx = store_->begin(now_);
  tx->commit();
  EXPECT_THROW(tx->commit(), std::logic_error);
  EXPECT_THROW(tx->settings(), std::logic_error);
  EXPECT_THROW(tx->journal(), std::logic_error);
}

TEST_P(StoreTest, BrokenTransactionCannotCommit) {
  {
    auto tx = store_->begin(now_);
    tx->settings().put("x", "1");
    EXPECT_THROW(tx->settings().put("", "broken"), std::logic_error);
    EXPECT_THROW(tx->commit(), std::logic_error);
  }
  look([](transaction& tx) { EXPECT_EQ(tx.settings().get("x"), std::nullopt); });
}

// Deferred references are checked by commit itself: the last chance to refuse.
TEST_P(StoreTest, CommitRefusesADanglingDeadline) {
  {
    auto tx = store_->begin(now_);
    tx->deadlines().set({number<account_id>(7), "e", {5}});
    EXPECT_THROW(tx->commit(), std::logic_error);
  }
  look([](transaction& tx) { EXPECT_EQ(tx.deadlines().next(), std::nullopt); });
  commit([](transaction& tx) {  // the order inside a transaction does not matter
    tx.deadlines().set({number<account_id>(7), "e", {5}});
    tx.accounts().save(some_account(7));
  });
}

TEST_P(StoreTest, MessagesHoldNoValues) {
  auto secret = some_account(1);
  secret.address = "Canary.Person@example.org";  // refused by a CHECK
  try {
    commit([&](transaction& tx) { tx.accounts().save(secret); });
    FAIL() << "accepted";
  } catch (const std::logic_error& e) {
    EXPECT_EQ(std::string(e.what()).find("Canary"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace tenure::test
