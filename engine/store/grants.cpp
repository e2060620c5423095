#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"

namespace tenure::storage {
namespace {

constexpr const char* column_types = "tttttttttttnnntnt";

std::string select(const char* rest) {
  return std::string("select id, from_case, subject, kind, holder, holder_login, holder_address, "
                     "message, purpose, clause, told, opened, ends, closed, closed_because, "
                     "certified, certified_by from access_grant ") + rest;
}

grant grant_in(const statement& row) {
  return {.id = row.id<grant_id>(0),
          .from_case = row.id<case_id>(1),
          .subject = row.id<account_id>(2),
          .kind = parse_grant_kind(row.text(3)).value(),
          .holder = {row.text(4)},
          .holder_login = row.text(5),
          .holder_address = row.text(6),
          .text = row.text(7),
          .purpose = row.text(8),
          .clause = row.text(9),
          .told = row.text(10),
          .opened = row.at(11),
          .ends = row.optional_at(12),
          .closed = row.optional_at(13),
          .closed_because = row.text(14),
          .certified = row.optional_at(15),
          .certified_by = {row.text(16)}};
}

class grants : public grant_table {
 public:
  explicit grants(scope& in) : db_(in.db) {}

  // An end once written stays: a grant is never opened again.
  void save(const grant& g) override {
    save_.write({part_of(g.subject), g.id, g.from_case, g.subject, to_text(g.kind), g.holder,
                 g.holder_login, g.holder_address, g.text, g.purpose, g.clause, g.told, g.opened,
                 g.ends, g.closed, g.closed_because, g.certified, g.certified_by});
  }

  std::optional<grant> load(const grant_id& id) override {
    if (!load_.read_one({id})) return std::nullopt;
    return grant_in(load_);
  }

  std::vector<grant> on(const account_id& subject) override { return all(on_, {subject}); }
  std::vector<grant> held_by(const hr_id& holder) override { return all(held_by_, {holder}); }
  std::vector<grant> list(bool open_only, std::size_t limit) override {
    return all(open_only ? list_open_ : list_all_, {limit});
  }

 private:
  static std::vector<grant> all(statement& wanted, std::initializer_list<value> parameters) {
    wanted.read(parameters);
    std::vector<grant> out;
    while (wanted.next()) out.push_back(grant_in(wanted));
    return out;
  }

  database& db_;
  statement save_{db_,
                  "insert into access_grant (part, id, from_case, subject, kind, holder, "
                  "holder_login, holder_address, message, purpose, clause, told, opened, ends, "
                  "closed, closed_because, certified, certified_by) "
                  "values (:part, :id, :from_case, :subject, :kind, "
                  ":holder, :holder_login, :holder_address, :message, :purpose, :clause, :told, "
                  ":opened, :ends, :closed, :because, :certified, :certified_by) "
                  "on conflict (id) do update set "
                  "ends = excluded.ends, closed = excluded.closed, "
                  "closed_because = excluded.closed_because, certified = excluded.certified, "
                  "certified_by = excluded.certified_by where access_grant.closed is null"};
  statement load_{db_, select("where id = :id"), column_types};
  statement on_{db_, select("where subject = :subject order by num"), column_types};
  statement held_by_{db_, select("where holder = :holder and closed is null order by num"),
                     column_types};
  statement list_open_{db_, select("where closed is null order by num desc limit :most"),
                       column_types};
  statement list_all_{db_, select("order by num desc limit :most"), column_types};
};

}  // namespace

std::unique_ptr<grant_table> make_grants(scope& in) { return std::make_unique<grants>(in); }

}  // namespace tenure::storage
