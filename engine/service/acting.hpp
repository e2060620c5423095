#pragma once
// Who acts, proven. Reading takes the right to use the socket; acting takes a person: a session, or
// on a demonstration store a claimed name (--as). An operating system user, root and the service's
// own among them, is never a person. Every refusal here is an entry in the trail.

#include "engine/http/message.hpp"
#include "engine/service/application.hpp"
#include "engine/service/sessions.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace tenure::service {

struct acting_person {
  actor by;                    // who: the HR number; capacity: not known before the act is judged
  std::string login;           // empty when only claimed
  std::set<std::string> roles;
  bool any_role = false;       // a demonstration whose configuration names no roles
  std::optional<session> open;
};

// The person behind the request; asks the directory and the store anew. Not from within the line.
// who_is notes nothing; who_acts enters a refusal of `act` into the trail.
// Refused: sign_in.needed.denied, session.* (sessions.hpp), actor.as.denied (--as on a real store),
// person.blocked.denied, person.left.denied, person.unnamed.denied (no HR number, so nobody could
// tell two people apart), sign_in.unavailable (the directory cannot be asked).
result<acting_person> who_is(const http::request& asked, application& app);
result<acting_person> who_acts(const http::request& asked, application& app, std::string_view act);

// The person for one act of roles.hpp, in the capacity in which they may: role.denied otherwise.
result<actor> permitted(const http::request& asked, application& app, std::string_view act);
// The same for somebody known already; from within the line too, where note_refusal() is not said.
result<actor> judged(const acting_person& who, const application& app, std::string_view act);

// Begins a session. sign_in.denied (one answer for everything that is the person's), sign_in.stale
// (the password must be changed first), and as above.
struct begun_session {
  std::string token;
  acting_person who;
};
result<begun_session> begin_session(const http::request& asked, application& app,
                                    std::string_view login, std::string_view password);
// False: nobody was signed in.
bool end_session(const http::request& asked, application& app);

// Enters into the trail that an act was tried and refused. Nothing on a store that does not
// continue its trail.
void note_refusal(application& app, const actor& by, std::string_view act, const refusal& why);

// A claimed name is for demonstration stores: refused everywhere else, reading too.
result<void> refuse_claim(const http::request& asked, application& app);

// The request's OS user as an actor who may do technical work only.
actor os_user(const http::request& asked);

}  // namespace tenure::service
