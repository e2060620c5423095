#pragma once
// One mailbox account: who it belongs to, where it stands in its workflow, what it is called.

#include "engine/model/attributes.hpp"
#include "engine/model/id.hpp"
#include "engine/model/person.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tenure {

struct account {
  account_id id;
  hr_id person;  // personal data; everything below `kind` is about the account, not the person
  person_kind kind = person_kind::employee;

  std::string workflow;  // id of the statechart, "account"
  std::string state;     // its configuration, "leaving.waiting"; parallel leaves joined by ','
  attributes context;    // what its life remembers; names in workflows/account/README.md
  std::map<std::string, effect_id> pending;  // invoke id -> effect or task it waits for

  std::string login;                 // sign-in name, unique for ever
  std::string address;               // primary address, lower case
  std::vector<std::string> aliases;  // sorted
  std::string display_name;
  std::string directory_id;  // entryUUID or objectGUID; empty until created; never changes

  std::int64_t revision = 0;  // 0: not stored yet; +1 with every decision (optimistic lock)

  bool operator==(const account&) const = default;
};

// Enough for a connector to find the mailbox, by what cannot change first.
struct mailbox_ref {
  account_id account;
  std::string directory_id;
  std::string login;
  std::string address;
  auto operator<=>(const mailbox_ref&) const = default;
};

inline mailbox_ref ref_of(const account& of) {
  return {of.id, of.directory_id, of.login, of.address};
}

}  // namespace tenure
