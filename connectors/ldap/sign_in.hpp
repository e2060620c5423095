#pragma once
// Is this the password of this login? Answered by binding as the entry, on a connection of its own.

#include "connectors/ldap/config.hpp"
#include "engine/model/effect.hpp"

#include <memory>
#include <string_view>

namespace tenure::ldap {

class sign_in_check {
 public:
  explicit sign_in_check(config settings);  // std::logic_error unless `check` accepts it
  ~sign_in_check();

  // done: the password is right and the entry may sign in; facts "directoryId", "account" (when the
  // entry bears a lifecycle id). denied: one answer for a wrong password, an unknown login and a
  // blocked entry. conflict: two entries bear the login. Calls from several threads take turns.
  outcome check_password(std::string_view login, std::string_view secret);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace tenure::ldap
