// What an account is called: claimed for ever, numbered when somebody else had the name first.

#include "engine/decide/deliberation.hpp"
#include "engine/policy/naming.hpp"

#include <algorithm>
#include <set>

namespace tenure::decide {
namespace {

bool needs_name(const snapshot& known, const event& what) {
  return known.account.address.empty() ? what.name == "joiner.notified"
                                       : what.name == "person.renamed" ||
                                             what.name == "worker.replaced";
}

// Whom the name is of: the account's person, or the worker to whom it passes.
person named_after(const snapshot& known, const event& what) {
  person out = *known.person;
  if (what.name != "worker.replaced") return out;
  out.id = {std::string(value_of(what.data, "worker"))};
  out.given_name = value_of(what.data, "givenName");
  out.surname = value_of(what.data, "surname");
  return out;
}

// "jane.smith2@example.org" of the stem "jane.smith@example.org" with any number, or with none.
bool has_stem(std::string_view address, const policy::proposed_name& name) {
  if (!address.starts_with(name.local_stem)) return false;
  address.remove_prefix(name.local_stem.size());
  address.remove_prefix(std::min(address.find_first_not_of("0123456789"), address.size()));
  return address == "@" + name.domain;
}

void claim(deliberation& d, std::string address, std::string stem) {
  d.out.claims.push_back({std::move(address), std::move(stem), d.known.next_number, d.out.next.id});
}

void take_address(deliberation& d, const policy::proposed_name& name) {
  account& next = d.out.next;
  if (!next.address.empty() && d.flag("keepOldAddressAsAlias")) {
    next.aliases.push_back(next.address);
    std::sort(next.aliases.begin(), next.aliases.end());
  }
  next.address = name.address(d.known.next_number);
  claim(d, next.address, name.stem());
  d.explain("gets the address " + next.address);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Its number, if it has one, is not looked at: who is named next finds it taken and counts on.
void claim_found(deliberation& d, const std::string& name) {
  d.out.claims.push_back({name, name, 0, d.out.next.id, true});
}

}  // namespace

result<std::vector<std::string>> stems_wanted(const snapshot& known, const event& what,
                                              const rules& by) {
  std::vector<std::string> stems;
  if (!needs_name(known, what) || !known.person) return stems;
  auto name = policy::propose_name(by.pack, named_after(known, what));
  if (!name) return name.error();
  if (has_stem(known.account.address, *name)) return stems;
  stems.push_back(name->stem());
  if (known.account.login.empty()) stems.push_back(name->login_stem);
  return stems;
}

void take_name(deliberation& d) {
  if (!d.known.person) return;
  auto name = policy::propose_name(d.by.pack, named_after(d.known, d.what));
  if (!name) return d.explain("keeps its name: " + name.error().text());
  account& next = d.out.next;
  next.display_name = name->display_name;
  d.setting("addressTemplate");
  if (has_stem(next.address, *name)) return;
  take_address(d, *name);
  if (next.login.empty()) {
    next.login = name->login(d.known.next_number);
    claim(d, next.login, name->login_stem);
  }
}

result<std::string> mailbox_address(const rules& by, std::string_view name) {
  return policy::shared_address(by.pack, name);
}

// Nobody signs in by this name; it is what the directory calls the entry.
void take_shared_name(deliberation& d) {
  account& next = d.out.next;
  next.address = std::string(value_of(d.what.data, "alias"));
  next.display_name = d.known.person->surname;
  d.setting("addressTemplate");
  d.out.claims.push_back({next.address, next.address, 0, next.id});
  auto stem = next.address.substr(0, next.address.find('@'));
  std::replace(stem.begin(), stem.end(), '+', '-');
  auto number = d.known.next_number == 1 ? 2 : d.known.next_number;
  next.login = number == 0 ? stem : stem + std::to_string(number);
  d.out.claims.push_back({next.login, stem, number, next.id});
  d.explain("gets the address " + next.address);
}

void take_found_names(deliberation& d) {
  account& next = d.out.next;
  auto seen = condition_from_json(value_of(d.what.data, "observed")).value_or(mailbox_condition{});
  if (auto login = value_of(d.what.data, "login"); !login.empty()) next.login = lower(login);
  if (!seen.address.value_or("").empty()) next.address = lower(*seen.address);
  if (seen.aliases) {
    std::set<std::string> aliases;
    for (const auto& alias : *seen.aliases) aliases.insert(lower(alias));
    aliases.erase(next.address);
    next.aliases.assign(aliases.begin(), aliases.end());
  }
  if (!seen.display_name.value_or("").empty()) next.display_name = *seen.display_name;
  claim_found(d, next.login);
  claim_found(d, next.address);
  for (const auto& alias : next.aliases) claim_found(d, alias);
  d.explain("had a mailbox before, " + next.address + ", and keeps it");
}

}  // namespace tenure::decide
