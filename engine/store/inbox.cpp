#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

namespace tenure::storage {
namespace {

class inbox : public inbox_table {
 public:
  explicit inbox(scope& in) : db_(in.db) {}

  bool put(const event& what) override {
    auto by = actors_text({what.by});
    auto data = to_json(what.data);
    return put_.write({part_of(what.account), what.id, what.name, what.at, what.account, by,
                       data}) == 1;
  }

  std::vector<event> take(std::size_t limit) override {
    std::vector<event> out;
    take_.read({limit});
    while (take_.next()) {
      auto by = actors_from(take_.text(4));
      out.push_back({.id = take_.id<event_id>(0),
                     .name = take_.text(1),
                     .at = take_.at(2),
                     .account = take_.id<account_id>(3),
                     .by = by.empty() ? actor{} : by.front(),
                     .data = attributes_from(take_.text(5))});
    }
    return out;
  }

  void handled(const event_id& id) override { handled_.write({id}); }

 private:
  database& db_;
  statement put_{db_,
                 "insert into inbox (part, id, name, at, account, actor, data) values (:part, :id, "
                 ":name, :at, :account, :actor, :data) on conflict (id) do nothing"};
  statement take_{db_,
                  "select id, name, at, account, actor, data from inbox where handled = 0 "
                  "order by num limit :most",
                  "ttnttt"};
  // What happened is in the journal by now; here only the id is needed, to know it again.
  statement handled_{db_,
                     "update inbox set handled = 1, actor = '', data = '{}' "
                     "where id = :id and handled = 0"};
};

}  // namespace

std::unique_ptr<inbox_table> make_inbox(scope& in) { return std::make_unique<inbox>(in); }

}  // namespace tenure::storage
