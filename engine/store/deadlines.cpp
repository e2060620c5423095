#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"

namespace tenure::storage {
namespace {

class deadlines : public deadline_table {
 public:
  explicit deadlines(scope& in) : db_(in.db) {}

  void set(const deadline& wanted) override {
    set_.write({wanted.account, wanted.event, part_of(wanted.account), wanted.due});
  }

  void clear(const account_id& account, std::string_view event) override {
    clear_.write({account, event});
  }

  std::vector<deadline> of_account(const account_id& account) override {
    of_account_.read({account});
    return rest_of(of_account_);
  }

  std::vector<deadline> due(instant now, std::size_t limit) override {
    due_.read({now, limit});
    return rest_of(due_);
  }

  std::optional<instant> next() override {
    next_.read_one({});
    return next_.optional_at(0);
  }

 private:
  static std::vector<deadline> rest_of(statement& rows) {
    std::vector<deadline> out;
    while (rows.next()) out.push_back({rows.id<account_id>(0), rows.text(1), rows.at(2)});
    return out;
  }

  database& db_;
  statement set_{db_,
                 "insert into deadline (account, event, part, due) values (:account, :event, "
                 ":part, :due) on conflict (account, event) do update set due = excluded.due"};
  statement clear_{db_, "delete from deadline where account = :account and event = :event"};
  statement of_account_{
      db_,
      "select account, event, due from deadline where account = :account order by due, event",
      "ttn"};
  statement due_{db_,
                 "select account, event, due from deadline where due <= :now "
                 "order by due, account, event limit :most",
                 "ttn"};
  statement next_{db_, "select min(due) from deadline", "n"};
};

}  // namespace

std::unique_ptr<deadline_table> make_deadlines(scope& in) {
  return std::make_unique<deadlines>(in);
}

}  // namespace tenure::storage
