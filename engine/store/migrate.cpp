#include "engine/store/migrate.hpp"

#include "engine/store/statement.hpp"

#include <vector>

namespace tenure::storage {
namespace {

struct applied {
  std::int64_t number;
  std::string name;
  std::string digest;
};

std::vector<applied> read_applied(database& db) {
  db.script(
      "create table if not exists migration (number bigint not null primary key, "
      "name text not null, digest text not null)");
  statement rows(db, "select number, name, digest from migration order by number", "ntt");
  std::vector<applied> out;
  rows.read({});
  while (rows.next()) out.push_back({rows.number(0), rows.text(1), rows.text(2)});
  return out;
}

refusal newer(std::size_t stored, std::size_t known) {
  return {.code = "store.newer_than_program",
          .message = "The store's schema has number " + std::to_string(stored) +
                     ", this program knows " + std::to_string(known) + ".",
          .place = "migration",
          .rule = "",
          .way_out = "Run the newer program; a schema is never taken back."};
}

refusal changed(const applied& row) {
  return {.code = "store.migration_changed",
          .message = "The store was made by another text of migration " +
                     std::to_string(row.number) + " (" + row.name + ").",
          .place = "migration " + std::to_string(row.number),
          .rule = "",
          .way_out = "Run the program it was made with; an applied migration is not edited."};
}

// The schema and its record commit together: after a crash the migration ran or it did not. When a
// statement throws, the connection is closed with the transaction open, which takes it back.
void apply(database& db, const migration& next) {
  db.script(db.speaks() == dialect::sqlite ? "begin immediate" : "begin");
  db.script(std::string(next.sql));
  statement record(db, "insert into migration values (:number, :name, :digest)");
  record.write({next.number, next.name, next.digest});
  db.script("commit");
}

}  // namespace

result<void> migrate(database& db, std::span<const migration> wanted) {
  auto done = read_applied(db);
  if (done.size() > wanted.size()) return newer(done.size(), wanted.size());
  for (std::size_t i = 0; i < done.size(); ++i) {
    if (done[i].number != wanted[i].number || done[i].digest != wanted[i].digest) {
      return changed(done[i]);
    }
  }
  for (const auto& next : wanted.subspan(done.size())) apply(db, next);
  return {};
}

}  // namespace tenure::storage
