#include "connectors/ldap/names.hpp"
#include "connectors/ldap/operations.hpp"

#include <algorithm>

namespace tenure::ldap {
namespace {

std::string everything_that_could_be_it(const mailbox_ref& which, const attribute_names& names) {
  std::vector<std::string> parts{id_filter(which, names)};
  if (!which.account.empty()) parts.push_back(equals(names.lifecycle_id, which.account.text()));
  if (is_value(which.login)) parts.push_back(equals(names.login, which.login));
  return any_of(parts);
}

// The one entry to remove. not_found only when nothing bears its id, its account or its login:
// whatever does is looked at by a person before anything is deleted.
lazy<finding> target(world in, const mailbox_ref& which) {
  const attribute_names& names = in.settings.attributes;
  const reply got = co_await in.entries.search(everything_that_could_be_it(which, names));
  if (got.code != code_success) co_return finding{in.entries.why_not(got), "", ""};
  finding found = in.entries.judge(which, got.entries);
  if (found.why.kind != outcome_class::done && found.why.kind != outcome_class::not_found) {
    co_return found;
  }
  const bool other = std::ranges::any_of(got.entries, [&](const entry& e) {
    const bool same_account =
        !which.account.empty() && has_value(e, names.lifecycle_id, which.account.text());
    return !has_value(e, entry_uuid, found.uuid) && (found.dn.empty() || same_account);
  });
  if (other) {
    found = {said(outcome_class::conflict, "another entry bears its account or its login"), "", ""};
  }
  co_return found;
}

request remove_request(const config& settings, const mailbox_ref& which, const finding& at) {
  request out;
  out.what = request::kind::remove;
  out.dn = at.dn;
  out.assertion = still_meant(which, at.uuid, settings.attributes);
  return out;
}

outcome gone(const std::string& uuid, bool already) {
  outcome out;
  if (!uuid.empty()) out.facts["directoryId"] = uuid;
  if (already) out.facts["alreadyGone"] = "true";
  return out;
}

}  // namespace

lazy<outcome> remove(world in, mailbox_ref which) {
  if (auto bad = unsearchable(which)) co_return *bad;
  bool sent = false;  // a deletion may be on its way: its absence is then our doing
  std::string uuid = lower(which.directory_id);
  for (int attempt = 1;; ++attempt) {
    const finding at = co_await target(in, which);
    if (at.why.kind == outcome_class::not_found) co_return gone(uuid, !sent);
    if (at.why.kind != outcome_class::done) {
      outcome out = at.why;
      if (sent && out.kind != outcome_class::conflict) out.kind = outcome_class::unknown_outcome;
      co_return out;
    }
    if (attempt == 3) co_return said(outcome_class::transient, "the entry is still there");
    uuid = at.uuid;
    const reply got = co_await in.over.send(remove_request(in.settings, which, at));
    in.entries.forget(uuid);
    const bool moved = got.code == code_assertion_failed || got.code == code_no_such_object;
    if (got.code != code_success && got.code != code_lost && !moved) {
      co_return failure(got.code, "delete");
    }
    sent = sent || (got.sent && !moved);
    // Success too goes round: the search at the top is the proof.
  }
}

}  // namespace tenure::ldap
