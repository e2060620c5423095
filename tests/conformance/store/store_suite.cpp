#include "tests/conformance/store/store_suite.hpp"

#include "tests/support/postgres_server.hpp"
#include "tests/support/temp_folder.hpp"

namespace tenure::test {
namespace {

class sqlite_file : public store_place {
 public:
  std::string url() const override { return "sqlite://" + (folder_ / "store.db").string(); }
  bool kept() const override { return true; }

 private:
  support::temp_folder folder_{"store"};
};

class sqlite_memory : public store_place {
 public:
  std::string url() const override { return "sqlite::memory:"; }
  bool kept() const override { return false; }
};

class postgres_database : public store_place {
 public:
  postgres_database() : url_(shared_server().make_database()) {}
  std::string url() const override { return url_; }
  bool kept() const override { return true; }

 private:
  std::string url_;
};

template <class Place>
std::unique_ptr<store_place> make() {
  return std::make_unique<Place>();
}

}  // namespace

// With fsync on: the store refuses a server that would lose what it acknowledged.
support::postgres_server& shared_server() {
  static support::postgres_server server(true);
  return server;
}

void StoreTest::SetUp() {
  place_ = GetParam().make();
  reopen();
}

void StoreTest::reopen() {
  store_.reset();
  auto opened = open_store({.url = place_->url(), .organisation = "Camden"}, seals_);
  ASSERT_TRUE(opened) << opened.error().text();
  store_ = std::move(*opened);
}

void StoreTest::commit(const std::function<void(transaction&)>& what) {
  auto tx = store_->begin(now_);
  what(*tx);
  tx->commit();
}

void StoreTest::look(const std::function<void(transaction&)>& what) {
  auto tx = store_->begin(now_);
  what(*tx);
}

account some_account(std::uint64_t n) {
  return {.id = number<account_id>(n),
          .person = {"P" + std::to_string(n)},
          .kind = person_kind::agency_worker,
          .workflow = "account",
          .state = "leaving.waiting",
          .context = {{"holds", "2"}, {"reason", "\"quoted\" 'and' Zoë \\ \n"}},
          .pending = {{"archive", number<effect_id>(n + 7)}},
          .login = "u" + std::to_string(n),
          .address = "zoe.o'neil" + std::to_string(n) + "@example.org",
          .aliases = {"a" + std::to_string(n) + "@example.org", "b@example.org"},
          .display_name = "Zoë \"Z\" O'Neil; drop table account --",
          .directory_id = "4f1c"};
}

effect some_effect(std::uint64_t n, const account_id& of) {
  return {.id = number<effect_id>(n),
          .account = of,
          .verb = "reconcile",
          .invoke = "",
          .input = {{"why", "leaver"}},
          .desired = {.sign_in = sign_in::blocked, .auto_reply = "line one\nline 'two'"},
          .created = {1'700'000'000'000'000},
          .not_before = {1'700'000'000'000'000}};
}

event some_event(std::uint64_t n) {
  return {.id = number<event_id>(n),
          .name = "leaver.notified",
          .at = {1'700'000'000'000'000 + static_cast<std::int64_t>(n)},
          .account = number<account_id>(1),
          .by = {"P1042", "hr", "peer uid 1000"},
          .data = {{"lastDay", "2026-11-30"}}};
}

journal_entry some_entry(const account_id& of) {
  return {.at = {1'700'000'000'000'000},
          .account = of,
          .cause = number<event_id>(99),
          .event = "leaver.notified",
          .from = "active",
          .to = "leaving.waiting",
          .by = {"P1042", "hr", "peer uid 1000"},
          .rules = {"CAM-11a"},
          .facts = {{"lastDay", "2026-11-30"}},
          .personal = {{"login", "u1"}, {"who", "Zoë"}}};
}

INSTANTIATE_TEST_SUITE_P(Every, StoreTest,
                         testing::Values(store_kind{"SqliteFile", make<sqlite_file>},
                                         store_kind{"SqliteMemory", make<sqlite_memory>},
                                         store_kind{"PostgreSQL", make<postgres_database>}),
                         [](const auto& of) { return std::string(of.param.name); });

}  // namespace tenure::test
