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
lazy<outcome> remove(world in, mailbox_ref which);

}  // namespace tenure::ldap
