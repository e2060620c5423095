#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

#include <unordered_map>
#include <utility>

namespace tenure::storage {
namespace {

// An event of the open transaction.
struct fresh_event {
  event what;
  bool handled = false;
};

class inbox : public open_inbox {
 public:
  explicit inbox(scope& in) : db_(in.db) {}

  void begin() override {
    fresh_.clear();
    place_.clear();
    first_waiting_ = 0;
  }

  // Events and what came of them are committed together: after a crash there are both or neither.
  void flush() override {
    for (const auto& [what, handled] : fresh_) insert(what, handled);
    begin();
  }

  bool put(const event& what) override {
    if (place_.contains(what.id) || known_.read_one({what.id})) return false;
    place_.emplace(what.id, fresh_.size());
    fresh_.push_back({what});
    return true;
  }

  // What was committed before came before all that this transaction put.
  std::vector<event> take(std::size_t limit) override {
    std::vector<event> out;
    take_.read({limit});
    while (take_.next()) out.push_back(event_in(take_));
    while (first_waiting_ < fresh_.size() && fresh_[first_waiting_].handled) ++first_waiting_;
    for (auto i = first_waiting_; i < fresh_.size() && out.size() < limit; ++i) {
      if (!fresh_[i].handled) out.push_back(fresh_[i].what);
    }
    return out;
  }

  // What happened is in the journal by now; here only the id is needed, to know it again.
  void handled(const event_id& id) override {
    auto at = place_.find(id);
    if (at == place_.end()) {
      handled_.write({id});
      return;
    }
    auto& [what, done] = fresh_[at->second];
    done = true;
    what.by = {};
    what.data.clear();
  }

 private:
  static event event_in(const statement& row) {
    auto by = actors_from(row.text(4));
    return {.id = row.id<event_id>(0),
            .name = row.text(1),
            .at = row.at(2),
            .account = row.id<account_id>(3),
            .by = by.empty() ? actor{} : by.front(),
            .data = attributes_from(row.text(5))};
  }

  void insert(const event& what, bool handled) {
    auto by = handled ? "" : actors_text({what.by});
    auto data = to_json(what.data);
    put_.write({part_of(what.account), what.id, what.name, what.at, what.account, by, data,
                handled ? 1 : 0});
  }

  database& db_;
  std::vector<fresh_event> fresh_;
  std::unordered_map<event_id, std::size_t> place_;  // in fresh_
  std::size_t first_waiting_ = 0;                    // nothing before it in fresh_ waits
  statement known_{db_, "select num from inbox where id = :id", "n"};
  statement put_{db_,
                 "insert into inbox (part, id, name, at, account, actor, data, handled) values "
                 "(:part, :id, :name, :at, :account, :actor, :data, :handled)"};
  statement take_{db_,
                  "select id, name, at, account, actor, data from inbox where handled = 0 "
                  "order by num limit :most",
                  "ttnttt"};
  statement handled_{db_,
                     "update inbox set handled = 1, actor = '', data = '{}' "
                     "where id = :id and handled = 0"};
};

}  // namespace

std::unique_ptr<open_inbox> make_inbox(scope& in) { return std::make_unique<inbox>(in); }

}  // namespace tenure::storage
