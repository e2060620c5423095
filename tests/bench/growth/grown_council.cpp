#include "tests/bench/growth/grown_council.hpp"

#include "engine/audit/log_head.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <numeric>
#include <stdexcept>

namespace tenure::bench {
namespace {

using connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

void run(sqlite3* db, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(db));
  }
}

std::string joined(const std::vector<std::string>& of) {
  std::string out;
  for (const auto& one : of) out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::vector<std::string> columns_of(sqlite3* db, const std::string& table) {
  std::vector<std::string> out;
  const auto sql = "select name from pragma_table_info('" + table + "')";
  sqlite3_exec(db, sql.c_str(), [](void* to, int, char** row, char**) {
    static_cast<std::vector<std::string>*>(to)->push_back(row[0]);
    return 0;
  }, &out, nullptr);
  return out;
}

// Copy `c` of an id: that of another list with the same rows, which come after one another.
const std::string id_of_copy = "printf('%010x', (c * 7919) % 1048576 * 65536 + c) || substr(";

// What one copy of the trail adds to an entry's index.
const std::string shift = " + c * (select size from journal_head)";

// How a column of a copy is made of the original's; the others stay as they are.
std::string of_copy(const std::string& table, const std::string& column) {
  const bool of_journal = table == "journal" || table == "journal_personal";
  if (column == "num" && table != "journal_personal") return "null";
  if (column == "idx" && of_journal) return "idx" + shift;
  if (column == "last_entry") return "last_entry" + shift;
  if (column == "previous") return "case when previous >= 0 then previous" + shift +
                                   " else previous end";
  if (column == "id" && table == "person") return "'C' || c || id";
  if (column == "person") return "'C' || c || person";
  if (column == "id" || column == "account") return id_of_copy + column + ", 11)";
  if (column == "address" || column == "login" || column == "stem") {
    return "'c' || c || '.' || " + column;
  }
  if (column == "directory_id") return "lower(hex(randomblob(16)))";
  return column;
}

void copy_rows(sqlite3* db, const std::string& table, std::size_t copies) {
  auto columns = columns_of(db, table);
  std::vector<std::string> values;
  for (const auto& column : columns) values.push_back(of_copy(table, column));
  run(db, "with recursive copy(c) as (select 1 union all select c + 1 from copy where c < " +
              std::to_string(copies) + ") insert into " + table + " (" + joined(columns) +
              ") select " + joined(values) + " from copy cross join (select * from " + table +
              ") order by 1");
}

// The trail's head over the copies too, so that it goes on from there.
void head_of_all(sqlite3* db) {
  audit::log_head head;
  sqlite3_exec(db, "select hex(leaf_hash) from journal order by idx",
               [](void* to, int, char** row, char**) {
                 audit::digest hash{};
                 for (std::size_t i = 0; i < hash.size(); ++i) {
                   hash[i] = static_cast<decltype(hash)::value_type>(
                       std::stoul(std::string(row[0] + 2 * i, 2), nullptr, 16));
                 }
                 static_cast<audit::log_head*>(to)->tree.append(hash);
                 return 0;
               },
               &head, nullptr);
  sqlite3_stmt* update = nullptr;
  sqlite3_prepare_v2(db, "update journal_head set size = ?, head = ?", -1, &update, nullptr);
  const auto text = audit::to_text(head);
  sqlite3_bind_int64(update, 1, static_cast<sqlite3_int64>(head.tree.size()));
  sqlite3_bind_blob(update, 2, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  const bool done = sqlite3_step(update) == SQLITE_DONE;
  sqlite3_finalize(update);
  if (!done) throw std::runtime_error(sqlite3_errmsg(db));
}

// Gigabytes the kernel still has to write would be written during the rounds.
void to_disk(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY);
  const bool done = file >= 0 && ::fsync(file) == 0;
  ::close(file);
  if (!done) throw std::runtime_error("fsync of " + path);
}

// About mailboxes of which none closes here.
void open_cases(sqlite3* db, std::size_t accounts_a_case) {
  run(db, "insert into case_file (part, id, workflow, subject, requester, state, context, "
          "pending, opened, closed, recipient, revision) select part, id, 'delegation', "
          "lower(hex(randomblob(16))), 'M' || num, 'open', "
          "'{\"agreed.0\":\"H' || (num % 97) || '\"}', '{}', 1, 0, 'R' || num, 1 "
          "from account where num % " + std::to_string(accounts_a_case) + " = 0");
}

void grow(const std::string& path, std::size_t copies, std::size_t accounts_a_case) {
  sqlite3* opened = nullptr;
  sqlite3_open(path.c_str(), &opened);
  connection db(opened, sqlite3_close);
  run(db.get(), "pragma synchronous = off; pragma cache_size = -100000; begin");
  if (copies > 0) {
    for (const char* table : {"journal_personal", "journal", "person", "account", "address_claim",
                              "inbox", "outbox"}) {
      copy_rows(db.get(), table, copies);
    }
    head_of_all(db.get());
    run(db.get(), "update setting set value = (select count(*) from account) "
                  "where name = 'count.accounts'");
  }
  if (accounts_a_case > 0) open_cases(db.get(), accounts_a_case);
  run(db.get(), "insert into deadline (account, event, part, due) select id, 'access.reviewDue', "
                "part, 4000000000000000 + abs(random() % 100000000000000) from account "
                "order by id; commit; pragma wal_checkpoint(truncate)");
  to_disk(path);
}

}  // namespace

grown_council::grown_council(std::size_t hired, std::size_t accounts,
                             std::size_t accounts_a_case)
    : hired_(hired), accounts_(accounts), council_(hired) {
  council_.with_file([&](const std::string& path) {
    grow(path, accounts_ / hired_ - 1, accounts_a_case);
  });
}

double grown_council::seconds_per_leaver(std::size_t count) {
  if (gone_ + count > accounts_) throw std::runtime_error("not so many people");
  std::size_t stride = accounts_ * 618 / 1000 + 1;
  while (std::gcd(stride, accounts_) != 1) ++stride;
  std::vector<std::string> people;
  while (people.size() < count) people.push_back(person(gone_++ * stride % accounts_));
  return council_.close_on_paper(people) / static_cast<double>(count);
}

double grown_council::bytes() const {
  return static_cast<double>(std::filesystem::file_size(council_.store_file()));
}

std::string grown_council::person(std::size_t nth) const {
  const auto copy = nth / hired_;
  return (copy == 0 ? "" : "C" + std::to_string(copy)) + number_of(nth % hired_);
}

}  // namespace tenure::bench
