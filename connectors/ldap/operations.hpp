#pragma once
// What is done to one entry, step by step. Each runs as an item of a session. Internal.

#include "connectors/ldap/lookup.hpp"

namespace tenure::ldap {

struct world {
  const config& settings;
  session& over;
  lookup& entries;
};

// `at` is what a search has just found, or a remembered DN (`at.why.observed` says nothing then).
lazy<outcome> apply(world in, change what, finding at);
lazy<outcome> create(world in, new_mailbox what);
// The entry that bears the person's HR number becomes the account's; not_found: there is none.
lazy<outcome> adopt(world in, const new_mailbox& what);
// What was found, with the facts that say it was there before: "adopted", "login".
outcome adopted(const finding& seen);
lazy<outcome> remove(world in, mailbox_ref which);

}  // namespace tenure::ldap
