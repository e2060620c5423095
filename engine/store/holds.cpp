#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

namespace tenure::storage {
namespace {

constexpr const char* column_types = "ttttnn";

std::string select(const char* rest) {
  return std::string("select id, account, matter, placed_by, placed, lifted from hold ") + rest;
}

hold hold_in(const statement& row) {
  auto placed_by = actors_from(row.text(3));
  return {.id = row.id<hold_id>(0),
          .account = row.id<account_id>(1),
          .matter = row.text(2),
          .placed_by = placed_by.empty() ? actor{} : placed_by.front(),
          .placed = row.at(4),
          .lifted = row.optional_at(5)};
}

class holds : public hold_table {
 public:
  explicit holds(scope& in) : db_(in.db) {}

  // The same id twice: nothing.
  void place(const hold& h) override {
    if (h.lifted) db_.violated("a hold placed that is lifted already");
    auto placed_by = actors_text({h.placed_by});
    place_.write({part_of(h.account), h.id, h.account, h.matter, placed_by, h.placed});
  }

  // The first lifting stays: a second time changes nothing.
  void lift(const hold_id& id, const actor& by, instant at) override {
    auto lifted_by = actors_text({by});
    if (lift_.write({at, lifted_by, id}) == 0 && !load(id)) {
      db_.violated("a hold lifted that was never placed: " + id.text());
    }
  }

  std::optional<hold> load(const hold_id& id) override {
    if (!load_.read_one({id})) return std::nullopt;
    return hold_in(load_);
  }

  std::vector<hold> active_on(const account_id& account) override {
    active_.read({account});
    return rest_of(active_);
  }

  std::vector<hold> all() override {
    all_.read({});
    return rest_of(all_);
  }

 private:
  static std::vector<hold> rest_of(statement& rows) {
    std::vector<hold> out;
    while (rows.next()) out.push_back(hold_in(rows));
    return out;
  }

  database& db_;
  statement place_{db_,
                   "insert into hold (part, id, account, matter, placed_by, placed) values (:part, "
                   ":id, :account, :matter, :placed_by, :placed) on conflict (id) do nothing"};
  statement lift_{db_,
                  "update hold set lifted = :lifted, lifted_by = :lifted_by "
                  "where id = :id and lifted is null"};
  statement load_{db_, select("where id = :id"), column_types};
  statement active_{db_, select("where account = :account and lifted is null order by num"),
                    column_types};
  statement all_{db_, select("order by num"), column_types};
};

}  // namespace

std::unique_ptr<hold_table> make_holds(scope& in) { return std::make_unique<holds>(in); }

}  // namespace tenure::storage
