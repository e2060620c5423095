// Who acts is proven: on a real store, with a directory in memory. The same over the real one:
// tests/integration/sign_in.
#include "tests/unit/service/small_council.hpp"

#include "tests/support/files.hpp"
#include "tests/support/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tenure::service {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

std::string text(const json::value& from) { return std::string(from.as_string()); }

struct step {
  const char *method, *path, *body, *act;
};
// Every route that changes something.
const step acts[] = {
    {"POST", "/v1/hr/lists", R"({"digest":"00"})", "list.apply"},
    {"POST", "/v1/hr/lists/00/release", R"({"reason":"r"})", "list.release"},
    {"POST", "/v1/accounts/1/events", R"({"name":"account.suspended"})", "account.access"},
    {"POST", "/v1/accounts/1/events", R"({"name":"person.rehired"})", "account.change"},
    {"POST", "/v1/holds", R"({"account":"1","matter":"M"})", "hold.place"},
    {"DELETE", "/v1/holds/00", "", "hold.lift"},
    {"POST", "/v1/tasks/00/done", "{}", "task.finish"},
    {"POST", "/v1/tasks/00/cancel", "{}", "task.finish"},
    {"POST", "/v1/designations", R"({"principal":"1","designee":"2"})", "designation.change"},
    {"POST", "/v1/brakes/delete/release", R"({"reason":"r"})", "brake.release"},
    {"POST", "/v1/reconciliations", R"({"repair":true})", "drift.repair"},
    {"POST", "/v1/audit/acknowledgements", R"({"reason":"r"})", "trail.acknowledge"},
    {"POST", "/v1/audit/evidence/00", "{}", "evidence.read"},
};

class acting : public testing::Test {
 protected:
  acting() {
    know("e-hr", "helen", "900", {"cn=hr"});
    know("e-dpo", "dora", "901", {"cn=dpo"});
    know("e-audit", "abe", "902", {"cn=audit"});
    know("e-none", "nick", "903", {});
  }
  void know(std::string id, std::string login, std::string number,
            std::vector<std::string> groups, account_id account = {}) {
    council.directory->put({.directory_id = std::move(id), .login = std::move(login),
                            .hr_number = std::move(number), .account = account,
                            .groups = std::move(groups), .how = {}},
                           password);
  }
  http::response try_sign_in(const std::string& login, const std::string& with,
                             std::int64_t uid = 1000) {
    return council.ask("POST", "/v1/sessions", body({{"login", login}, {"password", with}}), "", {},
                       "", uid);
  }
  std::string token_of(const std::string& login) {
    auto answer = try_sign_in(login, password);
    if (answer.status != 201) throw std::runtime_error(answer.body);
    return text(json::parse(answer.body).at("token"));
  }
  http::response act(const step& what, const std::string& token, std::int64_t uid = 1000) {
    return council.ask(what.method, what.path, what.body, "", {}, token, uid);
  }
  std::string code(const step& what, const std::string& token, std::int64_t uid = 1000) {
    return code_of(act(what, token, uid));
  }
  json::array trail() { return council.get("/v1/audit/entries").at("entries").as_array(); }
  // Lists of today: a real store's clock cannot be moved.
  void apply(const std::string& kind, const std::string& token) {
    auto shown = council.get("/v1/status");  // the service works
    auto preview = council.ask("POST", "/v1/hr/previews",
                               body({{"kind", kind}, {"path", council.list(kind + ".csv")}}));
    auto digest = text(json::parse(preview.body).at("digest"));
    auto done = council.ask("POST", "/v1/hr/lists", body({{"digest", digest}}), "", {}, token);
    ASSERT_EQ(done.status, 200) << done.body;
  }

  const std::string password = "correct horse battery";
  small_council council{{.demonstration = false,
                         .roles = {{"hrOfficer", {.groups = {"cn=hr"}}},
                                   {"dpo", {.groups = {"cn=dpo"}}},
                                   {"auditor", {.groups = {"cn=audit"}}}}}};
};

TEST_F(acting, takes_a_person_and_every_try_is_in_the_trail) {
  for (const auto& each : acts) {
    auto before = trail().size();
    EXPECT_EQ(code(each, ""), "sign_in.needed.denied") << each.path;
    EXPECT_EQ(code(each, "", 0), "sign_in.needed.denied") << each.path << " as root";
    EXPECT_EQ(code(each, "", ::geteuid()), "sign_in.needed.denied") << each.path << " as itself";
    EXPECT_EQ(code(each, std::string(64, 'a')), "session.denied") << each.path;
    EXPECT_EQ(code_of(council.ask(each.method, each.path, each.body, "helen")), "actor.as.denied");
    auto after = trail();
    ASSERT_EQ(after.size(), before + 5) << each.path;
    EXPECT_EQ(text(after.back().at("event")), "act.refused");
    EXPECT_EQ(text(after.at(before).at("facts").at("act")), each.act);
    EXPECT_EQ(text(after.at(before).at("facts").at("refused")), "sign_in.needed.denied");
    EXPECT_EQ(text(after.at(before).at("how")), "operating system user 1000");
  }
}

TEST_F(acting, takes_a_role_and_names_who_could) {
  auto auditor = token_of("abe"), nobody = token_of("nick"), dpo = token_of("dora");
  for (const auto& each : acts) {
    bool task = std::string_view(each.act) == "task.finish";
    for (const auto& token : {auditor, nobody}) {
      auto answer = act(each, token);
      if (token == auditor && std::string_view(each.act) == "evidence.read") {
        EXPECT_EQ(code_of(answer), "case.not_found") << "auditors may";
        continue;
      }
      EXPECT_EQ(code_of(answer), task ? "task.not_found" : "role.denied") << each.path;
      if (task) continue;
      EXPECT_THAT(answer.body, HasSubstr("It takes somebody who is")) << each.path;
      EXPECT_THAT(answer.body, HasSubstr("\"rule\":")) << each.path;
    }
  }
  EXPECT_EQ(text(trail().back().at("by")), "903 (none, memory)");
  EXPECT_EQ(code(acts[4], dpo), "account.not_found") << "may, but there is no such account";
  EXPECT_EQ(code(acts[9], dpo), "brake.conflict");
  EXPECT_EQ(code(acts[0], dpo), "role.denied");
}

TEST_F(acting, reading_takes_no_person) {
  for (const char* path : {"/v1/status", "/v1/accounts", "/v1/holds", "/v1/tasks", "/v1/brakes",
                           "/v1/audit/entries", "/v1/policy", "/v1/clock", "/v1/sessions"}) {
    EXPECT_EQ(council.ask("GET", path).status, 200) << path;
  }
  EXPECT_EQ(council.ask("POST", "/v1/reconciliations", R"({"repair":false})").status, 200);
  auto who = council.get("/v1/sessions");
  EXPECT_FALSE(who.at("signedIn").as_bool());
  EXPECT_EQ(text(who.at("how")), "operating system user 1000");
}

TEST_F(acting, signing_in_takes_the_password) {
  const std::pair<std::string, std::string> wrong[] = {
      {"helen", ""}, {"helen", "Correct horse battery"}, {"helen", password + " "},
      {"", password}, {"nobody", password}, {"Helen ", password}};
  for (const auto& [login, with] : wrong) {
    auto answer = try_sign_in(login, with);
    EXPECT_EQ(code_of(answer), "sign_in.denied") << login;
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("login or password are not right"));
    EXPECT_THAT(answer.body, Not(HasSubstr("horse")));
  }
  EXPECT_EQ(code_of(council.ask("POST", "/v1/sessions", R"({"login":"helen","password":7})")),
            "request.field.malformed");
  auto answer = try_sign_in("helen", password);
  ASSERT_EQ(answer.status, 201) << answer.body;
  auto said = json::parse(answer.body);
  EXPECT_EQ(text(said.at("person")), "900");
  EXPECT_EQ(json::serialize(said.at("roles")), R"(["hrOfficer"])");
}

TEST_F(acting, somebody_without_a_name_of_their_own_does_not_sign_in) {
  know("e-1", "unnamed", "", {"cn=hr"});
  know("e-2", "blank", " \t", {"cn=hr"});
  EXPECT_EQ(code_of(try_sign_in("unnamed", password)), "person.unnamed.denied");
  EXPECT_EQ(code_of(try_sign_in("blank", password)), "person.unnamed.denied");
}

TEST_F(acting, a_session_is_its_users_and_ends_when_told) {
  auto token = token_of("helen");
  EXPECT_EQ(code(acts[0], token), "list.unknown");
  EXPECT_EQ(code(acts[0], token, 0), "session.denied") << "root has copied the token";
  EXPECT_EQ(code(acts[0], token, 1001), "session.denied");
  EXPECT_EQ(code(acts[0], token, -1), "session.denied");
  council.ask("DELETE", "/v1/sessions", "", "", {}, token, 0);
  EXPECT_EQ(code(acts[0], token), "list.unknown") << "nobody else signs out";
  council.ask("DELETE", "/v1/sessions", "", "", {}, token);
  EXPECT_EQ(code(acts[0], token), "session.denied");
}

TEST_F(acting, a_session_outlives_the_process_that_began_it) {
  auto token = token_of("helen");
  council.close();
  council.open();
  know("e-hr", "helen", "900", {"cn=hr"});
  EXPECT_EQ(code(acts[0], token), "list.unknown");
}

TEST_F(acting, whom_the_directory_stops_is_stopped_at_once_and_for_good) {
  for (auto kind : {outcome_class::denied, outcome_class::not_found, outcome_class::conflict}) {
    auto token = token_of("helen");
    council.directory->answer("e-hr", kind);
    EXPECT_EQ(code(acts[0], token), "person.blocked.denied");
    council.directory->answer("e-hr", outcome_class::done);
    EXPECT_EQ(code(acts[0], token), "session.denied");
  }
  auto token = token_of("helen");
  know("e-hr", "helen", "900", {});  // out of the group
  EXPECT_EQ(code(acts[0], token), "role.denied");
}

TEST_F(acting, nobody_acts_while_the_directory_is_away) {
  auto token = token_of("helen");
  council.directory->away(true);
  auto answer = act(acts[0], token);
  EXPECT_EQ(code_of(answer), "sign_in.unavailable");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(code_of(try_sign_in("dora", password)), "sign_in.unavailable");
  EXPECT_EQ(council.ask("GET", "/v1/status").status, 200);
  council.directory->away(false);
  EXPECT_EQ(code(acts[0], token), "list.unknown") << "the session is still good";
  council.app->authenticates.reset();
  EXPECT_EQ(code(acts[0], token), "sign_in.unavailable") << "no directory at all";
}

// HR's word counts more than the directory's: whoever left for HR, or is suspended, does not act.
TEST_F(acting, leavers_and_the_suspended_are_refused_though_the_directory_lets_them) {
  support::run_or_throw({TENURE_SOURCE_DIR "/config/sample/make",
                         (council.folder / "lists").string()});
  auto officer = token_of("helen");
  apply("staff", officer);
  apply("leavers", officer);
  auto closed = council.get("/v1/accounts", {{"state", "retained"}}).at("accounts").as_array();
  ASSERT_FALSE(closed.empty());
  auto active = council.get("/v1/accounts", {{"state", "employed.presence.active"}})
                    .at("accounts").as_array();
  auto id_of = [](const json::value& of) { return account_id::parse(text(of.at("id"))).value(); };
  know("e-left", "left", "", {"cn=hr"}, id_of(closed.at(0)));
  know("e-second", "left-admin", text(closed.at(0).at("person")), {"cn=hr"});
  know("e-here", "here", "", {"cn=hr"}, id_of(active.at(0)));
  know("e-other", "other", "1", {"cn=hr"}, id_of(active.at(1)));
  EXPECT_EQ(code_of(try_sign_in("left", password)), "person.left.denied");
  EXPECT_EQ(code_of(try_sign_in("left-admin", password)), "person.left.denied");
  EXPECT_EQ(code_of(try_sign_in("other", password)), "person.conflict");
  auto here = token_of("here");
  EXPECT_EQ(code(acts[0], here), "list.unknown");
  EXPECT_EQ(text(council.get("/v1/accounts/" + text(active.at(0).at("id"))).at("person")),
            text(json::parse(council.ask("GET", "/v1/sessions", "", "", {}, here).body)
                     .at("person")));
  auto path = "/v1/accounts/" + text(active.at(0).at("id")) + "/events";
  auto suspended = council.ask("POST", path, R"({"name":"account.suspended"})", "", {}, officer);
  ASSERT_EQ(suspended.status, 200) << suspended.body;
  EXPECT_EQ(code(acts[0], here), "person.blocked.denied");
  EXPECT_EQ(code(acts[0], here), "session.denied");
  auto by = text(trail().at(0).at("by"));
  EXPECT_EQ(by, "900 (hrOfficer, memory)");
}

TEST_F(acting, one_person_with_two_logins_is_one_person) {
  know("e-hr2", "helen-admin", " 900", {"cn=hr"});
  support::run_or_throw({TENURE_SOURCE_DIR "/config/sample/make",
                         (council.folder / "lists").string()});
  auto helen = token_of("helen"), again = token_of("helen-admin");
  apply("staff", helen);
  std::ifstream staff(council.list("staff.csv"));
  std::ofstream leavers(council.list("leavers.csv"));
  leavers << "Employee No,Leaving Date,Reason\r\n";
  std::string line;
  std::getline(staff, line);
  for (int i = 0; i < 60 && std::getline(staff, line); ++i) {
    leavers << line.substr(0, 6) << ",01/02/2099,Resigned\r\n";
  }
  leavers.close();
  auto shown = council.ask("POST", "/v1/hr/previews",
                           body({{"kind", "leavers"}, {"path", council.list("leavers.csv")}}));
  auto digest = text(json::parse(shown.body).at("digest"));
  auto path = "/v1/hr/lists/" + digest + "/release";
  auto release = [&](const std::string& token) {
    return council.ask("POST", path, R"({"reason":"r"})", "", {}, token);
  };
  EXPECT_EQ(release(helen).status, 200);
  EXPECT_EQ(code_of(release(again)), "list.same_person");
  EXPECT_EQ(code_of(release("")), "sign_in.needed.denied");
  know("e-hr3", "hugo", "904", {"cn=hr"});
  EXPECT_EQ(release(token_of("hugo")).status, 200);
}

TEST_F(acting, no_password_and_no_token_is_written_anywhere) {
  auto token = token_of("helen");
  try_sign_in("helen", "wrong horse battery");
  council.ask("POST", "/v1/sessions", body({{"login", password}, {"password", "x"}}));
  code(acts[0], token);
  council.close();
  std::size_t files = 0;
  for (const auto& each : std::filesystem::recursive_directory_iterator(council.folder.path())) {
    if (!each.is_regular_file()) continue;
    ++files;
    auto content = support::read_file(each.path());
    EXPECT_EQ(content.find("horse battery"), content.npos) << each.path();
    EXPECT_EQ(content.find(token), content.npos) << each.path();
  }
  EXPECT_GE(files, 4u);
}

}  // namespace
}  // namespace tenure::service
