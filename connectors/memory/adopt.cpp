// A mailbox that the person had before Tenure came becomes the account's.
#include "connectors/memory/connector.hpp"

#include <type_traits>
#include <utility>

namespace tenure::memory {

outcome mail_system::adopt_one(const new_mailbox& what, mailbox& before) {
  const auto opens = [](const auto& has, const auto& wanted) {
    using value = std::remove_cvref_t<decltype(*has)>;
    return has == value(1) && wanted == value(0);  // blocked, hidden, refused
  };
  if (opens(before.condition.sign_in, what.desired.sign_in) ||
      opens(before.condition.address_list, what.desired.address_list) ||
      opens(before.condition.delivery, what.desired.delivery)) {
    return {.kind = outcome_class::conflict, .detail = "the mailbox was closed or hidden before"};
  }
  mailbox_condition rest = only(what.desired, governs_);
  rest.address.reset(), rest.aliases.reset(), rest.display_name.reset();
  before.account = what.account.id;
  before.condition = overlay(before.condition, rest);
  effect("adopt", what.account.id);
  const auto& now = mailboxes_.emplace(what.account.id, std::move(before)).first->second;
  before_.erase(what.account.person.value);
  return adopted_seen(now);
}

// An earlier attempt that adopted it, and whose answer was lost, left other names than asked for.
outcome mail_system::found_again(const new_mailbox& what, const mailbox& found) const {
  return found.login == what.account.login ? seen(found) : adopted_seen(found);
}

outcome mail_system::adopted_seen(const mailbox& of) const {
  outcome out = seen(of);
  out.facts["adopted"] = "true";
  out.facts["login"] = of.login;
  return out;
}

}  // namespace tenure::memory
