// Taking over the entry that a person had before Tenure came. Whose it is says the HR number and
// nothing else: two people share a name, an address is given again, a number is not.
#include "connectors/ldap/names.hpp"
#include "connectors/ldap/operations.hpp"

#include <algorithm>

namespace tenure::ldap {
namespace {

constexpr std::string_view object_class = "objectClass";

outcome no(std::string detail) { return said(outcome_class::conflict, std::move(detail)); }

// What the address book of the engine can hold: it compares names by their bytes in lower case.
bool is_plain(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<outcome> unfit_name(const std::vector<std::string>& values, const std::string& name,
                                  bool needed) {
  if (values.size() > 1) return no(name + ": several values, and nobody says which one counts");
  if (values.empty() ? needed : !is_plain(values.front())) {
    return no(name + ": no value, or one that is not plain ASCII without blanks");
  }
  return std::nullopt;
}

// Somebody closed or hid the mailbox, for a reason that the directory does not tell: it is not
// for a list of names to open it.
bool would_open(const mailbox_condition& observed, const mailbox_condition& wanted) {
  return (observed.sign_in == sign_in::blocked && wanted.sign_in == sign_in::allowed) ||
         (observed.address_list == address_list::hidden &&
          wanted.address_list == address_list::shown) ||
         (observed.delivery == delivery::refused && wanted.delivery == delivery::accepted);
}

std::optional<outcome> unfit(const entry& e, const new_mailbox& what, const config& settings) {
  const attribute_names& names = settings.attributes;
  if (!has_value(e, object_class, settings.object_classes.front())) {
    return no("the entry with this HR number is no person's");
  }
  if (only_value(e, names.hr_id) != what.account.person.value) {
    return no(names.hr_id + ": written otherwise than HR writes it, or several");
  }
  if (!values_of(e, names.lifecycle_id).empty()) {
    return no("the entry with this HR number bears another account's id");
  }
  if (auto bad = unfit_name(values_of(e, names.login), names.login, true)) return bad;
  if (!names.address.empty()) {
    if (auto bad = unfit_name(values_of(e, names.address), names.address, false)) return bad;
  }
  if (!names.aliases.empty() && !std::ranges::all_of(values_of(e, names.aliases), is_plain)) {
    return no(names.aliases + ": one is not plain ASCII without blanks");
  }
  if (would_open(condition_of(e, names), what.desired)) {
    return no("the entry with this HR number is closed, hidden or takes no mail: "
              "open it in the directory if that is over");
  }
  return std::nullopt;
}

// The mailbox of an earlier account of this person, closed: a mover's old agency keeps it. It stays
// that account's, and the person gets another. While anybody may sign in to it, somebody must look.
bool left_behind(const entry& e, const account_id& by, const attribute_names& names) {
  const auto& ids = values_of(e, names.lifecycle_id);
  return ids.size() == 1 && ids.front() != by.text() &&
         condition_of(e, names).sign_in == sign_in::blocked;
}

// The condition asked for, but with the names the entry has.
mailbox_condition wanted_of(const new_mailbox& what, const mailbox_condition& observed,
                            const attribute_names& names) {
  mailbox_condition names_taken;
  names_taken.address = what.account.address;
  names_taken.display_name = what.account.display_name;
  mailbox_condition out = overlay(names_taken, what.desired);
  out.aliases.reset();
  if (!observed.address.value_or("").empty()) out.address.reset();
  if (!observed.display_name || !observed.display_name->empty()) out.display_name.reset();
  return only(out, governed(names));
}

std::vector<std::string> with_classes(std::vector<std::string> classes, const config& settings) {
  for (const auto& wanted : settings.object_classes) {
    const bool there =
        std::ranges::any_of(classes, [&](const auto& c) { return lower(c) == lower(wanted); });
    if (!there) classes.push_back(wanted);
  }
  return classes;
}

// Carried out only while the entry is nobody's account yet: of two that adopt it, one does.
// slapo-unique tests the assertion of a write of addresses elsewhere, too (see apply.cpp).
request claim(const entry& e, const new_mailbox& what, const mailbox_condition& missing,
              const config& settings) {
  const attribute_names& names = settings.attributes;
  request out;
  out.what = request::kind::modify;
  out.dn = e.dn;
  out.assertion = all_of({equals(entry_uuid, only_value(e, entry_uuid)),
                          equals(names.hr_id, what.account.person.value),
                          none_of(present(names.lifecycle_id))});
  if (missing.address) {
    const auto person = equals(object_class, settings.object_classes.front());
    out.assertion = any_of({out.assertion, none_of(person)});
  }
  out.read = read_attributes(names);
  out.values = replacements(missing, names);
  out.values.push_back({names.lifecycle_id, {what.account.id.text()}});
  const auto& classes = values_of(e, object_class);
  auto all = with_classes(classes, settings);
  if (all.size() != classes.size()) out.values.push_back({std::string(object_class), all});
  return out;
}

lazy<reply> with_number(world in, const std::string& number) {
  request what;
  what.dn = in.settings.base;
  what.filter = equals(in.settings.attributes.hr_id, number);
  what.read = read_attributes(in.settings.attributes);
  what.read.push_back(in.settings.attributes.hr_id);
  what.read.emplace_back(object_class);
  reply got = co_await in.over.send(what);
  if (got.code == code_lost) got = co_await in.over.send(what);
  co_return got;
}

outcome verdict(const finding& seen, const mailbox_condition& wanted) {
  if (seen.why.kind != outcome_class::done) return seen.why;
  if (!says_nothing(difference(wanted, seen.why.observed))) {
    return no("the entry read back does not show what was written");
  }
  return adopted(seen);
}

}  // namespace

outcome adopted(const finding& seen) {
  outcome out = seen.why;
  out.facts["adopted"] = "true";
  out.facts["login"] = seen.login;
  return out;
}

lazy<outcome> adopt(world in, const new_mailbox& what) {
  const attribute_names& names = in.settings.attributes;
  const outcome none = said(outcome_class::not_found, "nobody bears this HR number");
  if (names.hr_id.empty() || what.account.person.value.empty()) co_return none;
  mailbox_ref by_account;
  by_account.account = what.account.id;
  for (int attempt = 1;; ++attempt) {
    reply found = co_await with_number(in, what.account.person.value);
    if (found.code != code_success) co_return in.entries.why_not(found);
    std::erase_if(found.entries, [&](const entry& each) {
      return left_behind(each, what.account.id, names);
    });
    if (found.entries.empty()) co_return none;
    if (found.entries.size() > 1) co_return no("several entries bear this HR number");
    const entry& e = found.entries.front();
    if (auto bad = unfit(e, what, in.settings)) co_return *bad;
    const mailbox_condition observed = condition_of(e, names);
    const mailbox_condition wanted = wanted_of(what, observed, names);
    const mailbox_condition missing = difference(wanted, observed);
    const outcome free = co_await in.entries.addresses_free(missing, only_value(e, entry_uuid));
    if (free.kind != outcome_class::done) co_return free;
    const reply got = co_await in.over.send(claim(e, what, missing, in.settings));
    if (got.code == code_success && got.read_back) {
      co_return verdict(in.entries.judge(by_account, {*got.read_back}), wanted);
    }
    const bool moved = got.code == code_assertion_failed || got.code == code_no_such_object;
    if (got.code != code_success && got.code != code_lost && !moved) {
      co_return failure(got.code, "modify");
    }
    // The server cannot read back, the answer is lost, or the entry is another by now: it says.
    const finding now = co_await in.entries.one(by_account);
    if (now.why.kind == outcome_class::done) co_return verdict(now, wanted);
    if (now.why.kind != outcome_class::not_found) {
      outcome out = now.why;
      const bool unread = out.kind != outcome_class::conflict;
      if (got.sent && unread) out.kind = outcome_class::unknown_outcome;
      co_return out;
    }
    if (attempt == 2) {
      co_return moved ? no("the entry keeps changing")
                      : said(outcome_class::transient, "not carried out: the connection was lost");
    }
  }
}

}  // namespace tenure::ldap
