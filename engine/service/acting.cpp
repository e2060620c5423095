#include "engine/service/acting.hpp"

#include "engine/service/exact_name.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

refusal unavailable(const std::string& why) {
  return {"sign_in.unavailable", "Nobody can sign in or act now: " + why, "", "",
          "Try again when the directory answers; `tenure doctor` says more"};
}

// Entered into the trail under the name of whoever is known to have asked.
refusal refuse(application& app, const actor& by, std::string_view act, refusal why) {
  note_refusal(app, by, act, why);
  return why;
}

// What Tenure itself knows of the person; the directory may know less.
struct known_person {
  std::string hr_number;
  std::optional<refusal> against;
};

bool tagged(const application& app, const account& of, std::string_view tag) {
  const auto* state = app.chart->find(of.state.substr(0, of.state.find_first_of(".,")));
  return state != nullptr && state->tagged(tag);
}

std::optional<refusal> against(flow::line& on, const application& app, const hr_id& who) {
  auto all = on.in.accounts().of_person(who);
  if (all.empty()) {
    auto known = on.in.people().load(who);
    if (!known || known->on_staff) return std::nullopt;
    return refusal{"person.left.denied", "You are not on HR's staff list any more", "", "",
                   "If that is wrong, HR corrects it"};
  }
  const auto& last = all.back();
  if (tagged(app, last, "left") || tagged(app, last, "gone")) {
    return refusal{"person.left.denied", "For HR you have left", "", "",
                   "If that is wrong, HR corrects it"};
  }
  auto wanted = decide::desired_condition(last, app.organisation->rules);
  if (wanted.sign_in != sign_in::blocked) return std::nullopt;
  return refusal{"person.blocked.denied", "Your account is blocked", "", "",
                 "The helpdesk can say why"};
}

// The HR number is Tenure's own where the entry bears an account of ours; else the directory's.
known_person know(flow::line& on, const application& app, const identity& of) {
  known_person out{.hr_number = trimmed(of.hr_number), .against = {}};
  if (!of.account.empty()) {
    if (auto account = on.in.accounts().load(of.account)) {
      bool two = !out.hr_number.empty() &&
                 exact_name(out.hr_number) != exact_name(account->person.value);
      if (two) {
        out.against = refusal{"person.conflict", "The directory has another HR number for you", "",
                              "", "The helpdesk can correct the entry"};
        return out;
      }
      out.hr_number = account->person.value;
    }
  }
  if (out.hr_number.empty()) {
    out.against = refusal{"person.unnamed.denied", "Your directory entry has no HR number", "",
                          "separation of duties", "The helpdesk can enter it"};
    return out;
  }
  out.against = against(on, app, {out.hr_number});
  return out;
}

result<acting_person> person_of(application& app, const identity& of) {
  auto known = on_engine<known_person>(
      app, [&](flow::line& on, bool&) { return know(on, app, of); });
  if (known.against) return *known.against;
  acting_person out;
  out.by = {known.hr_number, "", of.how};
  out.login = of.login;
  out.roles = roles_of(app.config.roles, of, known.hr_number);
  return out;
}

// Admission has made sure that this is a demonstration (refuse_claim).
acting_person claimed(const http::request& asked, const application& app) {
  acting_person out;
  out.by = {asked.as, "", "demonstration --as"};
  out.roles = roles_of_claimed(app.config.roles, asked.as);
  out.any_role = app.config.roles.empty();
  return out;
}

// What stops a person for good ends the session; what may pass does not.
result<acting_person> signed_in(const http::request& asked, application& app) {
  auto open = on_engine<result<session>>(app, [&](flow::line& on, bool& commit) {
    commit = true;
    return session_book(on.in.settings(), on.now).use(asked.token, asked.uid);
  });
  if (!open) return open.error();
  if (!app.authenticates) return unavailable("no directory is configured");
  auto now = app.authenticates->look(open->directory_id);
  auto kind = now.why.kind;
  if (kind == outcome_class::transient || kind == outcome_class::throttled) {
    return unavailable(now.why.detail);
  }
  result<acting_person> who =
      refusal{"person.blocked.denied", "The directory does not let you in any more", "", "",
              "The helpdesk can say why"};
  if (kind == outcome_class::done) who = person_of(app, now.who);
  if (!who) {
    end_session(asked, app);
    return who.error();
  }
  who->open = *open;
  return who;
}

}  // namespace

result<void> refuse_claim(const http::request& asked, application& app) {
  if (asked.as.empty() || app.demonstration()) return {};
  return refuse(app, os_user(asked), asked.method + " " + asked.path,
                {"actor.as.denied", "--as works on demonstration stores only; this one is real", "",
                 "separation of duties", "Sign in: tenure sign-in LOGIN"});
}

result<acting_person> who_is(const http::request& asked, application& app) {
  if (!asked.as.empty() && app.demonstration()) return claimed(asked, app);
  if (!asked.token.empty()) return signed_in(asked, app);
  return refusal{"sign_in.needed.denied",
                 "This takes a person who is signed in; " + asked.by.who +
                     " is only a user of this machine",
                 "", "separation of duties", "Sign in: tenure sign-in LOGIN"};
}

actor os_user(const http::request& asked) { return {asked.by.who, "none", asked.by.proof}; }

void note_refusal(application& app, const actor& by, std::string_view act, const refusal& why) {
  if (!app.continues_trail) return;
  app.engine->run([&](flow::line& on) {
    on.in.journal().append({.at = on.now, .account = {}, .cause = new_id<event_id>(app.random),
                            .event = "act.refused", .from = "asked", .to = "refused", .by = by,
                            .rules = {},
                            .facts = {{"act", std::string(act)}, {"refused", why.code}},
                            .personal = {}});
    return true;
  });
}

result<acting_person> who_acts(const http::request& asked, application& app,
                               std::string_view act) {
  auto who = who_is(asked, app);
  if (!who) return refuse(app, os_user(asked), act, who.error());
  return who;
}

result<actor> judged(const acting_person& who, const application& app, std::string_view name) {
  auto what = act_under(app.pack, name);
  auto role = who.any_role ? std::string(what.roles.front()) : role_for(what, who.roles);
  if (role.empty()) return not_allowed(what, who.roles, app.config.roles);
  return actor{who.by.who, role, who.by.proof};
}

result<actor> permitted(const http::request& asked, application& app, std::string_view name) {
  auto who = who_acts(asked, app, name);
  if (!who) return who.error();
  auto by = judged(*who, app, name);
  if (!by) return refuse(app, {who->by.who, "none", who->by.proof}, name, by.error());
  return by;
}

result<begun_session> begin_session(const http::request& asked, application& app,
                                    std::string_view login, std::string_view password) {
  auto no = [&](refusal why) { return refuse(app, os_user(asked), "sign-in", std::move(why)); };
  if (!app.authenticates) return no(unavailable("no directory is configured"));
  auto answer = app.authenticates->check(login, password);
  auto kind = answer.why.kind;
  if (kind == outcome_class::transient || kind == outcome_class::throttled) {
    return no(unavailable(answer.why.detail));
  }
  if (kind != outcome_class::done) {
    return no({"sign_in.denied", "You are not signed in: " + answer.why.detail, "", "",
               "After too many wrong passwords the directory may lock the account"});
  }
  auto who = person_of(app, answer.who);
  if (!who) return no(who.error());
  session wanted{.directory_id = answer.who.directory_id, .login = answer.who.login,
                 .how = answer.who.how, .uid = asked.uid, .begun = {}, .used = {}};
  begun_session out{.token = {}, .who = *who};
  auto made = on_engine<result<std::string>>(app, [&](flow::line& on, bool& commit) {
    commit = true;
    auto token = session_book(on.in.settings(), on.now).begin(wanted, app.random);
    wanted.begun = wanted.used = on.now;
    return token;
  });
  if (!made) return no(made.error());
  out.token = std::move(*made);
  out.who.open = wanted;
  return out;
}

bool end_session(const http::request& asked, application& app) {
  return on_engine<bool>(app, [&](flow::line& on, bool& commit) {
    commit = true;
    return session_book(on.in.settings(), on.now).end(asked.token, asked.uid);
  });
}

}  // namespace tenure::service
