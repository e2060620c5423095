#include "connectors/ldap/connector.hpp"

#include "connectors/ldap/operations.hpp"
#include "connectors/ldap/schema.hpp"

#include <mutex>
#include <stdexcept>
#include <utility>

namespace tenure::ldap {

// A connection with what was found over it.
struct desk {
  explicit desk(const config& from) : settings(from), over(from), entries(from, over) {}
  world in() { return {settings, over, entries}; }

  const config& settings;
  session over;
  lookup entries;
  std::mutex turn;
};

struct directory::state {
  explicit state(config from) : settings(std::move(from)), first(settings), second(settings) {}

  config settings;
  desk first, second;
};

// Two calls at a time: while one looks up whom it is about, the other writes. A caller alone always
// has the first.
struct directory::turn {
  explicit turn(state& of)
      : lock(of.first.turn, std::try_to_lock), at(lock.owns_lock() ? of.first : of.second) {
    if (!lock.owns_lock()) lock = std::unique_lock(of.second.turn);
  }

  std::unique_lock<std::mutex> lock;
  desk& at;
};

directory::directory(config settings) {
  if (auto fine = check(settings, "ldap"); !fine) throw std::logic_error(fine.error().text());
  state_ = std::make_unique<state>(std::move(settings));
}

directory::~directory() = default;

std::vector<std::string_view> directory::governs() const {
  return governed(state_->settings.attributes);
}

outcome directory::schema() {
  turn mine(*state_);
  outcome out;
  mine.at.over.run(
      1, [&](std::size_t) { return look_at_schema(mine.at.over, state_->settings); },
      [&](std::size_t, const outcome& how) { out = how; });
  return out;
}

void directory::observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  turn mine(*state_);
  mine.at.entries.all(mailboxes, [&](std::size_t i, const finding& found) { each(i, found.why); });
}

void directory::apply(std::span<const change> changes, const on_outcome& each) {
  turn mine(*state_);
  std::vector<finding> at(changes.size());
  std::vector<mailbox_ref> unknown;
  std::vector<std::size_t> index;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& id = changes[i].mailbox.directory_id;
    at[i].dn = mine.at.entries.remembered(id);
    at[i].uuid = id;
    // An address that the entry has already needs no search for its other holders: to know that,
    // one search for fifty entries is worth it even where the DN is known.
    const bool names = changes[i].desired.address || changes[i].desired.aliases;
    if (!at[i].dn.empty() && !names) continue;
    unknown.push_back(changes[i].mailbox);
    index.push_back(i);
  }
  mine.at.entries.all(unknown, [&](std::size_t i, const finding& f) { at[index[i]] = f; });
  mine.at.over.run(
      changes.size(),
      [&](std::size_t i) { return ldap::apply(mine.at.in(), changes[i], std::move(at[i])); }, each);
}

void directory::create(std::span<const new_mailbox> mailboxes, const on_outcome& each) {
  turn mine(*state_);
  mine.at.over.run(
      mailboxes.size(), [&](std::size_t i) { return ldap::create(mine.at.in(), mailboxes[i]); },
      each);
}

void directory::remove(std::span<const mailbox_ref> mailboxes, const on_outcome& each) {
  turn mine(*state_);
  mine.at.over.run(
      mailboxes.size(), [&](std::size_t i) { return ldap::remove(mine.at.in(), mailboxes[i]); },
      each);
}

}  // namespace tenure::ldap
