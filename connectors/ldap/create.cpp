#include "connectors/ldap/names.hpp"
#include "connectors/ldap/operations.hpp"

namespace tenure::ldap {
namespace {

std::optional<outcome> cannot_be_made(const new_mailbox& what) {
  if (what.account.id.empty()) return said(outcome_class::invalid, "the account has no id");
  for (const auto* text : {&what.account.login, &what.account.address}) {
    if (!is_value(*text)) return said(outcome_class::invalid, "login or address: empty, or a NUL");
  }
  for (const auto* text : {&what.given_name, &what.surname, &what.account.display_name}) {
    if (text->find('\0') != std::string::npos) {
      return said(outcome_class::invalid, "a name holds a NUL");
    }
  }
  mailbox_condition aliases;
  aliases.aliases = what.account.aliases;
  if (auto bad = unacceptable(aliases)) return bad;
  if (what.account.person.value.find('\0') != std::string::npos) {
    return said(outcome_class::invalid, "the HR number holds a NUL");
  }
  return unacceptable(what.desired);
}

request add(const config& settings, const new_mailbox& what) {
  request out;
  out.what = request::kind::add;
  out.dn = rdn(settings.attributes.rdn, what.account.login) + "," + settings.people;
  out.read = read_attributes(settings.attributes);
  out.values = attributes_of(what, settings);
  return out;
}

// No attempt of ours made it so: an earlier one adopted it, and its answer was lost.
bool named_otherwise(const finding& ours, const new_mailbox& what) {
  return lower(ours.login) != lower(what.account.login) ||
         lower(ours.why.observed.address.value_or(what.account.address)) !=
             lower(what.account.address);
}

// What an earlier attempt made or the person had before (done), what stands in the way (conflict),
// or not_found: go ahead.
lazy<outcome> already(world in, const new_mailbox& what) {
  mailbox_ref by_account;
  by_account.account = what.account.id;
  const finding ours = co_await in.entries.one(by_account);
  if (ours.why.kind == outcome_class::done && named_otherwise(ours, what)) co_return adopted(ours);
  if (ours.why.kind != outcome_class::not_found) co_return ours.why;
  const outcome before = co_await adopt(in, what);
  if (before.kind != outcome_class::not_found) co_return before;
  const attribute_names& names = in.settings.attributes;
  const reply same = co_await in.entries.search(equals(names.login, what.account.login));
  if (same.code != code_success) co_return in.entries.why_not(same);
  if (!same.entries.empty()) {
    co_return said(outcome_class::conflict, names.login + ": the login belongs to another entry");
  }
  mailbox_condition wanted;
  wanted.address = what.account.address;
  wanted.aliases = what.account.aliases;
  const outcome free = co_await in.entries.addresses_free(overlay(wanted, what.desired), "");
  co_return free.kind == outcome_class::done ? ours.why : free;
}

bool unreadable(const outcome& of) {
  return of.kind == outcome_class::transient || of.kind == outcome_class::throttled ||
         of.kind == outcome_class::denied;
}

}  // namespace

lazy<outcome> create(world in, new_mailbox what) {
  if (auto bad = cannot_be_made(what)) co_return *bad;
  mailbox_ref by_account;
  by_account.account = what.account.id;
  outcome before = co_await already(in, what);
  for (int attempt = 1; before.kind == outcome_class::not_found; ++attempt) {
    const reply got = co_await in.over.send(add(in.settings, what));
    if (got.code == code_success && got.read_back) {
      co_return in.entries.judge(by_account, {*got.read_back}).why;
    }
    if (got.code == code_lost && !got.sent) {
      if (attempt == 2) co_return in.entries.why_not(got);
      continue;
    }
    // The RDN is taken, the answer is lost, or the server cannot read back: the directory says.
    if (got.code != code_success && got.code != code_lost && got.code != code_already_exists) {
      co_return failure(got.code, "add");
    }
    before = co_await already(in, what);
    if (got.code == code_lost && unreadable(before)) before.kind = outcome_class::unknown_outcome;
    if (before.kind != outcome_class::not_found) break;
    if (got.code == code_already_exists) {
      co_return said(outcome_class::conflict, "the name is taken by an entry of another kind");
    }
    if (attempt == 2) co_return said(outcome_class::transient, "the entry cannot be read back");
  }
  co_return before;
}

}  // namespace tenure::ldap
