#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

#include <algorithm>

namespace tenure::storage {
namespace {

constexpr const char* columns =
    "id, account, verb, invoke, input, desired, created, not_before, attempts";

effect effect_in(const statement& row) {
  auto desired = condition_from_json(row.text(5));
  if (!desired) throw environment_lost("the store holds a condition that cannot be read");
  return {.id = row.id<effect_id>(0),
          .account = row.id<account_id>(1),
          .verb = row.text(2),
          .invoke = row.text(3),
          .input = attributes_from(row.text(4)),
          .desired = *std::move(desired),
          .created = row.at(6),
          .not_before = row.at(7),
          .attempts = static_cast<int>(row.number(8))};
}

std::string trouble_of(const outcome& how) {
  return std::string(to_text(how.kind)) + (how.detail.empty() ? "" : ": " + how.detail);
}

// Claims by one statement, so that what was chosen is what was marked. A held effect is sorted
// behind its lease (`ready`), so the ones in flight are never walked over.
std::string claim_sql(const char* verb_condition) {
  return std::string(
             "update outbox set epoch = :epoch, lease_until = :lease_until, ready = :ready "
             "where num in (select num from outbox where status = 'open' ") +
         verb_condition + "and ready <= :now order by ready, num limit :most) returning " +
         columns + ", num";
}

class outbox : public outbox_table {
 public:
  explicit outbox(scope& in) : scope_(in), db_(in.db) {}

  void add(const effect& e) override {
    auto input = to_json(e.input), desired = to_json(e.desired);
    add_.write({part_of(e.account), e.id, e.account, e.verb, e.invoke, input, desired, e.created,
                e.not_before, e.attempts, e.not_before});
  }

  std::vector<effect> claim(std::string_view verb, instant now, instant lease_until,
                            std::int64_t epoch, std::size_t limit) override {
    if (lease_until <= now) db_.violated("a lease that is over before it begins");
    if (verb.empty()) {
      claim_any_.read({epoch, lease_until, lease_until, now, limit});
      return oldest_first(claim_any_);
    }
    claim_.read({epoch, lease_until, lease_until, verb, now, limit});
    return oldest_first(claim_);
  }

  // The fence: a worker that lost its lease finds another epoch here and changes nothing. A closed
  // effect keeps how it ended and loses what it was given, which may be personal.
  bool finish(const effect_id& id, std::int64_t epoch, const outcome& how) override {
    auto facts = to_json(how.facts);
    return finish_.write({to_text(how.kind), trouble_of(how), facts, scope_.now, id, epoch}) == 1;
  }

  bool postpone(const effect_id& id, std::int64_t epoch, instant not_before,
                const outcome& how) override {
    return postpone_.write({not_before, not_before, trouble_of(how), id, epoch}) == 1;
  }

  void release_claims(std::int64_t epoch) override { release_.write({epoch}); }

  void abandon(const account_id& account, std::string_view invoke) override {
    if (invoke.empty()) db_.violated("abandon() without the name of an invoke");
    abandon_.write({scope_.now, account, invoke});
  }

  std::vector<std::pair<effect, std::string>> open_effects(const account_id& account,
                                                           std::size_t limit) override {
    auto& rows = account.empty() ? open_all_ : open_of_account_;
    account.empty() ? rows.read({limit}) : rows.read({account, limit});
    std::vector<std::pair<effect, std::string>> out;
    while (rows.next()) out.emplace_back(effect_in(rows), rows.text(9));
    return out;
  }

  std::int64_t created_since(std::string_view verb, instant since) override {
    created_since_.read_one({verb, since});
    return created_since_.number(0);
  }

  std::optional<instant> next() override {
    if (!next_.read_one({scope_.now})) return std::nullopt;
    return next_.at(0);
  }

 private:
  static std::vector<effect> oldest_first(statement& claimed) {
    std::vector<std::pair<std::int64_t, effect>> rows;
    while (claimed.next()) rows.emplace_back(claimed.number(9), effect_in(claimed));
    std::ranges::sort(rows, {}, [](const auto& row) {
      return std::pair(row.second.not_before, row.first);
    });
    std::vector<effect> out;
    for (auto& row : rows) out.push_back(std::move(row.second));
    return out;
  }

  static std::string select_open(const char* rest) {
    return std::string("select ") + columns + ", trouble from outbox where status = 'open' " + rest;
  }

  scope& scope_;
  database& db_;
  statement add_{db_,
                 "insert into outbox (part, id, account, verb, invoke, input, desired, created, "
                 "not_before, attempts, ready) values (:part, :id, :account, :verb, :invoke, "
                 ":input, :desired, :created, :not_before, :attempts, :ready)"};
  statement claim_any_{db_, claim_sql(""), "ttttttnnnn"};
  statement claim_{db_, claim_sql("and verb = :verb "), "ttttttnnnn"};
  statement finish_{db_,
                    "update outbox set status = 'closed', outcome = :outcome, trouble = :trouble, "
                    "facts = :facts, closed = :closed, attempts = attempts + 1, input = '{}', "
                    "desired = '{}' where id = :id and status = 'open' and epoch = :epoch"};
  statement postpone_{db_,
                      "update outbox set not_before = :not_before, ready = :ready, "
                      "trouble = :trouble, attempts = attempts + 1, epoch = null, "
                      "lease_until = null where id = :id and status = 'open' and epoch = :epoch"};
  statement release_{db_, "update outbox set epoch = null, lease_until = null, ready = not_before "
                          "where status = 'open' and epoch < :epoch"};
  statement abandon_{db_,
                     "update outbox set status = 'closed', outcome = 'abandoned', "
                     "closed = :closed, input = '{}', desired = '{}' where account = :account and "
                     "invoke = :invoke and status = 'open' and invoke <> ''"};
  statement open_all_{db_, select_open("order by num limit :most"), "ttttttnnnt"};
  statement open_of_account_{db_, select_open("and account = :account order by num limit :most"),
                             "ttttttnnnt"};
  statement created_since_{
      db_, "select count(*) from outbox where verb = :verb and created >= :since", "n"};
  statement next_{db_,
                  "select not_before from outbox where status = 'open' and "
                  "(lease_until is null or lease_until <= :now) order by ready limit 1",
                  "n"};
};

}  // namespace

std::unique_ptr<outbox_table> make_outbox(scope& in) { return std::make_unique<outbox>(in); }

}  // namespace tenure::storage
