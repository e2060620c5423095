#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

namespace tenure::storage {
namespace {

constexpr const char* column_types = "ttttttnt";

std::string select(const char* rest) {
  return std::string(
             "select id, kind, digest, file_digest, status, report, at, released_by "
             "from hr_list ") +
         rest;
}

class lists : public list_table {
 public:
  explicit lists(scope& in) : db_(in.db) {}

  void save(const hr_list& l) override {
    auto released_by = actors_text(l.released_by);
    save_.write({l.id, l.kind, l.digest, l.file_digest, l.status, l.report, l.at, released_by});
  }

  std::optional<hr_list> load(const list_id& id) override { return one(load_, id); }

  std::optional<hr_list> by_digest(std::string_view digest) override {
    return one(by_digest_, digest);
  }

  std::optional<hr_list> last_applied(std::string_view kind) override {
    return one(last_applied_, kind);
  }

  // Counts of one list and verb add up: a list applied in parts is counted whole.
  void record_count(const list_id& id, std::string_view verb, std::int64_t count,
                    instant at) override {
    record_.write({id, verb, count, at});
  }

  std::int64_t count_since(std::string_view verb, instant since) override {
    count_.read_one({verb, since});
    return count_.number(0);
  }

 private:
  static std::optional<hr_list> one(statement& rows, const value& key) {
    if (!rows.read_one({key})) return std::nullopt;
    return hr_list{.id = rows.id<list_id>(0),
                   .kind = rows.text(1),
                   .digest = rows.text(2),
                   .file_digest = rows.text(3),
                   .status = rows.text(4),
                   .report = rows.text(5),
                   .at = rows.at(6),
                   .released_by = actors_from(rows.text(7))};
  }

  database& db_;
  statement save_{
      db_,
      "insert into hr_list (id, kind, digest, file_digest, status, report, at, released_by) "
      "values (:id, :kind, :digest, :file_digest, :status, :report, :at, :released_by) "
      "on conflict (id) do update set kind = excluded.kind, digest = excluded.digest, "
      "file_digest = excluded.file_digest, status = excluded.status, report = excluded.report, "
      "at = excluded.at, released_by = excluded.released_by"};
  statement load_{db_, select("where id = :id"), column_types};
  statement by_digest_{db_, select("where digest = :digest order by num desc limit 1"),
                       column_types};
  statement last_applied_{
      db_, select("where kind = :kind and status = 'applied' order by at desc, num desc limit 1"),
      column_types};
  statement record_{db_,
                    "insert into hr_list_count (list, verb, count, at) "
                    "values (:list, :verb, :count, :at)"};
  statement count_{db_,
                   "select cast(coalesce(sum(count), 0) as bigint) from hr_list_count "
                   "where verb = :verb and at >= :since",
                   "n"};
};

}  // namespace

std::unique_ptr<list_table> make_lists(scope& in) { return std::make_unique<lists>(in); }

}  // namespace tenure::storage
