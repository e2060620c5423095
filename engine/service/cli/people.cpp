// tenure sign-in, sign-out, whoami: who acts.
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

// The password is put in by perform(), which also forgets it.
result<http::request> ask_sign_in(const attributes& given) {
  return post("/v1/sessions", body_of(given, {"login", "password"}));
}
result<http::request> ask_sign_out(const attributes&) { return remove("/v1/sessions"); }
result<http::request> ask_who(const attributes&) { return get("/v1/sessions"); }

void show_person(const json::value& body, screen& to) {
  auto roles = joined(body, "roles");
  if (flag(body, "anyRole")) roles = "any (no roles are configured)";
  to.fields({{"Person", text(body, "person")},
             {"Login", text(body, "login")},
             {"Known by", text(body, "how")},
             {"Roles", roles.empty() ? "none: may read, not act" : roles},
             {"Idle until", text(body, "idleUntil")},
             {"Ends at", text(body, "endsAt")}});
}

int show_signed_in(const json::value& body, const attributes&, screen& to) {
  to.line("Signed in.", screen::tone::good);
  show_person(body, to);
  return done;
}

int show_signed_out(const json::value& body, const attributes&, screen& to) {
  bool was = flag(body, "signedOut");
  to.line(was ? "Signed out." : "Nobody was signed in.");
  return was ? done : nothing;
}

int show_who(const json::value& body, const attributes&, screen& to) {
  if (flag(body, "signedIn")) {
    show_person(body, to);
    return done;
  }
  to.line("Nobody is signed in. " + text(body, "person") +
          " is a user of this machine: may read, not act.");
  return nothing;
}

const command commands[] = {
    {"sign-in", "Sign in with your directory password",
     "Asks for the password without showing it. The session ends after 15 minutes without use,\n"
     "after 8 hours, or with `tenure sign-out`; it is kept for your user of this machine only.\n"
     "Acts (apply, release, place, lift, finish, ...) need it; looking does not.\n\nExamples:\n"
     "  tenure sign-in jane.smith\n"
     "  tenure sign-in jane.smith --password-fd 3 3< secret\n",
     {{"LOGIN", "Your sign-in name", true},
      {"--password-fd N", "Read the password from this open file descriptor: for scripts"}},
     ask_sign_in, show_signed_in, {}, true, true, session_use::begins},
    {"sign-out", "End the session", "Example:\n  tenure sign-out\n", {}, ask_sign_out,
     show_signed_out, {}, true, true, session_use::ends},
    {"whoami", "Say who you are for Tenure, how it knows, and your roles",
     "Exit code 3 when nobody is signed in.\n\nExample:\n  tenure whoami\n", {}, ask_who, show_who,
     {}, true, true},
};

}  // namespace

std::span<const command> people_commands() { return commands; }

}  // namespace tenure::cli
