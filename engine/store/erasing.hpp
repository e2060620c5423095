#pragma once
// What other tables repeat of an account's personal values: they go with the values of the trail.
// Why these, and what stays: engine/decisions/0034-erasing-personal-values.md.

#include "engine/model/id.hpp"
#include "engine/store/statement.hpp"

namespace tenure::storage {

class erasing {
 public:
  explicit erasing(database& db) : db_(db) {}

  // Part of the open transaction. What is still open keeps what it needs: callers see to it that
  // nothing of the account is.
  void forget_what_is_closed(const account_id& account);

 private:
  database& db_;
  statement cases_{db_,
                   "update case_file set requester = '', recipient = '', context = '{}', "
                   "revision = revision + 1 where subject = :account and closed = 1"};
  statement grants_{db_,
                    "update access_grant set message = '', purpose = '' "
                    "where subject = :account and closed is not null"};
  statement tasks_{db_,
                   "update task set assignee = '', claimed_by = '', closed_by = '', input = '{}' "
                   "where account = :account and status <> 'open'"};
  statement effects_{db_,
                     "update outbox set facts = '{}', trouble = '' "
                     "where account = :account and status = 'closed'"};
};

}  // namespace tenure::storage
