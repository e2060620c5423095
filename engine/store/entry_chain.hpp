#pragma once
// Which entries of the trail are about an account. Each names the one before it, and the account's
// row the newest: that row is written by nearly every commit that appends anyway, while an index
// over all entries had a page of its own for each account. Why:
// engine/decisions/0037-what-a-leaver-writes.md.

#include "engine/model/id.hpp"
#include "engine/store/statement.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace tenure::storage {

class entry_chain {
 public:
  explicit entry_chain(database& db) : db_(db) {}

  void begin();  // forgets what the last transaction read and appended: it may not be committed

  // What an account's row, just read, says of its newest entry; saves asking for it again.
  void read(const account_id& account, std::int64_t last_entry);

  // What the new entry `index` has as its `previous`: the account's entry before it, `none_before`,
  // or nothing for an account that has no row (yet): such entries are found by an index.
  std::optional<std::int64_t> link(const account_id& account, std::uint64_t index);
  static constexpr std::int64_t none_before = -1;

  // The newest entry, if it is not in the account's row yet: whoever writes the row writes it too.
  std::optional<std::int64_t> to_write(const account_id& account);
  void flush();  // writes those that nobody took; after the last append, before commit

  // Oldest first, those of the open transaction too. O(entries of the account).
  std::vector<std::uint64_t> of_account(const account_id& account);

 private:
  std::optional<std::int64_t> newest_of(const account_id& account);

  database& db_;
  struct end {
    std::int64_t newest = none_before;
    bool written = true;
  };
  std::map<account_id, end> ends_;  // of accounts that the open transaction has to do with
  statement stored_{db_, "select coalesce(last_entry, -1) from account where id = :id", "n"};
  statement move_{db_, "update account set last_entry = :newest where id = :id"};
  statement entries_{
      db_,
      "with recursive entry (idx) as (select cast(:newest as bigint) union all "
      "select j.previous from entry e join journal j on j.idx = e.idx where j.previous >= 0) "
      "select idx from entry where idx >= 0 union all "
      "select idx from journal where account = :account and account <> '' and previous is null "
      "order by 1",
      "n"};
};

}  // namespace tenure::storage
