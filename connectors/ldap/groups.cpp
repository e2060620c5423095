#include "connectors/ldap/groups.hpp"

#include "connectors/ldap/lookup.hpp"
#include "connectors/ldap/names.hpp"
#include "engine/ports/sign_in.hpp"

#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

namespace tenure::ldap {
namespace {

constexpr std::size_t entries_max = 10'000;

group_reading not_done(outcome why) { return {std::move(why), {}}; }

}  // namespace

struct groups::state {
  explicit state(config from)
      : settings(std::move(from)), over(settings), entries(settings, over) {}

  lazy<outcome> fetch(std::string dn, std::optional<entry>& into);
  // The entries of one level, those that are not there left empty; done or the first trouble.
  outcome fetch_all(const std::vector<std::string>& level,
                    std::vector<std::optional<entry>>& into);
  group_member member_of(const entry& who) const;

  config settings;
  session over;
  lookup entries;
  std::mutex turn;
};

// By entryDN (RFC 5020): a member may be any entry, the root of the directory too, and what stands
// below it is not meant. Sent a second time when the connection was lost below it.
lazy<outcome> groups::state::fetch(std::string dn, std::optional<entry>& into) {
  const attribute_names& names = settings.attributes;
  request what;
  what.dn = dn;
  what.filter = equals("entryDN", dn);
  what.read = {names.group_member, std::string(entry_uuid), names.lifecycle_id};
  if (!names.hr_number.empty()) what.read.push_back(names.hr_number);
  reply got = co_await over.send(what);
  if (got.code == code_lost) got = co_await over.send(what);
  if (got.code == code_no_such_object) co_return outcome{};
  if (got.code != code_success) co_return entries.why_not(got);
  if (got.entries.size() == 1) into = std::move(got.entries.front());
  co_return outcome{};
}

outcome groups::state::fetch_all(const std::vector<std::string>& level,
                                 std::vector<std::optional<entry>>& into) {
  into.assign(level.size(), std::nullopt);
  outcome trouble;
  over.run(
      level.size(), [&](std::size_t i) { return fetch(level[i], into[i]); },
      [&](std::size_t, const outcome& how) {
        if (trouble.kind == outcome_class::done) trouble = how;
      });
  return trouble;
}

group_member groups::state::member_of(const entry& who) const {
  const attribute_names& names = settings.attributes;
  group_member out{.directory_id = lower(only_value(who, entry_uuid)), .hr_number = {},
                   .account = {}};
  if (!names.hr_number.empty()) out.hr_number = only_value(who, names.hr_number);
  out.account = account_id::parse(only_value(who, names.lifecycle_id)).value_or(account_id{});
  return out;
}

groups::groups(config settings) {
  if (auto fine = ldap::check(settings, "ldap"); !fine) {
    throw std::logic_error(fine.error().text());
  }
  state_ = std::make_unique<state>(std::move(settings));
}

groups::~groups() = default;

// From the group outwards, a level at a time.
class groups::walk {
 public:
  walk(state& on, std::string_view from)
      : on_(on), level_{std::string(from)}, seen_{group_key(from)} {}

  group_reading run() {
    for (std::size_t depth = 0; !level_.empty(); ++depth) {
      if (depth > group_depth_max || seen_.size() > entries_max) {
        return not_done(said(outcome_class::invalid, "the group is too large, or nested too deep"));
      }
      auto how = one_level(depth == 0);
      if (how.kind != outcome_class::done) return not_done(std::move(how));
    }
    return std::move(found_);
  }

 private:
  outcome one_level(bool first) {
    std::vector<std::optional<entry>> entries;
    auto how = on_.fetch_all(level_, entries);
    if (how.kind != outcome_class::done) return how;
    level_.clear();
    for (const auto& each : entries) {
      const auto* members = each ? members_of(*each) : nullptr;
      if (first && members == nullptr) {
        return said(outcome_class::not_found, "there is no such group");
      }
      if (members != nullptr) {
        follow(*members);
      } else if (each) {
        count(on_.member_of(*each));
      }
    }
    return {};
  }
  const std::vector<std::string>* members_of(const entry& of) const {
    auto found = of.values.find(lower(on_.settings.attributes.group_member));
    return found == of.values.end() ? nullptr : &found->second;
  }
  void follow(const std::vector<std::string>& members) {
    for (const auto& dn : members) {
      if (is_value(dn) && seen_.insert(group_key(dn)).second) level_.push_back(dn);
    }
  }
  void count(group_member who) {
    if (people_.insert(who.directory_id).second) found_.people.push_back(std::move(who));
  }

  state& on_;
  std::vector<std::string> level_;
  std::set<std::string> seen_, people_;
  group_reading found_;
};

group_reading groups::read(std::string_view dn) {
  bool groups_mean_something = !state_->settings.attributes.group_member.empty();
  if (!groups_mean_something || !is_value(dn) || !is_dn(std::string(dn))) {
    return not_done(said(outcome_class::invalid, "this is no group's name"));
  }
  std::lock_guard lock(state_->turn);
  return walk(*state_, dn).run();
}

}  // namespace tenure::ldap
