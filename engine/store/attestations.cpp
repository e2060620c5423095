#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

namespace tenure::storage {
namespace {

constexpr const char* column_types = "ttttnntn";

std::string select(const char* rest) {
  return std::string("select id, about, kind, evidence, starts, ends, recorded_by, withdrawn "
                     "from attestation ") + rest;
}

attestation attestation_in(const statement& row) {
  auto recorded_by = actors_from(row.text(6));
  return {.id = row.id<attestation_id>(0),
          .about = row.text(1),
          .kind = row.text(2),
          .evidence = row.text(3),
          .from = row.at(4),
          .until = row.at(5),
          .recorded_by = recorded_by.empty() ? actor{} : recorded_by.front(),
          .withdrawn = row.optional_at(7)};
}

class attestations : public attestation_table {
 public:
  explicit attestations(scope& in) : db_(in.db) {}

  // What was recorded stays as it is; only that it was withdrawn may still come, once.
  void save(const attestation& a) override {
    auto recorded_by = actors_text({a.recorded_by});
    save_.write({a.id, a.about, a.kind, a.evidence, a.from, a.until, recorded_by, a.withdrawn});
  }

  std::optional<attestation> load(const attestation_id& id) override {
    if (!load_.read_one({id})) return std::nullopt;
    return attestation_in(load_);
  }

  std::vector<attestation> about(std::string_view who) override {
    about_.read({std::string(who)});
    return rest_of(about_);
  }

  std::vector<attestation> list(std::string_view kind, std::size_t limit) override {
    if (kind.empty()) {
      list_.read({limit});
      return rest_of(list_);
    }
    of_kind_.read({std::string(kind), limit});
    return rest_of(of_kind_);
  }

 private:
  static std::vector<attestation> rest_of(statement& rows) {
    std::vector<attestation> out;
    while (rows.next()) out.push_back(attestation_in(rows));
    return out;
  }

  database& db_;
  statement save_{db_,
                  "insert into attestation (id, about, kind, evidence, starts, ends, "
                  "recorded_by, withdrawn) values (:id, :about, :kind, :evidence, :starts, "
                  ":ends, :recorded_by, :withdrawn) on conflict (id) do update set "
                  "withdrawn = excluded.withdrawn where attestation.withdrawn is null"};
  statement load_{db_, select("where id = :id"), column_types};
  statement about_{db_, select("where about = :about order by num"), column_types};
  statement list_{db_, select("order by num desc limit :most"), column_types};
  statement of_kind_{db_, select("where kind = :kind order by num desc limit :most"),
                     column_types};
};

}  // namespace

std::unique_ptr<attestation_table> make_attestations(scope& in) {
  return std::make_unique<attestations>(in);
}

}  // namespace tenure::storage
