#pragma once
// Who is signed in. A session is a token that only its holder has; the store keeps the token's
// SHA-256 with the OS user it was given to, so that a copy of the database, or the token in other
// hands, opens nothing. Why it is kept so: engine/decisions/0014-who-acts.md.

#include "engine/model/refusal.hpp"
#include "engine/ports/entropy.hpp"
#include "engine/ports/store.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenure::service {

struct session {
  std::string directory_id;
  std::string login;
  std::string how;        // how the person was known: "ldap bind"
  std::int64_t uid = -1;  // of the OS user whom the token was given to
  instant begun;
  instant used;
};

constexpr std::chrono::minutes session_idle_max{15};
constexpr std::chrono::hours session_length_max{8};
constexpr std::size_t sessions_max = 256;

// The sessions of one store, in one transaction. Durable with its commit, so a session outlives the
// process that began it: each command without a service is a process of its own.
class session_book {
 public:
  session_book(setting_table& in, instant now) : in_(in), now_(now) {}

  // The token: 64 hexadecimal digits, 256 bits. A session of the same person and OS user ends.
  // session.busy: sessions_max are alive.
  result<std::string> begin(session of, entropy& random);

  // The session, its `used` now set to now. session.denied: unknown, signed out, malformed, or
  // another OS user's, in one answer; session.ended.denied: idle or open for too long, or begun
  // later than now.
  result<session> use(std::string_view token, std::int64_t uid);

  // False when there was none.
  bool end(std::string_view token, std::int64_t uid);

 private:
  struct place {
    std::string setting;  // empty: not found
    session is;
  };
  place find(std::string_view token, std::int64_t uid);
  setting_table& in_;
  instant now_;
};

}  // namespace tenure::service
