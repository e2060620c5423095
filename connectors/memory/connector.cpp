#include "connectors/memory/connector.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tenure::memory {
namespace {

outcome said(outcome_class kind, std::string detail) {
  outcome out;
  out.kind = kind;
  out.detail = std::move(detail);
  return out;
}

mailbox_condition fresh(const new_mailbox& what) {
  mailbox_condition out;
  out.sign_in = sign_in::allowed;
  out.address_list = address_list::shown;
  out.delivery = delivery::accepted;
  out.address = what.account.address;
  out.aliases = what.account.aliases;
  out.display_name = what.account.display_name;
  out.forwarding = "";
  out.auto_reply = "";
  out.delegates.emplace();
  out.send_on_behalf.emplace();
  out.quota_bytes = 0;
  out.message_bytes = 0;
  return out;
}

bool holds(const mailbox_condition& condition, const std::string& address) {
  return condition.address == address ||
         std::binary_search(condition.aliases->begin(), condition.aliases->end(), address);
}

bool nonsense(const mailbox_condition& c) {
  return (c.address && c.address->empty()) || c.quota_bytes.value_or(0) < 0 ||
         c.message_bytes.value_or(0) < 0 ||
         (c.aliases && !std::is_sorted(c.aliases->begin(), c.aliases->end()));
}

}  // namespace

mail_system::mail_system()
    : mail_system({std::begin(condition_fields), std::end(condition_fields)}) {}

mail_system::mail_system(std::vector<std::string_view> governs, std::uint64_t seed)
    : governs_(std::move(governs)), faults_(seed) {}

outcome mail_system::run(std::string_view verb, account_id account,
                         const std::function<outcome()>& act) {
  std::lock_guard lock(mutex_);
  const auto planned = faults_.next(verb, account);
  if (!planned) return act();
  if (planned->persists) act();
  return as_outcome(*planned);
}

void mail_system::observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    each(i, run("observe", mailboxes[i].account, [&] { return observe_one(mailboxes[i]); }));
  }
}

void mail_system::apply(std::span<const change> changes, const on_outcome& each) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    each(i, run("apply", changes[i].mailbox.account, [&] { return apply_one(changes[i]); }));
  }
}

void mail_system::create(std::span<const new_mailbox> mailboxes, const on_outcome& each) {
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    each(i, run("create", mailboxes[i].account.id, [&] { return create_one(mailboxes[i]); }));
  }
}

void mail_system::remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  for (std::size_t i = 0; i < mailboxes.size(); ++i) {
    each(i, run("remove", mailboxes[i].account, [&] { return remove_one(mailboxes[i]); }));
  }
}

// By what cannot change: the directory id when it is known, else the account; never by login.
mailbox* mail_system::find(const mailbox_ref& which) {
  auto found = mailboxes_.find(which.account);
  if (found == mailboxes_.end()) return nullptr;
  const bool same = which.directory_id.empty() || which.directory_id == found->second.directory_id;
  return same ? &found->second : nullptr;
}

outcome mail_system::missing(const mailbox_ref& which) const {
  const bool other =
      mailboxes_.contains(which.account) || std::ranges::any_of(mailboxes_, [&](const auto& entry) {
        return !which.login.empty() && entry.second.login == which.login;
      });
  return other ? said(outcome_class::not_found, "only a mailbox with another id is there")
               : said(outcome_class::not_found, "no such mailbox");
}

outcome mail_system::seen(const mailbox& of) const {
  outcome out;
  out.facts["directoryId"] = of.directory_id;
  out.observed = only(of.condition, governs_);
  return out;
}

outcome mail_system::observe_one(const mailbox_ref& which) {
  const mailbox* found = find(which);
  return found ? seen(*found) : missing(which);
}

outcome mail_system::apply_one(const change& what) {
  mailbox* found = find(what.mailbox);
  if (!found) return missing(what.mailbox);
  const mailbox_condition wanted = only(what.desired, governs_);
  if (nonsense(wanted)) return said(outcome_class::invalid, "a value is not acceptable");
  if (auto taken = address_taken(found->account, wanted)) return *taken;
  const mailbox_condition next = overlay(found->condition, wanted);
  if (next != found->condition) effect("apply", found->account);
  found->condition = next;
  return seen(*found);
}

std::optional<outcome> mail_system::address_taken(account_id by,
                                                  const mailbox_condition& wanted) const {
  for (const auto& [id, other] : mailboxes_) {
    if (id == by) continue;
    bool taken = wanted.address && holds(other.condition, *wanted.address);
    for (const auto& alias : wanted.aliases.value_or(std::vector<std::string>{})) {
      taken = taken || holds(other.condition, alias);
    }
    if (taken) return said(outcome_class::conflict, "an address belongs to another mailbox");
  }
  return std::nullopt;
}

outcome mail_system::create_one(const new_mailbox& what) {
  const account_id id = what.account.id;
  if (auto found = mailboxes_.find(id); found != mailboxes_.end()) {
    return found_again(what, found->second);
  }
  if (auto found = before_.find(what.account.person.value); found != before_.end()) {
    return adopt_one(what, found->second);
  }
  for (const auto& [other_id, other] : mailboxes_) {
    if (other.login == what.account.login) {
      return said(outcome_class::conflict, "the login belongs to another mailbox");
    }
  }
  const mailbox_condition condition = overlay(fresh(what), only(what.desired, governs_));
  if (what.account.login.empty() || nonsense(condition)) {
    return said(outcome_class::invalid, "login, address or a value is not acceptable");
  }
  if (auto taken = address_taken(id, condition)) return *taken;
  const auto generation = ++generations_[id];
  effect("create", id);
  mailbox made{id, id.text() + "-" + std::to_string(generation), what.account.login, condition, {}};
  return seen(mailboxes_.emplace(id, std::move(made)).first->second);
}

outcome mail_system::remove_one(const mailbox_ref& which) {
  if (const mailbox* found = find(which)) {
    outcome out;
    out.facts["directoryId"] = found->directory_id;
    out.facts["messages"] = std::to_string(found->messages.size());
    effect("remove", which.account);
    mailboxes_.erase(which.account);
    return out;
  }
  outcome none = missing(which);
  if (none.detail != "no such mailbox") {
    none.kind = outcome_class::conflict;
    return none;
  }
  outcome out;
  out.facts["alreadyGone"] = "true";
  return out;
}

outcome mail_system::read(const mailbox_ref& which, const std::vector<read_position>& after,
                          const std::function<bool(const stored_message&)>& take) {
  std::vector<message> messages;  // a copy: `take` runs without the lock
  outcome answer = run("read", which.account, [&] {
    const mailbox* found = find(which);
    if (!found) return missing(which);
    messages = found->messages;
    return outcome{};
  });
  if (answer.kind != outcome_class::done) return answer;
  std::uint64_t count = 0, bytes = 0;
  for (const auto& m : messages) {
    const bool taken = std::ranges::any_of(after, [&](const read_position& position) {
      return position.folder == m.folder && position.uid_validity == 1 && m.uid <= position.uid;
    });
    if (taken) continue;
    if (!take({m.folder, m.uid, m.flags, m.received, m.bytes})) {
      return said(outcome_class::transient, "the reader stopped");
    }
    ++count;
    bytes += m.bytes.size();
  }
  answer.facts = {{"messages", std::to_string(count)}, {"bytes", std::to_string(bytes)}};
  return answer;
}

void mail_system::effect(std::string_view verb, account_id account) {
  ++effected_[{std::string(verb), account}];
}

bool mail_system::edit(account_id account, const mailbox_condition& fields) {
  std::lock_guard lock(mutex_);
  auto found = mailboxes_.find(account);
  if (found == mailboxes_.end()) return false;
  found->second.condition = overlay(found->second.condition, fields);
  return true;
}

void mail_system::put_before(const hr_id& person, std::string login,
                             const mailbox_condition& names) {
  std::lock_guard lock(mutex_);
  new_mailbox what;
  what.account.login = login;
  const mailbox_condition condition = overlay(fresh(what), names);
  before_[person.value] = {{}, "before-" + login, login, condition, {}};
}

bool mail_system::rename(account_id account, std::string login) {
  std::lock_guard lock(mutex_);
  auto found = mailboxes_.find(account);
  if (found == mailboxes_.end()) return false;
  found->second.login = std::move(login);
  return true;
}

bool mail_system::erase(account_id account) {
  std::lock_guard lock(mutex_);
  return mailboxes_.erase(account) == 1;
}

std::uint64_t mail_system::deliver(account_id account, message what) {
  std::lock_guard lock(mutex_);
  auto found = mailboxes_.find(account);
  if (found == mailboxes_.end()) return 0;
  auto& messages = found->second.messages;
  for (const auto& m : messages) {
    if (m.folder == what.folder) what.uid = std::max(what.uid, m.uid);
  }
  const std::uint64_t uid = ++what.uid;
  std::ranges::sort(what.flags);
  messages.push_back(std::move(what));
  std::ranges::sort(messages, {}, [](const message& m) { return std::tie(m.folder, m.uid); });
  return uid;
}

std::optional<mailbox> mail_system::snapshot(account_id account) const {
  std::lock_guard lock(mutex_);
  auto found = mailboxes_.find(account);
  return found == mailboxes_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<mailbox> mail_system::snapshot() const {
  std::lock_guard lock(mutex_);
  std::vector<mailbox> out;
  for (const auto& [id, each] : mailboxes_) out.push_back(each);
  return out;
}

std::size_t mail_system::size() const {
  std::lock_guard lock(mutex_);
  return mailboxes_.size();
}

std::uint64_t mail_system::effected(std::string_view verb, account_id account) const {
  std::lock_guard lock(mutex_);
  auto found = effected_.find({std::string(verb), account});
  return found == effected_.end() ? 0 : found->second;
}

}  // namespace tenure::memory
