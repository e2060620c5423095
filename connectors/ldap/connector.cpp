#include "connectors/ldap/connector.hpp"

#include "connectors/ldap/operations.hpp"

#include <mutex>
#include <stdexcept>
#include <utility>

namespace tenure::ldap {

struct directory::state {
  explicit state(config from)
      : settings(std::move(from)), over(settings), entries(settings, over) {}
  world in() { return {settings, over, entries}; }

  config settings;
  session over;
  lookup entries;
  std::mutex turn;
};

directory::directory(config settings) {
  if (auto fine = check(settings, "ldap"); !fine) throw std::logic_error(fine.error().text());
  state_ = std::make_unique<state>(std::move(settings));
}

directory::~directory() = default;

std::vector<std::string_view> directory::governs() const {
  return governed(state_->settings.attributes);
}

void directory::observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  std::lock_guard lock(state_->turn);
  state_->entries.all(mailboxes, [&](std::size_t i, const finding& found) { each(i, found.why); });
}

void directory::apply(std::span<const change> changes, const on_outcome& each) {
  std::lock_guard lock(state_->turn);
  std::vector<finding> at(changes.size());
  std::vector<mailbox_ref> unknown;
  std::vector<std::size_t> index;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& id = changes[i].mailbox.directory_id;
    at[i].dn = state_->entries.remembered(id);
    at[i].uuid = id;
    if (!at[i].dn.empty()) continue;
    unknown.push_back(changes[i].mailbox);
    index.push_back(i);
  }
  state_->entries.all(unknown, [&](std::size_t i, const finding& f) { at[index[i]] = f; });
  state_->over.run(
      changes.size(),
      [&](std::size_t i) { return ldap::apply(state_->in(), changes[i], std::move(at[i])); }, each);
}

void directory::create(std::span<const new_mailbox> mailboxes, const on_outcome& each) {
  std::lock_guard lock(state_->turn);
  state_->over.run(
      mailboxes.size(), [&](std::size_t i) { return ldap::create(state_->in(), mailboxes[i]); },
      each);
}

void directory::remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  std::lock_guard lock(state_->turn);
  state_->over.run(
      mailboxes.size(), [&](std::size_t i) { return ldap::remove(state_->in(), mailboxes[i]); },
      each);
}

}  // namespace tenure::ldap
