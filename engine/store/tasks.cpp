#include "engine/model/case_file.hpp"
#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

namespace tenure::storage {
namespace {

constexpr const char* column_types = "ttttttnntt";

std::string select(const char* rest) {
  return std::string(
             "select id, account, kind, assignee, invoke, input, opened, due, claimed_by, status "
             "from task ") +
         rest;
}

task task_in(const statement& row) {
  return {.id = row.id<task_id>(0),
          .account = row.id<account_id>(1),
          .kind = row.text(2),
          .assignee = row.text(3),
          .invoke = row.text(4),
          .input = attributes_from(row.text(5)),
          .opened = row.at(6),
          .due = row.optional_at(7),
          .claimed_by = {row.text(8)},
          .status = row.text(9)};
}

class tasks : public task_table {
 public:
  explicit tasks(scope& in) : db_(in.db) {}

  void open(const task& t) override {
    if (t.status != "open") db_.violated("a task opened with status " + t.status);
    auto input = to_json(t.input);
    open_.write({part_of(t.account), t.id, t.account, t.kind, t.assignee, t.invoke, input, t.opened,
                 t.due});
    // Of the same transaction: after a crash task and rows are there together, or neither is.
    for (const auto& who : people_in(value_of(t.input, "eligible"))) asks_.write({who, t.id});
  }

  std::optional<task> load(const task_id& id) override {
    if (!load_.read_one({id})) return std::nullopt;
    return task_in(load_);
  }

  // The first to finish a task stays: a second time changes nothing.
  void finish(const task_id& id, std::string_view status, const actor& by, instant at) override {
    if (status == "open") db_.violated("a task finished as open");
    auto closed_by = actors_text({by});
    if (finish_.write({status, at, closed_by, id}) == 0 && !load(id)) {
      db_.violated("a task finished that was never opened: " + id.text());
    }
    asks_nobody_.write({id});
  }

  void hand_on(const task_id& id, std::string_view assignee) override {
    hand_on_.write({std::string(assignee), id});
  }

  void claim(const task_id& id, const hr_id& by) override { claim_.write({by, id}); }

  std::vector<task> of_assignee(std::string_view assignee, std::size_t limit) override {
    open_of_assignee_.read({std::string(assignee), limit});
    return rest_of(open_of_assignee_);
  }

  std::vector<task> asking(const hr_id& who) override {
    asking_.read({who});
    return rest_of(asking_);
  }

  std::vector<task> open_tasks(const account_id& account, std::size_t limit) override {
    if (account.empty()) {
      open_all_.read({limit});
      return rest_of(open_all_);
    }
    open_of_account_.read({account, limit});
    return rest_of(open_of_account_);
  }

 private:
  static std::vector<task> rest_of(statement& rows) {
    std::vector<task> out;
    while (rows.next()) out.push_back(task_in(rows));
    return out;
  }

  database& db_;
  statement open_{db_,
                  "insert into task (part, id, account, kind, assignee, invoke, input, opened, "
                  "due, status) values (:part, :id, :account, :kind, :assignee, :invoke, :input, "
                  ":opened, :due, 'open') on conflict (id) do nothing"};
  statement load_{db_, select("where id = :id"), column_types};
  statement finish_{db_,
                    "update task set status = :status, closed = :closed, closed_by = :closed_by "
                    "where id = :id and status = 'open'"};
  statement hand_on_{
      db_,
      "update task set assignee = :assignee, claimed_by = '' where id = :id and status = 'open'"};
  statement claim_{
      db_, "update task set claimed_by = :claimed_by where id = :id and status = 'open'"};
  statement open_of_assignee_{
      db_,
      select("where assignee = :assignee and status = 'open' order by opened, num limit :most"),
      column_types};
  statement asks_{db_,
                  "insert into task_asks (person, num) select :person, num from task "
                  "where id = :id and status = 'open' on conflict do nothing"};
  statement asks_nobody_{db_,
                         "delete from task_asks where num = (select num from task where id = :id)"};
  statement asking_{
      db_,
      select("where status = 'open' and num in (select num from task_asks where person = :person) "
             "order by opened, num"),
      column_types};
  statement open_all_{db_, select("where status = 'open' order by opened, num limit :most"),
                      column_types};
  statement open_of_account_{
      db_,
      select("where account = :account and status = 'open' order by opened, num limit :most"),
      column_types};
};

}  // namespace

std::unique_ptr<task_table> make_tasks(scope& in) { return std::make_unique<tasks>(in); }

}  // namespace tenure::storage
