#include "engine/store/partition.hpp"
#include "engine/store/statement.hpp"
#include "engine/store/tables.hpp"
#include "engine/store/text.hpp"

#include <algorithm>
#include <unordered_map>

namespace tenure::storage {
namespace {

constexpr const char* columns =
    "id, person, kind, workflow, state, context, pending, login, address, aliases, display_name, "
    "directory_id, revision, coalesce(last_entry, -1)";
constexpr const char* column_types = "ttttttttttttnn";

account account_in(const statement& row) {
  account out;
  out.id = row.id<account_id>(0);
  out.person = {row.text(1)};
  out.kind = parse_person_kind(row.text(2)).value();
  out.workflow = row.text(3);
  out.state = row.text(4);
  out.context = attributes_from(row.text(5));
  out.pending = pending_from(row.text(6));
  out.login = row.text(7);
  out.address = row.text(8);
  out.aliases = split_lines(row.text(9));
  out.display_name = row.text(10);
  out.directory_id = row.text(11);
  out.revision = row.number(12);
  return out;
}

// As the index says it, word by word: only then do both databases use it.
std::string not_usual() { return "state <> '" + std::string(usual_state) + "'"; }

// One leaf of the configuration is `state` or lies in it: "review.legal" of "away,review.legal".
bool lies_in(std::string_view configuration, std::string_view state) {
  while (true) {
    auto leaf = configuration.substr(0, configuration.find(','));
    if (leaf.starts_with(state) && (leaf.size() == state.size() || leaf[state.size()] == '.')) {
      return true;
    }
    if (leaf.size() == configuration.size()) return false;
    configuration.remove_prefix(leaf.size() + 1);
  }
}

std::string select(const std::string& rest) {
  return std::string("select ") + columns + " from account " + rest;
}

std::string updating(const char* person) {
  return std::string("update account set ") + person +
         "kind = :kind, workflow = :workflow, state = :state, context = :context, "
         "pending = :pending, login = :login, address = :address, aliases = :aliases, "
         "display_name = :display_name, directory_id = :directory_id, "
         "room = cast(:room as blob), "
         "last_entry = coalesce(cast(:newest as bigint), last_entry), revision = revision + 1 "
         "where id = :id and revision = :revision";
}

class accounts : public open_accounts {
 public:
  explicit accounts(scope& in) : db_(in.db), entries_(in.entries) {}

  void begin() override { seen_.clear(); }

  std::optional<account> load(const account_id& id) override {
    if (auto seen = seen_.find(id); seen != seen_.end()) return seen->second;
    if (!load_.read_one({id})) return std::nullopt;
    return see(load_);
  }

  std::vector<account> of_person(const hr_id& person) override {
    std::vector<account> out;
    of_person_.read({person});
    while (of_person_.next()) out.push_back(see(of_person_));
    return out;
  }

  void save(const account& changed) override {
    if (changed.revision == 0 ? insert(changed) : update(changed)) {
      auto stored = changed;
      ++stored.revision;
      keep(std::move(stored));
      return;
    }
    db_.violated("account " + changed.id.text() + " was saved on revision " +
                 std::to_string(changed.revision) + ", which is not the stored one");
  }

  std::vector<account> list(const account_id& after, std::string_view state,
                            std::size_t limit) override {
    if (state.empty()) {
      list_all_.read({after, limit});
      return rest_of(list_all_);
    }
    // A workflow has few configurations, so each is sought in its index and the results merged:
    // no scan however many accounts there are, and right for parallel states. Where nearly all
    // accounts are they are walked by id instead: of those few are passed over.
    std::vector<account> out;
    for (const auto& one : configurations()) {
      if (lies_in(one, state)) add_those_in(one, after, limit, out);
    }
    if (lies_in(usual_state, state)) add_those_in(usual_state, after, limit, out);
    std::ranges::sort(out, {}, &account::id);
    if (out.size() > limit) out.resize(limit);
    return out;
  }

  std::vector<std::pair<std::string, std::int64_t>> count_by_state() override {
    std::vector<std::pair<std::string, std::int64_t>> out;
    count_all_.read_one({});
    auto in_usual = count_all_.number(0);
    count_.read({});
    while (count_.next()) {
      out.emplace_back(count_.text(0), count_.number(1));
      in_usual -= count_.number(1);
    }
    if (in_usual > 0) out.emplace_back(usual_state, in_usual);
    std::ranges::sort(out);
    return out;
  }

 private:
  const account& see(const statement& row) {
    auto read = account_in(row);
    entries_.read(read.id, row.number(13));
    return keep(std::move(read));
  }

  const account& keep(account stored) {
    constexpr std::size_t kept_most = 4096;  // some 4 MB
    if (seen_.size() >= kept_most) seen_.clear();
    return seen_[stored.id] = std::move(stored);
  }

  static std::vector<account> rest_of(statement& rows) {
    std::vector<account> out;
    while (rows.next()) out.push_back(account_in(rows));
    return out;
  }

  void add_those_in(std::string_view configuration, const account_id& after, std::size_t limit,
                    std::vector<account>& to) {
    auto& from = configuration == usual_state ? list_usual_ : list_;
    from.read({configuration, after, limit});
    std::ranges::move(rest_of(from), std::back_inserter(to));
  }

  // Every other configuration that some account is in, by seeking from one to the next.
  std::vector<std::string> configurations() {
    std::vector<std::string> out;
    std::string last;
    while (next_state_.read_one({last}) && !next_state_.text(0).empty()) {
      last = next_state_.text(0);
      out.push_back(last);
    }
    return out;
  }

  bool insert(const account& a) {
    auto context = to_json(a.context), pending = pending_text(a.pending);
    auto aliases = join_lines(a.aliases);
    return insert_.write({part_of(a.id), a.id, a.person, to_text(a.kind), a.workflow, a.state,
                          context, pending, a.login, a.address, aliases, a.display_name,
                          a.directory_id, octets{room_in(a, context, pending, aliases)}}) == 1;
  }

  // A column that is named in an update is written in its index too, changed or not: so the person,
  // who hardly ever changes, is only named where the account has become somebody else's.
  bool update(const account& a) {
    auto context = to_json(a.context), pending = pending_text(a.pending);
    auto aliases = join_lines(a.aliases);
    octets room{room_in(a, context, pending, aliases)};
    const auto newest = entries_.to_write(a.id);
    return update_.write({to_text(a.kind), a.workflow, a.state, context, pending, a.login,
                          a.address, aliases, a.display_name, a.directory_id, room, newest, a.id,
                          a.revision, a.person}) == 1 ||
           update_person_.write({a.person, to_text(a.kind), a.workflow, a.state, context, pending,
                                 a.login, a.address, aliases, a.display_name, a.directory_id, room,
                                 newest, a.id, a.revision}) == 1;
  }

  // SQLite fills its pages, so a row that grows moves its neighbours to other pages: three pages
  // are written instead of one. Rows are rounded up, and grow within that.
  std::string_view room_in(const account& a, std::string_view context, std::string_view pending,
                           std::string_view aliases) const {
    constexpr std::size_t step = 512;
    static const std::string zeros(step, '\0');
    if (db_.speaks() != dialect::sqlite) return {};
    auto used = a.person.value.size() + a.workflow.size() + a.state.size() + context.size() +
                pending.size() + a.login.size() + a.address.size() + aliases.size() +
                a.display_name.size() + a.directory_id.size();
    return std::string_view(zeros).substr(used % step);
  }

  database& db_;
  entry_chain& entries_;
  std::unordered_map<account_id, account> seen_;  // as the open transaction has them in the store
  statement load_{db_, select("where id = :id"), column_types};
  statement of_person_{db_, select("where person = :person order by num"), column_types};
  statement list_all_{db_, select("where id > :after order by id limit :most"), column_types};
  statement list_{db_,
                  select("where state = :state and id > :after and " + not_usual() +
                         " order by id limit :most"),
                  column_types};
  statement list_usual_{db_, select("where state = :state and id > :after order by id limit :most"),
                        column_types};
  statement next_state_{
      db_, "select coalesce(min(state), '') from account where state > :last and " + not_usual(),
      "t"};
  statement count_all_{db_, "select count(*) from account", "n"};
  statement count_{db_,
                   "select state, count(*) from account where " + not_usual() + " group by state",
                   "tn"};
  statement insert_{
      db_,
      "insert into account (part, id, person, kind, workflow, state, context, pending, login, "
      "address, aliases, display_name, directory_id, room, revision) values (:part, :id, :person, "
      ":kind, :workflow, :state, :context, :pending, :login, :address, :aliases, :display_name, "
      ":directory_id, cast(:room as blob), 1) on conflict (id) do nothing"};
  statement update_{db_, updating("") + " and person = :person"};
  statement update_person_{db_, updating("person = :person, ")};
};

}  // namespace

std::unique_ptr<open_accounts> make_accounts(scope& in) { return std::make_unique<accounts>(in); }

}  // namespace tenure::storage
