#pragma once
// Finding entries by what cannot change: entryUUID, else the lifecycle id; never by a DN, login or
// address remembered from the past. DNs are remembered per entryUUID only to save the search, and
// every write made with one carries the entryUUID as an assertion (RFC 4528).

#include "connectors/ldap/mapping.hpp"
#include "connectors/ldap/session.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>

namespace tenure::ldap {

struct finding {
  outcome why;  // done when found; observed and facts "directoryId" are set then
  std::string dn;
  std::string uuid;
  std::string login{};  // empty: none, or several
};

class lookup {
 public:
  lookup(const config& settings, session& over) : settings_(&settings), session_(&over) {}

  // Searches for all of them, 50 in one search. Two entries for one mailbox, or an entry that
  // bears another account's lifecycle id: conflict.
  void all(std::span<const mailbox_ref> which,
           const std::function<void(std::size_t, const finding&)>& each);
  lazy<finding> one(mailbox_ref which);

  // A search that is sent a second time when the connection was lost below it.
  lazy<reply> search(std::string filter);

  // The DN remembered for a directory id; empty: none.
  std::string remembered(const std::string& directory_id) const;
  void forget(const std::string& directory_id);

  // `conflict` naming the attribute when an entry other than `own_uuid` has one of the addresses.
  // done: nobody has. `own_uuid` may be empty.
  lazy<outcome> addresses_free(mailbox_condition wanted, std::string own_uuid);

  // What a search that failed means.
  outcome why_not(const reply& of) const;
  finding judge(const mailbox_ref& which, const std::vector<entry>& entries);

 private:
  const config* settings_;
  session* session_;
  std::map<std::string, std::string, std::less<>> dns_;  // by entryUUID, lower case
};

// An `invalid` outcome when the ref names nothing that could be searched for.
std::optional<outcome> unsearchable(const mailbox_ref& which);
// The assertion of a write: the DN still belongs to this entry, and the entry to this account (or
// to none). A DN may be somebody else's by the time the write arrives.
std::string still_meant(const mailbox_ref& which, const std::string& uuid,
                        const attribute_names& names);
std::string id_filter(const mailbox_ref& which, const attribute_names& names);

}  // namespace tenure::ldap
