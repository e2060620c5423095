#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

#include <algorithm>

namespace tenure::storage {
namespace {

constexpr const char* column_types = "tttttttnnn";

std::string select(const char* rest) {
  return std::string("select id, workflow, subject, requester, state, context, pending, opened, "
                     "closed, revision from case_file ") + rest;
}

case_file case_in(const statement& row) {
  return {.id = row.id<case_id>(0),
          .workflow = row.text(1),
          .subject = row.id<account_id>(2),
          .requester = {row.text(3)},
          .state = row.text(4),
          .context = attributes_from(row.text(5)),
          .pending = pending_from(row.text(6)),
          .opened = row.at(7),
          .closed = row.number(8) != 0,
          .revision = row.number(9)};
}

class cases : public case_table {
 public:
  explicit cases(scope& in) : db_(in.db) {}

  std::optional<case_file> load(const case_id& id) override {
    if (!load_.read_one({id})) return std::nullopt;
    return case_in(load_);
  }

  void save(const case_file& changed) override {
    if (changed.revision == 0 ? insert(changed) : update(changed)) return keep_agreed(changed);
    db_.violated("case " + changed.id.text() + " was saved on revision " +
                 std::to_string(changed.revision) + ", which is not the stored one");
  }

  std::vector<case_file> open_on(const account_id& subject) override {
    open_on_.read({subject});
    return rest_of(open_on_);
  }

  std::vector<case_file> open_concerning(const hr_id& who) override {
    if (who.empty()) return {};  // else: of every case that nobody gains by
    concerning_.read({who, who, who});
    return rest_of(concerning_);
  }

  // Whoever is asked anew has agreed no more; their row stays until the case is closed.
  std::vector<case_file> agreed_by(const hr_id& who) override {
    agreed_by_.read({who});
    auto out = rest_of(agreed_by_);
    std::erase_if(out, [&](const case_file& each) {
      const auto still = who_agreed(each);
      return std::ranges::find(still, who) == still.end();
    });
    return out;
  }

  std::vector<case_file> open_before(const case_id& before, std::size_t limit) override {
    if (before.empty()) return list(true, limit);
    open_before_.read({before, limit});
    return rest_of(open_before_);
  }

  std::vector<case_file> list(bool open_only, std::size_t limit) override {
    auto& wanted = open_only ? list_open_ : list_all_;
    wanted.read({limit});
    return rest_of(wanted);
  }

 private:
  static std::vector<case_file> rest_of(statement& rows) {
    std::vector<case_file> out;
    while (rows.next()) out.push_back(case_in(rows));
    return out;
  }

  bool insert(const case_file& c) {
    auto context = to_json(c.context), pending = pending_text(c.pending);
    return insert_.write({part_of(c.subject), c.id, c.workflow, c.subject, c.requester, c.state,
                          context, pending, c.opened, c.closed ? 1 : 0,
                          std::string(value_of(c.context, "recipient"))}) == 1;
  }

  bool update(const case_file& c) {
    auto context = to_json(c.context), pending = pending_text(c.pending);
    return update_.write({c.state, context, pending, c.closed ? 1 : 0,
                          std::string(value_of(c.context, "recipient")), c.id, c.revision}) == 1;
  }

  // Of the open transaction: after a crash case and rows are there together, or neither is.
  void keep_agreed(const case_file& c) {
    if (c.closed) forget_agreed_.write({c.id});
    else for (const auto& who : who_agreed(c)) agree_.write({who, c.id});
  }

  database& db_;
  statement load_{db_, select("where id = :id"), column_types};
  statement open_on_{db_, select("where subject = :subject and closed = 0 order by num"),
                     column_types};
  // Three looks by index instead of one over all open cases.
  statement concerning_{
      db_,
      select("where num in (select num from case_file where requester = :asked and closed = 0 "
             "union select num from case_file where recipient = :gains and closed = 0 "
             "union select c.num from case_file c join account a on a.id = c.subject "
             "where a.person = :person and c.closed = 0) order by num"),
      column_types};
  statement list_open_{db_, select("where closed = 0 order by num desc limit :most"), column_types};
  statement list_all_{db_, select("order by num desc limit :most"), column_types};
  statement open_before_{
      db_,
      select("where closed = 0 and num < (select num from case_file where id = :before) "
             "order by num desc limit :most"),
      column_types};
  statement agreed_by_{
      db_,
      select("where closed = 0 and num in (select num from case_agreed where person = :person) "
             "order by num"),
      column_types};
  statement agree_{db_,
                   "insert into case_agreed (person, num) select :person, num from case_file "
                   "where id = :id on conflict do nothing"};
  statement forget_agreed_{
      db_, "delete from case_agreed where num = (select num from case_file where id = :id)"};
  statement insert_{db_,
                    "insert into case_file (part, id, workflow, subject, requester, state, "
                    "context, pending, opened, closed, recipient, revision) values (:part, :id, "
                    ":workflow, :subject, :requester, :state, :context, :pending, :opened, "
                    ":closed, :recipient, 1) "
                    "on conflict (id) do nothing"};
  statement update_{db_,
                    "update case_file set state = :state, context = :context, "
                    "pending = :pending, closed = :closed, recipient = :recipient, "
                    "revision = revision + 1 "
                    "where id = :id and revision = :revision"};
};

}  // namespace

std::unique_ptr<case_table> make_cases(scope& in) { return std::make_unique<cases>(in); }

}  // namespace tenure::storage
