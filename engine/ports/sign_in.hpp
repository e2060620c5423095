#pragma once
// Who somebody is, proven by their password: the word of the directory. Asked when a person signs
// in and again at each of their acts, so that whom the directory stops is stopped at once.

#include "engine/model/effect.hpp"
#include "engine/model/id.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure {

// A person's entry as the directory has it now.
struct identity {
  std::string directory_id;  // never changes and is never given out again (entryUUID)
  std::string login;         // as the directory writes it
  std::string hr_number;     // as the directory has it; may be empty
  account_id account;        // empty: the entry bears no account of ours
  std::vector<std::string> groups;  // the entry is in, and those around these; as group_key()
  std::string how;           // for the trail: "ldap bind"
};

struct authentication {
  outcome why;  // `who` counts only when this is done
  identity who;
};

// Calls come from several threads. Whatever is not `done` lets nobody in:
//   denied     wrong password, unknown login, blocked, locked: one answer for all of them, so that
//              it tells nothing; a password that is right but must be changed first says so
//   not_found  there is no such entry (any more)
//   conflict   two entries bear the login
//   transient, throttled  the directory cannot be asked: nobody signs in
class authenticator {
 public:
  virtual ~authenticator() = default;
  // Is this the password of this login? An empty password is never right (RFC 4513 5.1.2).
  virtual authentication check(std::string_view login, std::string_view password) = 0;
  // The same person now, without a password: still there, still allowed, in which groups.
  virtual authentication look(std::string_view directory_id) = 0;
};

// The form in which groups are compared: lower case (ASCII), no blanks beside the separators of a
// DN. "CN=Help Desk, OU=groups" is "cn=help desk,ou=groups".
inline std::string group_key(std::string_view group) {
  std::string out;
  auto separator = [](char c) { return c == ',' || c == '=' || c == '+'; };
  auto trim = [&] { while (!out.empty() && out.back() == ' ') out.pop_back(); };
  for (char c : group) {
    if (c == ' ' && (out.empty() || separator(out.back()))) continue;
    if (separator(c)) trim();
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  trim();
  return out;
}

}  // namespace tenure
