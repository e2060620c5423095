#include "connectors/ldap/names.hpp"
#include "connectors/ldap/operations.hpp"

namespace tenure::ldap {
namespace {

// slapo-unique runs its search with the controls of the write that caused it, and so tests the
// assertion on that search's base too (OpenLDAP 2.5): a write of addresses that asserts "this
// entry" always fails. It therefore asserts "this entry, if it is a person's": the base is none.
std::string assertion(const config& settings, const mailbox_ref& which, const std::string& uuid,
                      const mailbox_condition& wanted) {
  const std::string meant = still_meant(which, uuid, settings.attributes);
  if (!wanted.address && !wanted.aliases) return meant;
  return any_of({meant, none_of(equals("objectClass", settings.object_classes.front()))});
}

// Writes `missing` only: an address that stays is not searched for, here or by slapo-unique.
request modify(const config& settings, const mailbox_ref& which, const finding& at,
               const mailbox_condition& missing) {
  request out;
  out.what = request::kind::modify;
  out.dn = at.dn;
  out.assertion = assertion(settings, which, at.uuid, missing);
  out.read = read_attributes(settings.attributes);
  out.values = replacements(missing, settings.attributes);
  return out;
}

bool shows(const mailbox_condition& observed, const mailbox_condition& wanted) {
  return says_nothing(difference(wanted, observed));
}

// The read-back of a modify that the server says it carried out.
outcome verdict(const finding& seen, const mailbox_condition& wanted) {
  outcome out = seen.why;
  if (out.kind == outcome_class::done && !shows(out.observed, wanted)) {
    out.kind = outcome_class::conflict;
    out.detail = "the entry read back does not show what was written";
  }
  return out;
}

// The entry shows what was written, and in a field that stood right before it, something else now.
bool changed_meanwhile(const finding& seen, const mailbox_condition& written,
                       const mailbox_condition& wanted) {
  return seen.why.kind == outcome_class::done && shows(seen.why.observed, written) &&
         !shows(seen.why.observed, wanted);
}

}  // namespace

lazy<outcome> apply(world in, change what, finding at) {
  const auto fields = governed(in.settings.attributes);
  const mailbox_condition wanted = only(what.desired, fields);
  if (auto bad = unacceptable(wanted)) co_return *bad;
  mailbox_ref by_uuid = what.mailbox;
  if (at.why.kind != outcome_class::done) co_return at.why;
  by_uuid.directory_id = at.uuid;
  if (says_nothing(wanted) && says_nothing(at.why.observed)) at = co_await in.entries.one(by_uuid);
  if (at.why.kind != outcome_class::done || shows(at.why.observed, wanted)) co_return at.why;
  for (int attempt = 1;; ++attempt) {
    const mailbox_condition missing = difference(wanted, at.why.observed);
    const outcome free = co_await in.entries.addresses_free(missing, at.uuid);
    if (free.kind != outcome_class::done) co_return free;
    const reply got = co_await in.over.send(modify(in.settings, by_uuid, at, missing));
    if (got.code == code_success && got.read_back) {
      const finding seen = in.entries.judge(by_uuid, {*got.read_back});
      if (attempt == 2 || !changed_meanwhile(seen, missing, wanted)) {
        co_return verdict(seen, wanted);
      }
      at = seen;
      continue;
    }
    if (got.code == code_lost && !got.sent) {
      if (attempt == 2) co_return in.entries.why_not(got);
      continue;
    }
    const bool moved = got.code == code_assertion_failed || got.code == code_no_such_object;
    if (got.code != code_success && !moved && got.code != code_lost) {
      co_return failure(got.code, "modify");
    }
    if (moved) in.entries.forget(at.uuid);
    // Moved, or nobody knows whether it was carried out: the entry itself says.
    const finding now = co_await in.entries.one(by_uuid);
    if (got.code == code_success) co_return verdict(now, wanted);
    if (now.why.kind != outcome_class::done) {
      outcome out = now.why;
      const bool unread =
          out.kind != outcome_class::not_found && out.kind != outcome_class::conflict;
      if (got.code == code_lost && unread) out.kind = outcome_class::unknown_outcome;
      co_return out;
    }
    if (shows(now.why.observed, wanted)) co_return now.why;
    if (attempt == 2) {
      co_return moved ? said(outcome_class::conflict, "the entry keeps moving")
                      : said(outcome_class::transient, "not carried out: the connection was lost");
    }
    at = now;
  }
}

}  // namespace tenure::ldap
