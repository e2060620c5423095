// tenure sign-in, sign-out, whoami.
#include "engine/service/acting.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

#include <string.h>

namespace tenure::service {
namespace {

using answer = result<http::response>;

// What is left in memory when this is gone is not the password.
struct wiped {
  explicit wiped(std::string from) : text(std::move(from)) {}
  ~wiped() { ::explicit_bzero(text.data(), text.size()); }
  wiped(const wiped&) = delete;
  wiped& operator=(const wiped&) = delete;
  std::string text;
};

json::object person_json(const acting_person& who) {
  json::array roles;
  for (const auto& each : who.roles) roles.push_back(json::string(each));
  json::object out{{"signedIn", true},
                   {"person", who.by.who},
                   {"login", who.login},
                   {"how", who.by.proof},
                   {"roles", std::move(roles)},
                   {"anyRole", who.any_role}};
  if (!who.open) return out;
  auto idle = who.open->used + session_idle_max, over = who.open->begun + session_length_max;
  out["idleUntil"] = to_text(std::min<instant>(idle, over));
  out["endsAt"] = to_text(over);
  return out;
}

answer begin(application& app, const http::request& asked) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto login = text_in(*body, "login"), given = text_in(*body, "password");
  if (!login) return login.error();
  if (!given) return given.error();
  wiped password(std::move(*given));
  auto& kept = (*body)["password"];
  if (kept.is_string()) ::explicit_bzero(kept.get_string().data(), kept.get_string().size());
  auto made = begin_session(asked, app, *login, password.text);
  if (!made) return made.error();
  auto out = person_json(made->who);
  out["token"] = made->token;
  return ok(out, 201);
}

answer show(application& app, const http::request& asked) {
  if (asked.token.empty() && asked.as.empty()) {
    return ok(json::object{{"signedIn", false}, {"person", asked.by.who}, {"how", asked.by.proof},
                           {"roles", json::array()}});
  }
  auto who = who_is(asked, app);
  if (!who) return who.error();
  return ok(person_json(*who));
}

answer end(application& app, const http::request& asked) {
  return ok(json::object{{"signedOut", end_session(asked, app)}});
}

}  // namespace

void add_session_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/sessions", with(show), "Say who acts");
  to.add("POST", "/v1/sessions", with(begin), "Sign in");
  to.add("DELETE", "/v1/sessions", with(end), "Sign out");
}

}  // namespace tenure::service
