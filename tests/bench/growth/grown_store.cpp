#include "tests/bench/growth/grown_store.hpp"

#include <sqlite3.h>

#include <chrono>
#include <stdexcept>

namespace tenure::bench {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::vector<account_id> fill(const std::string& path, std::uint64_t accounts) {
  sqlite3* db = nullptr;
  sqlite3_open(path.c_str(), &db);
  auto sql = "begin; with recursive n(i) as (select 1 union all select i + 1 from n where i < " +
             std::to_string(accounts) +
             ") insert into account (part, id, person, kind, workflow, state, context, pending, "
             "login, address, aliases, display_name, directory_id, revision, room) select i % 256, "
             "lower(hex(randomblob(16))), 'P' || i, 'employee', 'account', "
             "case i % 3 when 0 then 'active' when 1 then 'retained' else 'leaving.waiting' end, "
             "'{\"manager\":\"P1042\"}', '{}', 'u' || i, 'u' || i || '@example.org', '', "
             "'Jane Smith', lower(hex(randomblob(16))), 1, zeroblob(380) from n;"
             "insert into deadline (account, event, part, due) select id, "
             "'xstate.after.retentionTime.account.retained', part, 4000000000000000 + num "
             "from account order by id; commit; pragma wal_checkpoint(truncate)";
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(db));
  }
  std::vector<account_id> sample;
  sqlite3_exec(db, "select id from account order by random() limit 100000",
               [](void* to, int, char** row, char**) {
                 static_cast<std::vector<account_id>*>(to)->push_back(*account_id::parse(row[0]));
                 return 0;
               },
               &sample, nullptr);
  sqlite3_close(db);
  return sample;
}

}  // namespace

grown_store::grown_store(const std::string& path, std::uint64_t accounts)
    : url_("sqlite://" + path) {
  open_seconds();
  store_.reset();
  sample_ = fill(path, accounts);
  open_seconds();
}

double grown_store::open_seconds() {
  store_.reset();
  auto start = std::chrono::steady_clock::now();
  store_ = open_store({.url = url_}, seals_).value();
  return seconds_since(start);
}

double grown_store::seconds_per_leaver(std::uint64_t count) {
  constexpr std::uint64_t batch = 100;
  auto start = std::chrono::steady_clock::now();
  for (std::uint64_t done = 0; done < count; done += batch) {
    auto tx = store_->begin({1});
    tx->deadlines().due({1'000'000}, batch);
    for (std::uint64_t i = 0; i < batch; ++i) decide(*tx, sample_[next_++ % sample_.size()]);
    for (const auto& one : tx->outbox().claim("reconcile", {2}, {3}, 1, batch)) {
      tx->outbox().finish(one.id, 1, {});
    }
    tx->commit();
  }
  return seconds_since(start) / static_cast<double>(count);
}

void grown_store::decide(transaction& tx, const account_id& id) {
  event_id cause{{++made_, 1}};
  tx.inbox().put({.id = cause, .name = "leaver.notified", .at = {1}, .account = id});
  auto of = *tx.accounts().load(id);
  of.state = "leaving.waiting";
  tx.accounts().save(of);
  tx.journal().append({.at = {1}, .account = id});
  tx.deadlines().clear(id, "xstate.after.retentionTime.account.retained");
  tx.deadlines().set({id, "xstate.after.leaveTime", {4'000'000'000'000'000}});
  tx.outbox().add({.id = cause.derive<effect_id>("effect"), .account = id, .verb = "reconcile",
                   .created = {1}, .not_before = {1}});
  tx.inbox().handled(cause);
}

}  // namespace tenure::bench
