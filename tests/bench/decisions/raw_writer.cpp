#include "tests/bench/decisions/writer.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tenure::bench {
namespace {

using field = std::variant<std::int64_t, std::string_view>;

class raw_statement {
 public:
  raw_statement(sqlite3* db, const char* sql) {
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &it_, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(db));
    }
  }
  ~raw_statement() { sqlite3_finalize(it_); }
  raw_statement(const raw_statement&) = delete;
  raw_statement& operator=(const raw_statement&) = delete;

  void run(std::initializer_list<field> fields) {
    int at = 0;
    for (const auto& one : fields) {
      ++at;
      if (auto* number = std::get_if<std::int64_t>(&one)) {
        sqlite3_bind_int64(it_, at, *number);
      } else {
        auto text = std::get<std::string_view>(one);
        sqlite3_bind_text(it_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
      }
    }
    int code;
    while ((code = sqlite3_step(it_)) == SQLITE_ROW) read_row();
    sqlite3_reset(it_);
    if (code != SQLITE_DONE) throw std::runtime_error("step failed");
  }

 private:
  void read_row() {
    for (int column = 0; column < sqlite3_column_count(it_); ++column) {
      last_.assign(reinterpret_cast<const char*>(sqlite3_column_text(it_, column)));
    }
  }

  sqlite3_stmt* it_ = nullptr;
  std::string last_;
};

class raw_writer : public writer {
 public:
  explicit raw_writer(sqlite3* db) : db_(db) {}
  ~raw_writer() override = default;

  void prepare(std::uint64_t from, std::uint64_t count) override {
    begin_.run({});
    for (auto n = from; n < from + count; ++n) {
      auto id = text_of(n);
      put_.run({id});
    }
    commit_.run({});
  }

  void decide(std::uint64_t from, std::uint64_t count, std::uint64_t batch) override {
    for (auto n = from; n < from + count; n += batch) {
      begin_.run({});
      read_head_.run({});
      for (auto i = n; i < std::min(n + batch, from + count); ++i) decide_one(i);
      move_head_.run({static_cast<std::int64_t>(size_), head});
      commit_.run({});
    }
  }

 private:
  static std::string text_of(std::uint64_t n) {
    char text[33];
    std::snprintf(text, sizeof(text), "%016llx%016llx",
                  static_cast<unsigned long long>((n + 1) * 0x9e3779b97f4a7c15),
                  static_cast<unsigned long long>(n));
    return text;
  }

  void decide_one(std::uint64_t n) {
    auto account = text_of(n % accounts), id = text_of(n);
    load_.run({account});
    const auto index = static_cast<std::int64_t>(size_++);
    save_.run({n % 2 ? "leaving.waiting" : "active", context, index, account});
    append_.run({index, account, leaf, leaf_hash,
                 std::exchange(newest_[n % accounts], index)});
    set_.run({account, "xstate.after.leaveTime", static_cast<std::int64_t>(n) + 1});
    add_.run({id, account, desired});
    handled_.run({id});
  }

  struct closer {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
  };
  std::unique_ptr<sqlite3, closer> db_;
  sqlite3* raw_ = db_.get();
  std::uint64_t size_ = 0;
  std::vector<std::int64_t> newest_ = std::vector<std::int64_t>(accounts, -1);
  raw_statement begin_{raw_, "begin immediate"}, commit_{raw_, "commit"};
  raw_statement put_{raw_,
                     "insert into inbox (part, id, name, at, account, actor, data) values "
                     "(0, ?, 'leaver.notified', 1, '', "
                     "'{\"capacity\":\"\",\"proof\":\"\",\"who\":\"\"}', '{}')"};
  raw_statement read_head_{raw_, "select size, head from journal_head where one = 1"};
  raw_statement move_head_{raw_, "update journal_head set size = ?, head = cast(? as blob)"};
  raw_statement load_{raw_,
                      "select id, person, kind, workflow, state, context, pending, login, address, "
                      "aliases, display_name, directory_id, revision from account where id = ?"};
  raw_statement save_{raw_,
                      "update account set state = ?, context = ?, last_entry = ?, "
                      "revision = revision + 1 where id = ?"};
  raw_statement append_{raw_,
                        "insert into journal (idx, part, account, leaf, leaf_hash, previous) "
                        "values (?, 7, ?, cast(? as blob), cast(? as blob), ?)"};
  raw_statement set_{raw_,
                     "insert into deadline (account, event, part, due) values (?, ?, 7, ?) "
                     "on conflict (account, event) do update set due = excluded.due"};
  raw_statement add_{raw_,
                     "insert into outbox (part, id, account, verb, invoke, input, desired, "
                     "created, not_before, ready) "
                     "values (7, ?, ?, 'reconcile', '', '{}', ?, 1, 1, 1)"};
  raw_statement handled_{raw_,
                         "update inbox set handled = 1, actor = '', data = '{}' where id = ?"};
};

}  // namespace

std::unique_ptr<writer> make_raw_writer(const std::string& path) {
  make_store_writer(path).reset();  // the same schema and accounts
  sqlite3* db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) throw std::runtime_error("cannot open " + path);
  sqlite3_exec(db,
               "pragma foreign_keys = on; pragma cache_size = -65536; pragma temp_store = memory;"
               "pragma journal_mode = wal; pragma synchronous = full;"
               "pragma wal_autocheckpoint = 8192",
               nullptr, nullptr, nullptr);
  return std::make_unique<raw_writer>(db);
}

}  // namespace tenure::bench
