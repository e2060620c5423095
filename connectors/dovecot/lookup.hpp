#pragma once
// What doveadm says about mailboxes, in few requests for many of them.

#include "connectors/dovecot/doveadm.hpp"
#include "connectors/dovecot/sieve.hpp"
#include "engine/model/account.hpp"
#include "engine/model/effect.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tenure::dovecot {

struct stored_folder {
  std::string name;
  std::string guid;
  std::uint64_t messages = 0;
  std::map<std::string, std::string> grants;  // login -> "read", "full", "other"
};

struct mailbox_state {
  outcome how;  // done: the rest is valid
  std::vector<stored_folder> folders;  // one's own only
  // Folders that the server lists and makes when somebody first opens them: INBOX of a mailbox that
  // nobody has used yet, and `auto` ones.
  std::vector<std::string> not_yet_made;
  std::vector<std::string> scripts;    // names of Sieve scripts
  std::string active;                  // the active one; empty: none
  std::optional<sieve_content> ours;   // of the script "tenure", if it is as we write it
  bool own_script_sends = false;       // another active script may redirect or answer
};

// Prefixes of other people's folders, as a mailbox that exists shows them.
using foreign_lookup = std::function<outcome(const mailbox_ref&, std::vector<std::string>&)>;

std::vector<mailbox_state> look(const doveadm& server, std::span<const mailbox_ref> mailboxes,
                                const foreign_lookup& foreign_prefixes);

// The governed fields as far as `state` shows them.
mailbox_condition condition_of(const mailbox_state& state);

}  // namespace tenure::dovecot
