#pragma once
// Who signs in: the password is checked by binding as the entry, on a connection of its own.

#include "connectors/ldap/config.hpp"
#include "engine/ports/sign_in.hpp"

#include <memory>
#include <string_view>

namespace tenure::ldap {

// Calls from several threads take turns. An entry whose sign-in is not `allowed` (the attribute of
// attributes.signIn), or that the password policy has locked for good (pwdAccountLockedTime
// 000001010000Z), is denied; a lock after wrong passwords is the server's and stops `check` only.
// Its groups are those that name the entry, those that name one of these, and so on, 16 deep;
// beyond that, or where one on the way cannot be read, it is in none of what lies outside. More
// than 1,000 are `invalid`.
class sign_in_check final : public authenticator {
 public:
  explicit sign_in_check(config settings);  // std::logic_error unless `check` accepts it
  ~sign_in_check() override;

  authentication check(std::string_view login, std::string_view password) override;
  authentication look(std::string_view directory_id) override;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace tenure::ldap
