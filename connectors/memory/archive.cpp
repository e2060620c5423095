#include "connectors/memory/archive.hpp"

#include <utility>

namespace tenure::memory {
namespace {

std::string digest_of(const std::vector<message>& messages) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  auto add = [&](std::string_view text) {
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    hash =
        (hash ^ 0xff) * 0x100000001b3ULL;  // 0xff never stands in UTF-8: parts do not run together
  };
  for (const auto& m : messages) {
    add(m.folder);
    add(std::to_string(m.uid));
    for (const auto& flag : m.flags) add(flag);
    add(std::to_string(m.received.micros));
    add(m.bytes);
  }
  return detail::id_text({0, hash}).substr(16);
}

outcome absent() {
  outcome out;
  out.kind = outcome_class::not_found;
  out.detail = "no package";
  return out;
}

outcome discarded() {
  return {.kind = outcome_class::denied,
          .detail = "no longer allowed while it was written; what was written is removed",
          .facts = {{"discarded", "true"}}};
}

}  // namespace

outcome archive_shelf::describe(account_id account, const package& of) const {
  std::uint64_t bytes = 0;
  for (const auto& m : of.messages) bytes += m.bytes.size();
  outcome out;
  out.facts = {{"package", account.text()},
               {"digest", of.digest},
               {"messages", std::to_string(of.messages.size())},
               {"bytes", std::to_string(bytes)}};
  if (digest_of(of.messages) != of.digest) {
    out.kind = outcome_class::invalid;
    out.detail = "the package is damaged";
  }
  return out;
}

outcome archive_shelf::keep(const mailbox_ref& mailbox, message_source& source,
                            const still_allowed& allowed) {
  const auto planned = faults_.next("keep", mailbox.account);
  if (planned && !planned->persists) return as_outcome(*planned);
  outcome out = keep_one(mailbox, source, allowed);
  return planned ? as_outcome(*planned) : out;
}

outcome archive_shelf::keep_one(const mailbox_ref& mailbox, message_source& source,
                                const still_allowed& allowed) {
  {
    std::lock_guard lock(mutex_);
    auto found = packages_.find(mailbox.account);
    if (found != packages_.end()) return describe(mailbox.account, found->second);
  }
  package made;
  bool stopped = false;
  outcome out = source.read(mailbox, {}, [&](const stored_message& m) {
    if (stopped = !allowed(); stopped) return false;
    made.messages.push_back(
        {std::string(m.folder), m.uid, m.flags, m.received, std::string(m.bytes)});
    return true;
  });
  if (stopped || (out.kind == outcome_class::done && !allowed())) return discarded();
  if (out.kind != outcome_class::done) return out;
  made.digest = digest_of(made.messages);
  std::lock_guard lock(mutex_);
  auto& kept = packages_[mailbox.account] = std::move(made);
  return describe(mailbox.account, kept);
}

outcome archive_shelf::verify(const mailbox_ref& mailbox) {
  if (const auto planned = faults_.next("verify", mailbox.account)) return as_outcome(*planned);
  std::lock_guard lock(mutex_);
  auto found = packages_.find(mailbox.account);
  return found == packages_.end() ? absent() : describe(mailbox.account, found->second);
}

outcome archive_shelf::read(const mailbox_ref& mailbox,
                            const std::function<bool(const stored_message&)>& take) {
  outcome out = verify(mailbox);
  auto held = snapshot(mailbox.account);
  if (out.kind != outcome_class::done || !held) return out;
  for (const auto& m : *held) {
    if (!take({m.folder, m.uid, m.flags, m.received, m.bytes})) break;
  }
  return out;
}

outcome archive_shelf::destroy(const mailbox_ref& mailbox) {
  const auto planned = faults_.next("destroy", mailbox.account);
  if (planned && !planned->persists) return as_outcome(*planned);
  std::lock_guard lock(mutex_);
  auto found = packages_.find(mailbox.account);
  outcome out;
  if (found == packages_.end()) {
    out.facts["alreadyGone"] = "true";
  } else {
    out.facts = describe(mailbox.account, found->second).facts;
    out.facts["certificate"] = "destroyed-" + found->second.digest;
    out.facts.erase("digest");
    packages_.erase(found);
    ++destroyed_[mailbox.account];
  }
  return planned ? as_outcome(*planned) : out;
}

std::optional<std::vector<message>> archive_shelf::snapshot(account_id account) const {
  std::lock_guard lock(mutex_);
  auto found = packages_.find(account);
  return found == packages_.end() ? std::nullopt : std::optional(found->second.messages);
}

bool archive_shelf::damage(account_id account) {
  std::lock_guard lock(mutex_);
  auto found = packages_.find(account);
  if (found == packages_.end() || found->second.messages.empty()) return false;
  found->second.messages.front().bytes += '!';
  return true;
}

std::uint64_t archive_shelf::destroyed(account_id account) const {
  std::lock_guard lock(mutex_);
  auto found = destroyed_.find(account);
  return found == destroyed_.end() ? 0 : found->second;
}

}  // namespace tenure::memory
