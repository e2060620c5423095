#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

namespace tenure::storage {
namespace {

constexpr const char* column_types = "tttnnntn";

std::string select(const char* rest) {
  return std::string("select id, principal, designee, deputy, starts, ends, made_by, ended "
                     "from designation ") + rest;
}

designation designation_in(const statement& row) {
  auto made_by = actors_from(row.text(6));
  return {.id = row.id<designation_id>(0),
          .principal = {row.text(1)},
          .designee = {row.text(2)},
          .deputy = row.number(3) != 0,
          .from = row.at(4),
          .until = row.at(5),
          .made_by = made_by.empty() ? actor{} : made_by.front(),
          .ended = row.optional_at(7)};
}

class designations : public designation_table {
 public:
  explicit designations(scope& in) : db_(in.db) {}

  // What was recorded stays as it is; only its end may still come, once.
  void save(const designation& d) override {
    auto made_by = actors_text({d.made_by});
    save_.write({d.id, d.principal, d.designee, d.deputy ? 1 : 0, d.from, d.until, made_by,
                 d.ended});
  }

  std::optional<designation> load(const designation_id& id) override {
    if (!load_.read_one({id})) return std::nullopt;
    return designation_in(load_);
  }

  std::vector<designation> of_designee(const hr_id& designee, instant now) override {
    of_designee_.read({designee});
    std::vector<designation> out;
    while (of_designee_.next()) {
      auto found = designation_in(of_designee_);
      if (found.stands_at(now)) out.push_back(std::move(found));
    }
    return out;
  }

  std::vector<designation> all() override {
    all_.read({});
    std::vector<designation> out;
    while (all_.next()) out.push_back(designation_in(all_));
    return out;
  }

 private:
  database& db_;
  statement save_{db_,
                  "insert into designation (id, principal, designee, deputy, starts, ends, "
                  "made_by, ended) values (:id, :principal, :designee, :deputy, :starts, :ends, "
                  ":made_by, :ended) on conflict (id) do update set ended = excluded.ended "
                  "where designation.ended is null"};
  statement load_{db_, select("where id = :id"), column_types};
  statement of_designee_{db_, select("where designee = :designee and ended is null order by num"),
                         column_types};
  statement all_{db_, select("order by num"), column_types};
};

}  // namespace

std::unique_ptr<designation_table> make_designations(scope& in) {
  return std::make_unique<designations>(in);
}

}  // namespace tenure::storage
