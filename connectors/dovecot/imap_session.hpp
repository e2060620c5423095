#pragma once
// One IMAP connection into one mailbox, opened by the master user. Reading changes nothing:
// EXAMINE, BODY.PEEK. Every call answers `done` or why not; after anything else the session is of
// no use.

#include "connectors/dovecot/imap_reader.hpp"
#include "engine/ports/messages.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tenure::dovecot {

struct imap_folder {
  std::string name;  // UTF-8, '/' separated
  std::string raw;   // as the server says it
};

struct folder_status {
  std::uint64_t uid_validity = 0;
  std::uint64_t uid_next = 0;
  std::uint64_t messages = 0;
};

struct message_size {
  std::uint64_t uid = 0;
  std::uint64_t bytes = 0;
};

// A quoted string (RFC 3501, 9).
std::string in_quotes(std::string_view text);
// Of UID SEARCH; texts stand in literals, so nothing in them ends the command.
std::string search_keys(const message_criteria& which);

class imap_session {
 public:
  imap_session(const config& settings, const std::string& master_password);

  // denied: the server refuses the master login for this user, or does not know the user.
  outcome open(const std::string& login);

  // Prefixes, as the server says them, of folders that belong to others (RFC 2342).
  outcome foreign_prefixes(std::vector<std::string>& into);
  // Own folders that can hold messages, in byte order of their names.
  outcome folders(std::vector<imap_folder>& into);
  outcome examine(const imap_folder& folder, folder_status& into);
  // Of the examined folder, uids above `after`, ascending.
  outcome sizes(std::uint64_t after, std::vector<message_size>& into);
  // Those messages, in groups of at most 8 MB.
  // `take` returns false to stop: then `stopped` is true.
  outcome fetch(const std::vector<message_size>& wanted,
                const std::function<bool(stored_message&)>& take, bool& stopped);

  // Of the examined or selected folder; the criteria's own folder is not looked at.
  outcome search(const message_criteria& which, std::vector<std::uint64_t>& uids);
  // uid and INTERNALDATE of every message of the examined or selected folder.
  outcome dates(const std::function<void(std::uint64_t, instant)>& each);

  // --- changes (imap_changes.cpp)
  outcome create(const std::string& name);  // printable ASCII without quotes
  // denied: no room, no right.
  outcome append(const imap_folder& folder, instant received, std::string_view bytes);
  outcome select(const imap_folder& folder);
  outcome remove(const std::vector<std::uint64_t>& uids);  // of the selected folder, for good

 private:
  using on_response = std::function<void(imap_response&)>;
  std::string send(const std::string& command);
  outcome finish(const std::string& tag, const on_response& each);
  outcome run(const std::string& command, const on_response& each);
  outcome broken() const;

  wire line_;
  imap_reader reader_;
  std::string user_suffix_;
  std::string password_;
  unsigned last_tag_ = 0;
};

}  // namespace tenure::dovecot
