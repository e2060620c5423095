#include "engine/store/entry_chain.hpp"

namespace tenure::storage {

void entry_chain::begin() { newest_.clear(); }

std::optional<std::int64_t> entry_chain::link(const account_id& account, std::uint64_t index) {
  auto before = newest_of(account);
  if (before) newest_[account] = static_cast<std::int64_t>(index);
  return before;
}

void entry_chain::flush() {
  for (const auto& [account, newest] : newest_) {
    if (move_.write({newest, account}) != 1) db_.violated("an account with entries has no row");
  }
  newest_.clear();
}

std::vector<std::uint64_t> entry_chain::of_account(const account_id& account) {
  std::vector<std::uint64_t> out;
  entries_.read({newest_of(account).value_or(none_before), account});
  while (entries_.next()) out.push_back(static_cast<std::uint64_t>(entries_.number(0)));
  return out;
}

std::optional<std::int64_t> entry_chain::newest_of(const account_id& account) {
  if (account == account_id{}) return std::nullopt;
  if (auto appended = newest_.find(account); appended != newest_.end()) return appended->second;
  if (!stored_.read_one({account})) return std::nullopt;
  return stored_.number(0);
}

}  // namespace tenure::storage
