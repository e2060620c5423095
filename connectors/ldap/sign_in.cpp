#include "connectors/ldap/sign_in.hpp"

#include "connectors/ldap/lookup.hpp"
#include "connectors/ldap/names.hpp"

#include <mutex>
#include <stdexcept>
#include <utility>

namespace tenure::ldap {

struct sign_in_check::state {
  explicit state(config from)
      : settings(std::move(from)), over(settings), entries(settings, over) {}

  config settings;
  session over;
  lookup entries;
  std::mutex turn;
};

namespace {

outcome refused() { return said(outcome_class::denied, "login or password are not right"); }

}  // namespace

sign_in_check::sign_in_check(config settings) {
  if (auto fine = check(settings, "ldap"); !fine) throw std::logic_error(fine.error().text());
  state_ = std::make_unique<state>(std::move(settings));
}

sign_in_check::~sign_in_check() = default;

outcome sign_in_check::check_password(std::string_view login, std::string_view secret) {
  // An empty password would be an unauthenticated bind, which succeeds (RFC 4513 5.1.2).
  if (!is_value(login) || !is_value(secret)) return refused();
  std::lock_guard lock(state_->turn);
  const attribute_names& names = state_->settings.attributes;
  reply got;
  auto search = [&](std::size_t) -> lazy<outcome> {
    got = co_await state_->entries.search(equals(names.login, login));
    co_return got.code == code_success ? outcome{} : state_->entries.why_not(got);
  };
  outcome out;
  state_->over.run(1, search, [&](std::size_t, const outcome& o) { out = o; });
  if (out.kind != outcome_class::done) return out;
  if (got.entries.empty()) return refused();
  if (got.entries.size() > 1) return said(outcome_class::conflict, "two entries bear the login");
  const entry& who = got.entries.front();
  const bool governed_here = !names.sign_in.attribute.empty();
  if (governed_here && condition_of(who, names).sign_in != sign_in::allowed) return refused();
  connection as_them(state_->settings);
  const outcome bound = as_them.open_as(who.dn, secret);
  if (bound.kind == outcome_class::denied) return refused();
  if (bound.kind != outcome_class::done) return bound;
  out.facts["directoryId"] = lower(only_value(who, entry_uuid));
  const std::string account = only_value(who, names.lifecycle_id);
  if (!account.empty()) out.facts["account"] = account;
  return out;
}

}  // namespace tenure::ldap
