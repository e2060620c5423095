#include "connectors/ldap/lookup.hpp"

#include "connectors/ldap/names.hpp"

#include <algorithm>

namespace tenure::ldap {
namespace {

constexpr std::size_t per_search = 50;
constexpr std::size_t remembered_most = 200'000;  // about 40 MB

finding not_found(outcome why) { return {std::move(why), "", ""}; }

bool is_meant(const mailbox_ref& which, const entry& e, const attribute_names& names) {
  return which.directory_id.empty() ? has_value(e, names.lifecycle_id, which.account.text())
                                    : has_value(e, entry_uuid, which.directory_id);
}

}  // namespace

std::optional<outcome> unsearchable(const mailbox_ref& which) {
  if (!which.directory_id.empty() && !is_uuid(which.directory_id)) {
    return said(outcome_class::invalid, "the directory id is no entryUUID");
  }
  if (which.directory_id.empty() && which.account.empty()) {
    return said(outcome_class::invalid, "neither a directory id nor an account");
  }
  return std::nullopt;
}

std::string id_filter(const mailbox_ref& which, const attribute_names& names) {
  return which.directory_id.empty() ? equals(names.lifecycle_id, which.account.text())
                                    : equals(entry_uuid, which.directory_id);
}

std::string still_meant(const mailbox_ref& which, const std::string& uuid,
                        const attribute_names& names) {
  if (which.account.empty()) return equals(entry_uuid, uuid);
  const std::string& id = names.lifecycle_id;
  return all_of(
      {equals(entry_uuid, uuid), any_of({equals(id, which.account.text()), none_of(present(id))})});
}

std::string lookup::remembered(const std::string& directory_id) const {
  auto found = dns_.find(lower(directory_id));
  return found == dns_.end() ? std::string() : found->second;
}

void lookup::forget(const std::string& directory_id) { dns_.erase(lower(directory_id)); }

outcome lookup::why_not(const reply& of) const {
  const bool away = of.code == code_lost && session_->trouble().kind != outcome_class::done;
  return away ? session_->trouble() : failure(of.code, "search");
}

lazy<reply> lookup::search(std::string filter) {
  request what;
  what.what = request::kind::search;
  what.dn = settings_->base;
  what.filter = std::move(filter);
  what.read = read_attributes(settings_->attributes);
  reply got = co_await session_->send(what);
  if (got.code == code_lost) got = co_await session_->send(what);
  co_return got;
}

finding lookup::judge(const mailbox_ref& which, const std::vector<entry>& entries) {
  const attribute_names& names = settings_->attributes;
  const entry* found = nullptr;
  for (const auto& e : entries) {
    if (!is_meant(which, e, names)) continue;
    if (found) return not_found(said(outcome_class::conflict, "two entries bear the same id"));
    found = &e;
  }
  if (!found) return not_found(said(outcome_class::not_found, "no entry with this id"));
  const auto& owners = values_of(*found, names.lifecycle_id);
  const bool ours = owners.empty() || has_value(*found, names.lifecycle_id, which.account.text());
  if (!ours && !which.account.empty()) {
    return not_found(said(outcome_class::conflict, "the entry bears another account's id"));
  }
  finding out{{}, found->dn, lower(only_value(*found, entry_uuid)),
              only_value(*found, names.login)};
  out.why.observed = condition_of(*found, names);
  out.why.facts["directoryId"] = out.uuid;
  if (dns_.size() >= remembered_most) dns_.clear();
  dns_[out.uuid] = out.dn;
  return out;
}

lazy<finding> lookup::one(mailbox_ref which) {
  if (auto bad = unsearchable(which)) co_return not_found(*bad);
  const reply got = co_await search(id_filter(which, settings_->attributes));
  if (got.code != code_success) co_return not_found(why_not(got));
  co_return judge(which, got.entries);
}

void lookup::all(std::span<const mailbox_ref> which,
                 const std::function<void(std::size_t, const finding&)>& each) {
  auto look = [&](std::size_t chunk) -> lazy<outcome> {
    const std::size_t begin = chunk * per_search;
    const std::size_t end = std::min(begin + per_search, which.size());
    std::vector<std::string> filters;
    for (std::size_t i = begin; i < end; ++i) {
      if (!unsearchable(which[i])) filters.push_back(id_filter(which[i], settings_->attributes));
    }
    reply got;
    got.code = code_success;
    if (!filters.empty()) got = co_await search(any_of(filters));
    for (std::size_t i = begin; i < end; ++i) {
      if (auto bad = unsearchable(which[i])) {
        each(i, not_found(*bad));
      } else if (got.code != code_success) {
        each(i, not_found(why_not(got)));
      } else {
        each(i, judge(which[i], got.entries));
      }
    }
    co_return outcome{};
  };
  const std::size_t chunks = (which.size() + per_search - 1) / per_search;
  session_->run(chunks, look, [](std::size_t, const outcome&) {});
}

lazy<outcome> lookup::addresses_free(mailbox_condition wanted, std::string own_uuid) {
  const attribute_names& names = settings_->attributes;
  std::vector<std::string> addresses = wanted.aliases.value_or(std::vector<std::string>{});
  if (wanted.address && !wanted.address->empty()) addresses.push_back(*wanted.address);
  std::vector<std::string> filters;
  for (const auto& address : addresses) {
    for (const auto* name : {&names.address, &names.aliases}) {
      if (!name->empty()) filters.push_back(equals(*name, address));
    }
  }
  if (filters.empty()) co_return outcome{};
  const reply got = co_await search(any_of(filters));
  if (got.code != code_success) co_return why_not(got);
  for (const auto& e : got.entries) {
    if (has_value(e, entry_uuid, own_uuid)) continue;
    const bool primary = std::ranges::any_of(
        addresses, [&](const auto& each) { return has_value(e, names.address, each); });
    co_return said(outcome_class::conflict, (primary ? names.address : names.aliases) +
                                                ": the address belongs to another entry");
  }
  co_return outcome{};
}

}  // namespace tenure::ldap
