#include "tests/conformance/store/store_suite.hpp"

#include <stdexcept>

namespace tenure::test {
namespace {

TEST_P(StoreTest, AccountComesBackAsItWasSaved) {
  auto saved = some_account(1);
  commit([&](transaction& tx) { tx.accounts().save(saved); });
  saved.revision = 1;
  look([&](transaction& tx) {
    EXPECT_EQ(tx.accounts().load(saved.id), saved);
    EXPECT_EQ(tx.accounts().load(number<account_id>(2)), std::nullopt);
  });
}

TEST_P(StoreTest, AccountWithNothingInItComesBack) {
  account bare{.id = number<account_id>(1), .workflow = "account", .state = "new"};
  commit([&](transaction& tx) { tx.accounts().save(bare); });
  bare.revision = 1;
  look([&](transaction& tx) { EXPECT_EQ(tx.accounts().load(bare.id), bare); });
}

TEST_P(StoreTest, RevisionRisesWithEverySave) {
  auto one = some_account(1);
  for (std::int64_t revision = 0; revision < 3; ++revision) {
    one.revision = revision;
    one.state = "s" + std::to_string(revision);
    commit([&](transaction& tx) { tx.accounts().save(one); });
  }
  look([&](transaction& tx) {
    EXPECT_EQ(tx.accounts().load(one.id)->revision, 3);
    EXPECT_EQ(tx.accounts().load(one.id)->state, "s2");
  });
}

// What a transaction read and saved it reads again, in whichever way it asks; the next one reads
// what is stored.
TEST_P(StoreTest, WhatADroppedTransactionSavedIsReadByNobodyElse) {
  auto one = some_account(1);
  person who{.id = one.person, .kind = person_kind::employee, .given_name = "Ann",
             .surname = "Lee", .job_title = "", .unit = "U1", .manager = {}, .contact = "",
             .on_staff = true};
  commit([&](transaction& tx) {
    tx.accounts().save(one);
    tx.people().save(who);
  });
  {
    auto tx = store_->begin(now_);
    auto changed = *tx->accounts().load(one.id);
    changed.state = "dropped";
    auto moved = *tx->people().load(who.id);
    moved.unit = "U2";
    tx->journal().append({.at = now_, .account = one.id, .event = "read.again"});
    tx->accounts().save(changed);
    tx->people().save(moved);
    ++changed.revision;
    EXPECT_EQ(tx->accounts().load(one.id), changed);
    EXPECT_EQ(tx->accounts().of_person(one.person), std::vector{changed});
    EXPECT_EQ(tx->people().load(who.id), moved);
    EXPECT_EQ(tx->journal().of_account(one.id).size(), 1u);
  }
  one.revision = 1;
  look([&](transaction& tx) {
    EXPECT_EQ(tx.accounts().load(one.id), one);
    EXPECT_EQ(tx.people().load(who.id), who);
    EXPECT_EQ(tx.journal().of_account(one.id), std::vector<std::uint64_t>{});
  });
}

// Whichever of the account's row and its entry is written first, the row names the newest entry.
TEST_P(StoreTest, ARowNamesItsNewestEntryInWhicheverOrderTheyAreWritten) {
  auto one = some_account(1);
  commit([&](transaction& tx) { tx.accounts().save(one); });
  const journal_entry entry{.at = now_, .account = one.id, .event = "said"};
  for (std::int64_t revision = 1; revision < 4; ++revision) {
    one.revision = revision;
    commit([&](transaction& tx) {
      if (revision != 2) tx.journal().append(entry);
      tx.accounts().save(one);
      if (revision != 1) tx.journal().append(entry);
    });
  }
  look([&](transaction& tx) {
    EXPECT_EQ(tx.journal().of_account(one.id), (std::vector<std::uint64_t>{0, 1, 2, 3}));
  });
}

// A revision that is not the stored one: too old, from the future, of an account that is not there.
TEST_P(StoreTest, StaleRevisionIsRefusedAndNothingOfItsTransactionStays) {
  commit([&](transaction& tx) {
    auto one = some_account(1);
    tx.accounts().save(one);
    one.revision = 1;
    tx.accounts().save(one);
  });
  for (std::int64_t stale : {0, 1, 3}) {
    auto tx = store_->begin(now_);
    tx->settings().put("written.before", "the refusal");
    auto old = some_account(1);
    old.revision = stale;
    EXPECT_THROW(tx->accounts().save(old), std::logic_error) << stale;
    EXPECT_THROW(tx->commit(), std::logic_error) << stale;
  }
  auto missing = some_account(2);
  missing.revision = 1;
  EXPECT_THROW(commit([&](transaction& tx) { tx.accounts().save(missing); }), std::logic_error);
  look([&](transaction& tx) {
    EXPECT_EQ(tx.accounts().load(number<account_id>(1))->revision, 2);
    EXPECT_EQ(tx.settings().get("written.before"), std::nullopt);
  });
}

TEST_P(StoreTest, AccountsOfAPersonOldestFirst) {
  commit([&](transaction& tx) {
    for (std::uint64_t n : {9, 3, 5}) {
      auto one = some_account(n);
      one.person = {"P1"};
      tx.accounts().save(one);
    }
    tx.accounts().save(some_account(4));
  });
  look([&](transaction& tx) {
    auto found = tx.accounts().of_person({"P1"});
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].id, number<account_id>(9));
    EXPECT_EQ(found[2].id, number<account_id>(5));
    EXPECT_TRUE(tx.accounts().of_person({"P"}).empty());
    EXPECT_TRUE(tx.accounts().of_person({"p1"}).empty());
  });
}

struct listing {
  const char* state;
  std::vector<std::uint64_t> expected;
};

TEST_P(StoreTest, ListsAStateAndWhatLiesInIt) {
  const char* states[] = {"closing",  "closing.archiving", "closingSoon",         "closed",
                          "a.closing", "away,review.legal", "closing.x,review.hr", "Closing",
                          "employed.presence.active,employed.employment.staying", "employed"};
  commit([&](transaction& tx) {
    for (std::uint64_t n = 0; n < std::size(states); ++n) {
      auto one = some_account(n);
      one.state = states[n];
      tx.accounts().save(one);
    }
  });
  const listing cases[] = {{"closing", {0, 1, 6}}, {"closing.archiving", {1}}, {"review", {5, 6}},
                           {"review.legal", {5}},  {"closing.arch", {}},       {"legal", {}},
                           {"closing.", {}},       {"away", {5}},              {"clos", {}},
                           {"closing.archiving.deeper", {}}, {"employed", {8, 9}},
                           {"employed.presence", {8}}, {"employed.employment.staying", {8}}};
  look([&](transaction& tx) {
    for (const auto& [state, expected] : cases) {
      std::vector<std::uint64_t> found;
      for (const auto& one : tx.accounts().list({}, state, 100)) found.push_back(one.id.bits.high);
      EXPECT_EQ(found, expected) << state;
    }
    EXPECT_EQ(tx.accounts().list({}, "", 100).size(), std::size(states));
  });
}

TEST_P(StoreTest, ListsInPages) {
  commit([&](transaction& tx) {
    for (std::uint64_t n = 1; n <= 10; ++n) {
      auto one = some_account(n);
      one.state = n % 2 ? "open.a" : "open.b";
      tx.accounts().save(one);
    }
  });
  look([&](transaction& tx) {
    for (std::string_view state : {"open", ""}) {
      std::vector<std::uint64_t> found;
      account_id after;
      while (true) {
        auto page = tx.accounts().list(after, state, 3);
        for (const auto& one : page) found.push_back(one.id.bits.high);
        if (page.size() < 3) break;
        after = page.back().id;
      }
      EXPECT_EQ(found, (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})) << state;
    }
    EXPECT_TRUE(tx.accounts().list({}, "open", 0).empty());
  });
}

TEST_P(StoreTest, CountsByState) {
  commit([&](transaction& tx) {
    for (std::uint64_t n = 1; n <= 5; ++n) {
      auto one = some_account(n);
      one.state = n < 3 ? "active" : "retained";
      tx.accounts().save(one);
    }
  });
  std::vector<std::pair<std::string, std::int64_t>> expected{{"active", 2}, {"retained", 3}};
  look([&](transaction& tx) { EXPECT_EQ(tx.accounts().count_by_state(), expected); });
  commit([&](transaction& tx) {
    for (std::uint64_t n = 1; n <= 2; ++n) {
      auto one = *tx.accounts().load(number<account_id>(n));
      one.state = "employed.presence.active,employed.employment.staying";
      tx.accounts().save(one);
    }
  });
  expected[0].first = "employed.presence.active,employed.employment.staying";
  look([&](transaction& tx) { EXPECT_EQ(tx.accounts().count_by_state(), expected); });
}

TEST_P(StoreTest, AnAccountBecomesAnotherPersons) {
  commit([&](transaction& tx) { tx.accounts().save(some_account(1)); });
  commit([&](transaction& tx) {
    auto one = *tx.accounts().load(number<account_id>(1));
    one.person = {"P-other"};
    one.state = "elsewhere";
    tx.accounts().save(one);
    one.revision = 2;
    one.state = "there";
    tx.accounts().save(one);
  });
  look([&](transaction& tx) {
    EXPECT_TRUE(tx.accounts().of_person(some_account(1).person).empty());
    ASSERT_EQ(tx.accounts().of_person({"P-other"}).size(), 1u);
    EXPECT_EQ(tx.accounts().of_person({"P-other"})[0].state, "there");
  });
}

// A row that outgrows its room, and back.
TEST_P(StoreTest, ContextsGrowAndShrink) {
  commit([&](transaction& tx) {
    for (std::uint64_t n = 0; n < 40; ++n) tx.accounts().save(some_account(n));
  });
  for (std::size_t length : {10u, 500u, 512u, 513u, 5000u, 0u}) {
    commit([&](transaction& tx) {
      auto one = *tx.accounts().load(number<account_id>(20));
      one.context["long"] = std::string(length, 'x');
      tx.accounts().save(one);
    });
    look([&](transaction& tx) {
      EXPECT_EQ(tx.accounts().load(number<account_id>(20))->context["long"].size(), length);
      EXPECT_EQ(tx.accounts().list({}, "", 100).size(), 40u);
    });
  }
}

// What the schema itself refuses, whoever writes it.
TEST_P(StoreTest, BrokenAccountsAreRefused) {
  std::function<void(account&)> breaks[] = {
      [](account& a) { a.state = ""; },
      [](account& a) { a.workflow = ""; },
      [](account& a) { a.id = {}; },
      [](account& a) { a.address = "Jane@example.org"; },
      [](account& a) { a.display_name = std::string("NUL\0here", 8); },
      [](account& a) { a.display_name = "not UTF-8: \xC3("; },
      [](account& a) { a.context["x"] = "cut short \xE2\x82"; },
      [](account& a) { a.aliases = {"two\nlines@example.org"}; },
  };
  for (std::size_t i = 0; i < std::size(breaks); ++i) {
    auto one = some_account(1);
    breaks[i](one);
    EXPECT_THROW(commit([&](transaction& tx) { tx.accounts().save(one); }), std::logic_error) << i;
  }
  look([&](transaction& tx) { EXPECT_TRUE(tx.accounts().list({}, "", 10).empty()); });
}

TEST_P(StoreTest, KeepsTextAsItIs) {
  const std::string texts[] = {"",
                               "'; drop table account; --",
                               ":id $1 ? %s \\x41 {}",
                               "tab\tfeed\ncarriage\rbackslash\\",
                               "\xF0\x9F\x93\xAC Ωμέγα 名前 \u202Eright to left",
                               std::string(65536, 'x'),
                               "e\u0301 is not é"};
  std::int64_t revision = 0;
  for (const auto& text : texts) {
    auto one = some_account(1);
    one.display_name = text;
    one.context = {{"text", text + std::string(1, '\0')}};
    one.revision = revision++;
    commit([&](transaction& tx) { tx.accounts().save(one); });
    look([&](transaction& tx) {
      auto found = tx.accounts().load(one.id);
      EXPECT_EQ(found->display_name, text);
      EXPECT_EQ(found->context, one.context);
    });
  }
}

}  // namespace
}  // namespace tenure::test
