#include "connectors/ldap/sign_in.hpp"

#include "connectors/ldap/groups.hpp"
#include "connectors/ldap/lookup.hpp"
#include "connectors/ldap/names.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <stdexcept>
#include <utility>

namespace tenure::ldap {
namespace {

constexpr std::string_view locked_time = "pwdAccountLockedTime";
constexpr std::string_view locked_for_good = "000001010000Z";
constexpr std::size_t groups_max = 1000;
constexpr std::size_t asked_at_once = 50;  // entries in one filter

authentication not_done(outcome why) { return {std::move(why), {}}; }

authentication refused() {
  return not_done(said(outcome_class::denied, "login or password are not right"));
}

}  // namespace

struct sign_in_check::state {
  explicit state(config from)
      : settings(std::move(from)), over(settings), entries(settings, over) {}

  // The one entry that `filter` finds; its DN beside it.
  std::pair<authentication, std::string> find(std::string filter);
  bool stopped(const entry& who) const;
  identity person_of(const entry& who, std::set<std::string> groups) const;
  // From the entry outwards, a level at a time. Each is asked of once, so a circle ends.
  lazy<outcome> groups_around(std::string dn, std::set<std::string>& into);
  lazy<outcome> name_one_of(std::vector<std::string> level, std::vector<std::string>& next,
                            std::set<std::string>& into);
  lazy<reply> search(std::string filter, std::vector<std::string> read);

  config settings;
  session over;
  lookup entries;
  std::mutex turn;
};

// Sent a second time when the connection was lost below it: it may have stood idle for hours.
lazy<reply> sign_in_check::state::search(std::string filter, std::vector<std::string> read) {
  request what;
  what.dn = settings.base;
  what.filter = std::move(filter);
  what.read = std::move(read);
  reply got = co_await over.send(what);
  if (got.code == code_lost) got = co_await over.send(what);
  co_return got;
}

bool sign_in_check::state::stopped(const entry& who) const {
  const bool governed_here = !settings.attributes.sign_in.attribute.empty();
  const auto allowed = condition_of(who, settings.attributes).sign_in == sign_in::allowed;
  return (governed_here && !allowed) || has_value(who, locked_time, locked_for_good);
}

lazy<outcome> sign_in_check::state::name_one_of(std::vector<std::string> level,
                                                std::vector<std::string>& next,
                                                std::set<std::string>& into) {
  for (std::size_t from = 0; from < level.size(); from += asked_at_once) {
    std::vector<std::string> filters;
    const auto end = std::min(from + asked_at_once, level.size());
    for (auto i = from; i < end; ++i) {
      filters.push_back(equals(settings.attributes.group_member, level[i]));
    }
    reply got = co_await search(any_of(filters), {"1.1"});
    if (got.code != code_success) co_return entries.why_not(got);
    for (auto& group : got.entries) {
      if (into.insert(group_key(group.dn)).second) next.push_back(std::move(group.dn));
    }
  }
  co_return outcome{};
}

lazy<outcome> sign_in_check::state::groups_around(std::string dn, std::set<std::string>& into) {
  std::vector<std::string> level{std::move(dn)};
  for (std::size_t depth = 0; !level.empty() && depth < group_depth_max; ++depth) {
    std::vector<std::string> next;
    outcome how = co_await name_one_of(std::move(level), next, into);
    if (how.kind != outcome_class::done) co_return how;
    if (into.size() > groups_max) {
      co_return said(outcome_class::invalid, "the entry is in too many groups");
    }
    level = std::move(next);
  }
  co_return outcome{};
}

identity sign_in_check::state::person_of(const entry& who, std::set<std::string> groups) const {
  const attribute_names& names = settings.attributes;
  identity out;
  out.directory_id = lower(only_value(who, entry_uuid));
  out.login = only_value(who, names.login);
  if (!names.hr_number.empty()) out.hr_number = only_value(who, names.hr_number);
  const std::string account = only_value(who, names.lifecycle_id);
  out.account = account_id::parse(account).value_or(account_id{});
  out.groups.assign(groups.begin(), groups.end());
  out.how = "ldap bind";
  return out;
}

std::pair<authentication, std::string> sign_in_check::state::find(std::string filter) {
  reply found;
  std::set<std::string> groups;
  auto both = [&](std::size_t) -> lazy<outcome> {
    const attribute_names& names = settings.attributes;
    auto read = read_attributes(names);
    read.emplace_back(locked_time);
    if (!names.hr_number.empty()) read.push_back(names.hr_number);
    found = co_await search(filter, read);
    if (found.code != code_success) co_return entries.why_not(found);
    if (found.entries.size() != 1 || names.group_member.empty()) co_return outcome{};
    co_return co_await groups_around(found.entries.front().dn, groups);
  };
  outcome how;
  over.run(1, both, [&](std::size_t, const outcome& o) { how = o; });
  if (how.kind != outcome_class::done) return {not_done(how), ""};
  if (found.entries.empty()) {
    return {not_done(said(outcome_class::not_found, "no such entry")), ""};
  }
  if (found.entries.size() > 1) {
    return {not_done(said(outcome_class::conflict, "two entries bear the login")), ""};
  }
  const entry& who = found.entries.front();
  if (stopped(who)) return {refused(), ""};
  return {{outcome{}, person_of(who, std::move(groups))}, who.dn};
}

sign_in_check::sign_in_check(config settings) {
  if (auto fine = ldap::check(settings, "ldap"); !fine) {
    throw std::logic_error(fine.error().text());
  }
  state_ = std::make_unique<state>(std::move(settings));
}

sign_in_check::~sign_in_check() = default;

authentication sign_in_check::check(std::string_view login, std::string_view password) {
  // An empty password would be an unauthenticated bind, which succeeds (RFC 4513 5.1.2).
  if (!is_value(login) || !is_value(password)) return refused();
  std::lock_guard lock(state_->turn);
  auto [answer, dn] = state_->find(equals(state_->settings.attributes.login, login));
  if (answer.why.kind == outcome_class::not_found) return refused();
  if (answer.why.kind != outcome_class::done) return answer;
  connection as_them(state_->settings);
  const outcome bound = as_them.open_as(dn, password);
  if (bound.kind == outcome_class::done) return answer;
  const bool told = bound.kind != outcome_class::denied || bound.detail == stale_password;
  return told ? not_done(bound) : refused();
}

authentication sign_in_check::look(std::string_view directory_id) {
  if (!is_uuid(directory_id)) {
    return not_done(said(outcome_class::not_found, "no such entry"));
  }
  std::lock_guard lock(state_->turn);
  return state_->find(equals(entry_uuid, directory_id)).first;
}

}  // namespace tenure::ldap
