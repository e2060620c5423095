// The command line against a dispatcher that notes what it was asked and answers what it was told:
// what each command asks, and what is refused before anything is asked.
#include "tests/unit/service/case_commands.hpp"
#include "tests/unit/service/command_line.hpp"

#include "engine/http/openapi.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <set>

namespace tenure::cli {
namespace {

using testing::HasSubstr;

std::string here(const std::string& name) {
  return std::filesystem::absolute(name).lexically_normal().string();
}

const std::vector<asked_row>& every_command() {
  static const auto rows = with_cases({
      {{"hr", "preview", "leavers", "/l.csv"}, "POST", "/v1/hr/previews",
       R"({"kind":"leavers","path":"/l.csv"})"},
      {{"hr", "preview", "staff", "l.csv", "--rows", "all"}, "POST", "/v1/hr/previews",
       R"({"kind":"staff","path":")" + here("l.csv") + "\"}"},
      {{"hr", "apply", "3f"}, "POST", "/v1/hr/lists", R"({"digest":"3f"})"},
      {{"hr", "apply", "3f", "/l.csv", "--kind", "staff"}, "POST", "/v1/hr/lists",
       R"({"digest":"3f","path":"/l.csv","kind":"staff"})"},
      {{"hr", "release", "3f", "--reason", "right", "--yes"}, "POST", "/v1/hr/lists/3f/release",
       R"({"reason":"right"})"},
      {{"hr", "lists"}, "GET", "/v1/hr/lists", ""},
      {{"account", "list", "--state", "employed", "--limit", "5"}, "GET",
       "/v1/accounts", ""},
      {{"account", "show", "a/b@x"}, "GET", "/v1/accounts/a%2Fb%40x", ""},
      {{"account", "explain", "1"}, "GET", "/v1/accounts/1/explanation", ""},
      {{"account", "withdraw-leaver", "1"}, "POST", "/v1/accounts/1/events",
       R"({"name":"leaver.withdrawn","data":{}})"},
      {{"account", "redate-leaver", "1", "--date", "2026-12-31"}, "POST", "/v1/accounts/1/events",
       R"({"name":"leaver.redated","data":{"leavingDate":"2026-12-31"}})"},
      {{"account", "rehire", "1", "--start", "2027-01-04"}, "POST", "/v1/accounts/1/events",
       R"({"name":"person.rehired","data":{"start":"2027-01-04"}})"},
      {{"account", "rename", "1", "--surname", "O\"N"}, "POST", "/v1/accounts/1/events",
       R"({"name":"person.renamed","data":{"surname":"O\"N"}})"},
      {{"account", "transfer", "1", "--unit", "U"}, "POST", "/v1/accounts/1/events",
       R"({"name":"person.transferred","data":{"unit":"U"}})"},
      {{"account", "suspend", "1", "--reason", "r", "--yes"}, "POST", "/v1/accounts/1/events",
       R"({"name":"account.suspended","data":{"reason":"r"}})"},
      {{"account", "reinstate", "1", "--reason", "r"}, "POST", "/v1/accounts/1/events",
       R"({"name":"account.reinstated","data":{"reason":"r"}})"},
      {{"hold", "place", "1", "--matter", "M"}, "POST", "/v1/holds",
       R"({"account":"1","matter":"M"})"},
      {{"hold", "lift", "h", "--yes"}, "DELETE", "/v1/holds/h", ""},
      {{"hold", "list"}, "GET", "/v1/holds", ""},
      {{"task", "list"}, "GET", "/v1/tasks", ""},
      {{"task", "show", "t"}, "GET", "/v1/tasks/t", ""},
      {{"task", "done", "t", "--note", "n"}, "POST", "/v1/tasks/t/done", R"({"note":"n"})"},
      {{"task", "cancel", "t", "--reason", "r", "--yes"}, "POST", "/v1/tasks/t/cancel",
       R"({"reason":"r"})"},
      {{"brake", "list"}, "GET", "/v1/brakes", ""},
      {{"brake", "release", "delete", "--reason", "r", "--yes"}, "POST",
       "/v1/brakes/delete/release", R"({"reason":"r"})"},
      {{"audit", "export", "/t"}, "POST", "/v1/audit/exports", R"({"folder":"/t"})"},
      {{"audit", "verify", "/t", "--key", "k"}, "POST", "/v1/audit/verifications",
       R"({"folder":"/t","key":"k"})"},
      {{"audit", "evidence", "c", "--to", "/none/there"}, "POST", "/v1/audit/evidence/c", "{}"},
      {{"audit", "prove", "7"}, "GET", "/v1/audit/proofs/7", ""},
      {{"audit", "acknowledge", "--reason", "r", "--yes"}, "POST", "/v1/audit/acknowledgements",
       R"({"reason":"r"})"},
      {{"audit", "show", "--from", "3"}, "GET", "/v1/audit/entries", ""},
      {{"audit", "key"}, "GET", "/v1/audit/key", ""},
      {{"status"}, "GET", "/v1/status", ""},
      {{"doctor"}, "GET", "/v1/doctor", ""},
      {{"policy", "show"}, "GET", "/v1/policy", ""},
      {{"policy", "check", "/p"}, "POST", "/v1/policy/checks", R"({"path":"/p"})"},
      {{"clock", "show"}, "GET", "/v1/clock", ""},
      {{"clock", "advance", "P30D"}, "POST", "/v1/clock", R"({"advance":"P30D"})"},
      {{"clock", "set", "2026-12-31T17:00:00Z"}, "POST", "/v1/clock",
       R"({"set":"2026-12-31T17:00:00Z"})"},
      {{"reconcile"}, "POST", "/v1/reconciliations", R"({"repair":false})"},
      {{"reconcile", "--account", "1", "--repair"}, "POST", "/v1/reconciliations",
       R"({"repair":true,"account":"1"})"},
      {{"simulate", "--until", "2027-03-31"}, "POST", "/v1/simulations",
       R"({"until":"2027-03-31"})"},
      {{"sign-in", "jane"}, "POST", "/v1/sessions", R"({"login":"jane","password":"hunter2"})"},
      {{"sign-out"}, "DELETE", "/v1/sessions", ""},
      {{"whoami"}, "GET", "/v1/sessions", ""},
  });
  return rows;
}

TEST_F(the_command_line, asks_one_route_for_each_command) {
  for (const auto& row : every_command()) {
    SCOPED_TRACE(row.words[0] + " " + (row.words.size() > 1 ? row.words[1] : ""));
    call(row.words);
    ASSERT_EQ(world.asked.size(), 1U) << err();
    EXPECT_EQ(world.asked[0].method, row.method);
    EXPECT_EQ(world.asked[0].path, row.target);
    EXPECT_EQ(world.asked[0].body, row.body);
  }
  call({"account", "list", "--state", "employed", "--limit", "5"});
  EXPECT_EQ(world.asked[0].query, (attributes{{"state", "employed"}, {"limit", "5"}}));
}

// Each request has an operation in openapi.yaml, and each operation a command.
TEST_F(the_command_line, speaks_the_described_interface) {
  auto described = http::operations_of(TENURE_SOURCE_DIR "/engine/http/openapi.yaml");
  ASSERT_FALSE(described.empty());
  std::set<std::string> used;
  http::router routes;
  for (const auto& each : described) {
    EXPECT_FALSE(each.summary.empty()) << each.pattern;
    auto name = each.method + " " + each.pattern;
    routes.add(each.method, each.pattern,
               [&used, name](const http::request&) {
                 used.insert(name);
                 return http::json_response(200, "{}");
               },
               each.summary);
  }
  for (const auto& row : every_command()) {
    call(row.words);
    ASSERT_EQ(world.asked.size(), 1U);
    EXPECT_EQ(routes.handle(world.asked[0]).status, 200) << row.method << " " << row.target;
  }
  for (const auto& each : described) {
    EXPECT_TRUE(used.contains(each.method + " " + each.pattern)) << each.pattern;
  }
  EXPECT_THAT(http::differences(described, routes), testing::IsEmpty());
}

TEST(described_operations, are_compared_with_the_real_ones) {
  http::router routes;
  auto nothing_at_all = [](const http::request&) { return http::json_response(200, "{}"); };
  routes.add("GET", "/a", nothing_at_all, "A");
  routes.add("GET", "/b", nothing_at_all, "B");
  EXPECT_THAT(http::differences({{"GET", "/a", "Other"}, {"POST", "/a", "New"}}, routes),
              testing::ElementsAre("GET /a is \"A\" but described as \"Other\".",
                                   "GET /b is served but not described.",
                                   "POST /a is described but not served."));
}

TEST_F(the_command_line, refuses_wrong_usage_and_asks_nothing) {
  const std::vector<std::vector<std::string>> table{
      {},
      {"frobnicate"},
      {"hr"},
      {"hr", "frob"},
      {"hr", "preview"},
      {"hr", "preview", "leavers"},
      {"hr", "preview", "leaver", "x.csv"},
      {"hr", "preview", "leavers", "x.csv", "y.csv"},
      {"hr", "preview", "leavers", "x.csv", "--rows", "some"},
      {"hr", "apply"},
      {"hr", "release", "3f"},
      {"hr", "release", "3f", "--reason"},
      {"account", "show"},
      {"account", "show", "1", "2"},
      {"account", "show", "1", "--frob"},
      {"account", "list", "--limit", "1", "--limit", "2"},
      {"account", "rename", "1"},
      {"account", "redate-leaver", "1"},
      {"account", "suspend", "1", "--yes"},
      {"hold", "place", "1"},
      {"hold", "lift", "--yes"},
      {"task", "cancel", "t", "--yes"},
      {"audit", "verify", "/t"},
      {"audit", "prove"},
      {"audit", "acknowledge", "--yes"},
      {"audit", "acknowledge", "--reason", "r"},
      {"clock", "advance", "30d"},
      {"clock", "set", "tomorrow"},
      {"simulate"},
      {"sign-in"},
      {"sign-in", "jane", "hunter2"},
      {"sign-in", "jane", "--password", "hunter2"},
      {"sign-in", "jane", "--password-fd", "x"},
      {"sign-in", "jane", "--password-fd", "-1"},
      {"sign-in", "jane", "--password-fd", "3x"},
      {"sign-in", "jane", "--password-fd"},
      {"simulate", "--until", "2027-02-30"},
      {"help"},
      {"help", "me"},
      {"status", "--config"},
      {"hold", "lift", "h"},
      {"account", "suspend", "1", "--reason", "r"},
  };
  for (const auto& words : table) {
    EXPECT_EQ(call(words), usage) << testing::PrintToString(words);
    EXPECT_TRUE(world.asked.empty()) << testing::PrintToString(words);
    EXPECT_THAT(err(), HasSubstr("tenure: ")) << testing::PrintToString(words);
    EXPECT_EQ(out(), "");
  }
}

TEST_F(the_command_line, maps_answers_to_exit_codes) {
  const std::pair<int, int> table[] = {{200, 0}, {201, 0}, {400, 2}, {403, 1}, {404, 3},
                                       {405, 2}, {409, 4}, {413, 1}, {418, 70}, {422, 1},
                                       {423, 6}, {500, 70}, {503, 5}};
  for (auto [status, code] : table) {
    answer(R"({"code":"x","message":"No","place":"P","rule":"CAM-1","wayOut":"Do this."})", status);
    EXPECT_EQ(call({"hold", "place", "1", "--matter", "M"}), code) << status;
    if (status >= 300) {
      EXPECT_EQ(err(), "tenure: P: No (CAM-1)\n  Do this.\n");
    }
  }
  answer("<html>", 502);
  EXPECT_EQ(call({"status"}), internal);
  EXPECT_EQ(err(), "tenure: The service answered 502\n");
  answer("<html>", 200);
  EXPECT_EQ(call({"status"}), internal);
  world.unreachable = refusal{"client.service.lost", "It broke off", "", "", ""};
  EXPECT_EQ(call({"status"}), environment_gone);
  EXPECT_EQ(err(), "tenure: It broke off\n");
}

TEST_F(the_command_line, prints_the_body_as_it_is_with_json) {
  answer(R"({"now":"x",  "n":1.50})");
  EXPECT_EQ(call({"status", "--json"}), done);
  EXPECT_EQ(out(), "{\"now\":\"x\",  \"n\":1.50}\n");
  answer(R"({"held":true,"digest":"3f"})");
  EXPECT_EQ(call({"--json", "hr", "preview", "staff", "/x"}), held);
  EXPECT_EQ(out(), "{\"held\":true,\"digest\":\"3f\"}\n");
}

TEST_F(the_command_line, passes_its_options_on) {
  call({"--config", "c", "audit", "verify", "/t", "--key", "k", "--store", "s", "--socket", "p",
        "--as", "alice\x1b[31m"});
  EXPECT_EQ(world.how.config, "c");
  EXPECT_EQ(world.how.store, "s");
  EXPECT_EQ(world.how.socket, "p");
  EXPECT_FALSE(world.how.needs_store);
  EXPECT_EQ(world.asked[0].as, "alice\x1b[31m");
  EXPECT_THAT(err(), HasSubstr("acting as \"alice?[31m\" without proof"));
  call({"audit", "acknowledge", "--reason", "r", "--yes"});
  EXPECT_TRUE(world.how.despite_trail);
  call({"status"});
  EXPECT_TRUE(world.how.needs_store);
  EXPECT_FALSE(world.how.despite_trail);
  EXPECT_EQ(err(), "");
  EXPECT_EQ(call({"serve"}), 40);
  EXPECT_EQ(call({"init"}), 41);
  EXPECT_EQ(call({"init", "--demonstration"}), 42);
}

TEST_F(the_command_line, asks_before_what_cannot_be_taken_back) {
  for (auto [typed, code] : {std::pair{"y\n", 0}, {"yes\n", 0}, {"n\n", 1}, {"\n", 1}, {"", 1}}) {
    std::istringstream in(typed);
    stage.in = &in;
    EXPECT_EQ(call({"hold", "lift", "h"}), code) << typed;
    EXPECT_EQ(world.asked.size(), code == 0 ? 1U : 0U);
    EXPECT_THAT(err(), HasSubstr("Lift this hold?"));
  }
}

TEST_F(the_command_line, explains_itself) {
  EXPECT_EQ(call({"--help"}), done);
  for (const char* part : {"serve", "hr", "reconcile", "--store", "--json"}) {
    EXPECT_THAT(out(), HasSubstr(part));
  }
  EXPECT_EQ(call({"help", "exit-codes"}), done);
  EXPECT_THAT(out(), HasSubstr("6   held: waits for other people"));
  for (const auto& row : every_command()) {
    auto words = std::vector<std::string>{row.words[0]};
    bool grouped = row.words.size() > 1 && call({row.words[0], "--help"}) == done &&
                   out().find("Subcommands") != std::string::npos;
    if (grouped) words.push_back(row.words[1]);
    words.push_back("--help");
    EXPECT_EQ(call(words), done);
    EXPECT_THAT(out(), HasSubstr("Example")) << row.words[0];
    EXPECT_TRUE(world.asked.empty());
  }
}

TEST_F(the_command_line, survives_bodies_of_the_wrong_shape) {
  for (const char* body : {"null", "[]", "7", "\"x\"", R"({"rows":[7,null,{}],"refused":[[]]})",
                           R"({"accounts":[3],"lists":7,"next":[1],"holds":[{}],"tasks":[4]})",
                           R"({"sentences":[1],"prevents":[null],"heldReasons":[1],"held":true})",
                           R"({"warnings":[9],"problems":[9],"checks":[9],"differences":[9]})"}) {
    for (const auto& row : every_command()) {
      answer(body);
      EXPECT_NO_THROW(call(row.words)) << row.words[0] << " " << body;
    }
  }
}

}  // namespace
}  // namespace tenure::cli
