#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"

#include <unordered_map>

namespace tenure::storage {
namespace {

constexpr const char* column_types = "ttttttttn";

std::string select(const char* rest) {
  return std::string(
             "select id, kind, given_name, surname, job_title, unit, manager, contact, on_staff "
             "from person ") +
         rest;
}

person person_in(const statement& row) {
  return {.id = {row.text(0)},
          .kind = parse_person_kind(row.text(1)).value(),
          .given_name = row.text(2),
          .surname = row.text(3),
          .job_title = row.text(4),
          .unit = row.text(5),
          .manager = {row.text(6)},
          .contact = row.text(7),
          .on_staff = row.number(8) == 1};
}

class people : public open_people {
 public:
  explicit people(scope& in) : db_(in.db) {}

  void begin() override { seen_.clear(); }

  std::optional<person> load(const hr_id& id) override {
    constexpr std::size_t kept_most = 4096;  // some 2 MB
    if (auto seen = seen_.find(id); seen != seen_.end()) return seen->second;
    if (!load_.read_one({id})) return std::nullopt;
    if (seen_.size() >= kept_most) seen_.clear();
    return seen_[id] = person_in(load_);
  }

  void save(const person& p) override {
    save_.write({p.id, to_text(p.kind), p.given_name, p.surname, p.job_title, p.unit, p.manager,
                 p.contact, p.on_staff ? 1 : 0});
    seen_.erase(p.id);
  }

  std::vector<person> list(const hr_id& after, std::size_t limit) override {
    std::vector<person> out;
    list_.read({after, limit});
    while (list_.next()) out.push_back(person_in(list_));
    return out;
  }

  std::vector<unit> units() override {
    std::vector<unit> out;
    units_.read({});
    while (units_.next()) {
      out.push_back({units_.text(0), units_.text(1), units_.text(2), {units_.text(3)}});
    }
    return out;
  }

  void save_unit(const unit& u) override { save_unit_.write({u.id, u.name, u.parent, u.head}); }

 private:
  database& db_;
  std::unordered_map<hr_id, person> seen_;  // as the open transaction has them in the store
  statement load_{db_, select("where id = :id"), column_types};
  statement list_{db_, select("where on_staff = 1 and id > :after order by id limit :most"),
                  column_types};
  statement save_{
      db_,
      "insert into person (id, kind, given_name, surname, job_title, unit, manager, contact, "
      "on_staff) values (:id, :kind, :given_name, :surname, :job_title, :unit, :manager, :contact, "
      ":on_staff) on conflict (id) do update set kind = excluded.kind, "
      "given_name = excluded.given_name, surname = excluded.surname, "
      "job_title = excluded.job_title, unit = excluded.unit, manager = excluded.manager, "
      "contact = excluded.contact, on_staff = excluded.on_staff"};
  statement units_{db_, "select id, name, parent, head from unit order by id", "tttt"};
  statement save_unit_{
      db_,
      "insert into unit (id, name, parent, head) values (:id, :name, :parent, :head) "
      "on conflict (id) do update set name = excluded.name, parent = excluded.parent, "
      "head = excluded.head"};
};

}  // namespace

std::unique_ptr<open_people> make_people(scope& in) { return std::make_unique<people>(in); }

}  // namespace tenure::storage
