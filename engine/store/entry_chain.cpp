#include "engine/store/entry_chain.hpp"

namespace tenure::storage {

void entry_chain::begin() { ends_.clear(); }

void entry_chain::read(const account_id& account, std::int64_t last_entry) {
  ends_.try_emplace(account, end{last_entry});
}

std::optional<std::int64_t> entry_chain::link(const account_id& account, std::uint64_t index) {
  auto before = newest_of(account);
  if (before) ends_[account] = {static_cast<std::int64_t>(index), false};
  return before;
}

std::optional<std::int64_t> entry_chain::to_write(const account_id& account) {
  auto at = ends_.find(account);
  if (at == ends_.end() || at->second.written) return std::nullopt;
  at->second.written = true;
  return at->second.newest;
}

void entry_chain::flush() {
  for (const auto& [account, at] : ends_) {
    if (at.written) continue;
    if (move_.write({at.newest, account}) != 1) db_.violated("an account with entries has no row");
  }
  ends_.clear();
}

std::vector<std::uint64_t> entry_chain::of_account(const account_id& account) {
  std::vector<std::uint64_t> out;
  entries_.read({newest_of(account).value_or(none_before), account});
  while (entries_.next()) out.push_back(static_cast<std::uint64_t>(entries_.number(0)));
  return out;
}

std::optional<std::int64_t> entry_chain::newest_of(const account_id& account) {
  if (account == account_id{}) return std::nullopt;
  if (auto known = ends_.find(account); known != ends_.end()) return known->second.newest;
  if (!stored_.read_one({account})) return std::nullopt;
  read(account, stored_.number(0));
  return stored_.number(0);
}

}  // namespace tenure::storage
