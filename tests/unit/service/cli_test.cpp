// The command line against a dispatcher that notes what it was asked and answers what it was told.
#include "engine/service/cli/cli.hpp"

#include "engine/http/openapi.hpp"
#include "engine/service/cli/csv.hpp"
#include "engine/service/cli/screen.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>


namespace tenure::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

struct scene {
  http::response answer = http::json_response(200, "{}");
  std::optional<refusal> unreachable;
  std::vector<http::progress> told;
  std::vector<http::request> asked;
  options how;
};

struct recorder final : dispatcher {
  explicit recorder(scene& in) : at(in) {}
  result<http::response> send(const http::request& what) override {
    at.asked.push_back(what);
    for (const auto& each : at.told) what.report(each);
    if (at.unreachable) return *at.unreachable;
    return at.answer;
  }
  scene& at;
};

struct stage final : environment {
  explicit stage(scene& in) : at(in) {
    out = &printed;
    err = &complained;
  }
  result<std::unique_ptr<dispatcher>> open_dispatcher(const options& how) override {
    at.how = how;
    return std::unique_ptr<dispatcher>(std::make_unique<recorder>(at));
  }
  int serve(const options&) override { return 40; }
  int init(const options&, bool demonstration) override { return demonstration ? 42 : 41; }
  scene& at;
  std::ostringstream printed, complained;
};

class the_command_line : public testing::Test {
 protected:
  int call(std::vector<std::string> words) {
    stage.printed.str("");
    stage.complained.str("");
    world.asked.clear();
    words.insert(words.begin(), "tenure");
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    return run(static_cast<int>(argv.size()), argv.data(), stage);
  }
  void answer(std::string body, int status = 200) {
    world.answer = http::json_response(status, std::move(body));
  }
  std::string out() const { return stage.printed.str(); }
  std::string err() const { return stage.complained.str(); }
  scene world;
  struct stage stage{world};
};

struct asked_row {
  std::vector<std::string> words;
  std::string method, target, body;
};

std::string here(const std::string& name) {
  return std::filesystem::absolute(name).lexically_normal().string();
}

const std::vector<asked_row>& every_command() {
  static const std::vector<asked_row> rows{
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
      {{"audit", "prove", "7"}, "GET", "/v1/audit/proofs/7", ""},
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
  };
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
      {"clock", "advance", "30d"},
      {"clock", "set", "tomorrow"},
      {"simulate"},
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
  call({"status"});
  EXPECT_TRUE(world.how.needs_store);
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

TEST_F(the_command_line, shows_progress_on_a_terminal_only) {
  world.told = {{1, 3, "reading\x1b[2J"}, {0, 0, "waiting"}};
  call({"reconcile"});
  EXPECT_EQ(err(), "");
  stage.err_is_tty = true;
  call({"reconcile"});
  EXPECT_EQ(err(), "\rreading?[2J 1 of 3\x1b[K\rwaiting\x1b[K\r\x1b[K\r");
}

const char* const a_preview =
    R"({"digest":"3f9a","kind":"leavers","file":"l.csv","held":false,)"
    R"("counts":{"close":1,"nothing":1},)"
    R"("warnings":["1 leaver without a manager"],)"
    R"("rows":[{"line":2,"person":"1042","account":"zo\u00eb@x","what":"close",)"
    R"("why":"leaves 2026-12-31","rule":"CAM-11"},)"
    R"({"line":3,"person":"7","account":"","what":"nothing","why":"known already"}],)"
    R"("refused":[{"line":4,"field":"leavingDate","code":"hr.row.date",)"
    R"("message":"31.13. is no date"}]})";

TEST_F(the_command_line, shows_a_preview_row_by_row) {
  answer(a_preview);
  EXPECT_EQ(call({"hr", "preview", "leavers", "/l.csv"}), done);
  EXPECT_EQ(out(),
            "LINE  PERSON  ACCOUNT  WHAT   WHY\n"
            "2     1042    zo\xC3\xAB@x    close  leaves 2026-12-31 (CAM-11)\n"
            "\n"
            "1 refused row(s):\n"
            "LINE  FIELD        CODE         WHY\n"
            "4     leavingDate  hr.row.date  31.13. is no date\n"
            "\n"
            "leavers l.csv: close 1, nothing 1\n"
            "- 1 leaver without a manager\n"
            "Digest 3f9a\n"
            "Apply exactly this with: tenure hr apply 3f9a\n");
  call({"hr", "preview", "leavers", "/l.csv", "--rows", "all"});
  EXPECT_THAT(out(), HasSubstr("known already"));
  EXPECT_THAT(out(), HasSubstr("31.13. is no date"));
  call({"hr", "preview", "leavers", "/l.csv", "--rows", "changes"});
  EXPECT_THAT(out(), HasSubstr("1 refused row(s), see --rows refused\n"));
  EXPECT_THAT(out(), Not(HasSubstr("31.13.")));
  call({"hr", "preview", "leavers", "/l.csv", "--rows", "refused"});
  EXPECT_THAT(out(), Not(HasSubstr("1042")));
  EXPECT_THAT(out(), HasSubstr("4     leavingDate  hr.row.date  31.13. is no date\n"));
}

TEST_F(the_command_line, says_why_a_list_is_held_and_how_to_release_it) {
  answer(R"({"digest":"3f","held":true,"heldReasons":["everybody leaves",{"message":"cut off"}]})");
  EXPECT_EQ(call({"hr", "preview", "leavers", "/l.csv"}), held);
  EXPECT_THAT(out(), HasSubstr("- everybody leaves\n- cut off\n"));
  EXPECT_THAT(out(), HasSubstr("tenure hr release 3f --reason"));
  answer(R"({"digest":"3f","status":"held","releasedBy":["alice"]})");
  EXPECT_EQ(call({"hr", "release", "3f", "--reason", "r", "--yes"}), held);
  answer(R"({"digest":"3f","status":"released","releasedBy":["alice","bob"]})");
  EXPECT_EQ(call({"hr", "release", "3f", "--reason", "r", "--yes"}), done);
}

TEST_F(the_command_line, writes_the_preview_as_csv) {
  auto file = (std::filesystem::temp_directory_path() /
               ("tenure-cli-" + std::to_string(::getpid()) + ".csv")).string();
  answer(a_preview);
  EXPECT_EQ(call({"hr", "preview", "leavers", "/l.csv", "--csv", file}), done);
  std::stringstream written;
  written << std::ifstream(file).rdbuf();
  std::filesystem::remove(file);
  EXPECT_THAT(written.str(), HasSubstr("\"2\",\"1042\",\"zo\xC3\xAB@x\",\"close\""));
  EXPECT_THAT(written.str(), HasSubstr("\"refused\",\"leavingDate: 31.13. is no date\""));
  EXPECT_EQ(call({"hr", "preview", "leavers", "/l.csv", "--csv", "/nowhere/x.csv"}),
            environment_gone);
}

TEST(csv_cells, cannot_be_run_by_a_spreadsheet) {
  EXPECT_EQ(csv_cell("a\"b,c"), "\"a\"\"b,c\"");
  for (std::string bad : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
    EXPECT_EQ(csv_cell(bad), "\"'" + bad + "\"");
  }
}

TEST_F(the_command_line, shows_an_account) {
  answer(R"({"id":"01","person":"1042","kind":"employee","state":"leaving.waiting",)"
         R"("stateInWords":"leaving","login":"zoe","address":"zoe@x","aliases":["a@x","b@x"],)"
         R"("displayName":"Zo\u001b[31m",)"
         R"("next":[{"what":"closed","when":"2026-12-31","clause":"CAM-11"}],)"
         R"("holds":[{"matter":"Case 7","id":"h"}],"tasks":[]})");
  EXPECT_EQ(call({"account", "show", "1042"}), done);
  EXPECT_EQ(out(),
            "Account       01\n"
            "Person        1042\n"
            "Kind          employee\n"
            "Name          Zo?[31m\n"
            "State         leaving (leaving.waiting)\n"
            "Sign-in name  zoe\n"
            "Address       zoe@x\n"
            "Aliases       a@x, b@x\n"
            "\n"
            "What happens next:\n"
            "- 2026-12-31: closed (CAM-11)\n"
            "\n"
            "Legal holds:\n"
            "- matter Case 7, id h\n");
}

TEST_F(the_command_line, shows_answers_that_decide_the_exit_code) {
  struct row {
    std::vector<std::string> words;
    std::string body;
    int code;
    std::string part;
  };
  const row table[] = {
      {{"account", "list"}, R"({"accounts":[]})", nothing, "No account matches."},
      {{"account", "list"}, R"({"accounts":[{"person":"1"}],"after":"x"})", done, "--after x"},
      {{"audit", "show"}, R"({"entries":[]})", nothing, "No entry matches."},
      {{"audit", "verify", "/t", "--key", "k"}, R"({"ok":true,"size":7})", done, "untouched"},
      {{"audit", "verify", "/t", "--key", "k"}, R"({"ok":false,"problems":["leaf 3"]})", differs,
       "- leaf 3"},
      {{"audit", "verify", "/t", "--key", "k"}, R"({})", differs, "NOT"},
      {{"policy", "check"}, R"({"ok":true})", done, "sound"},
      {{"policy", "check"}, R"({"ok":false,"problems":[{"message":"m","story":["first"]}]})",
       refused, "    first"},
      {{"policy", "check"}, R"({})", refused, "refused"},
      {{"doctor"}, R"({"checks":[{"what":"store","ok":true}]})", done, "ok    store"},
      {{"doctor"}, R"({"checks":[{"what":"ldap","ok":false,"detail":"d","whatToDo":"w"}]})",
       environment_gone, "FAIL  ldap: d\n      w"},
      {{"reconcile"}, R"({"checked":3,"differences":[]})", done, "3 account(s) looked at, 0"},
      {{"reconcile"}, R"({"checked":3,"differences":[{"account":"a","field":"signIn"}]})", differs,
       "--repair"},
      {{"reconcile", "--repair"}, R"({"checked":3,"differences":[{"account":"a"}]})", done,
       "1 diff"},
      {{"reconcile", "--repair"}, R"({"differences":[{"account":"a"}],"unrepaired":true})", differs,
       ""},
      {{"brake", "release", "d", "--reason", "r", "--yes"}, R"({"id":"d","pulled":true})", held,
       "second"},
      {{"brake", "release", "d", "--reason", "r", "--yes"}, R"({"id":"d","pulled":false})", done,
       "free"},
      {{"clock", "show"}, R"({"now":"N","demonstration":true})", done, "N (demonstration clock)"},
      {{"simulate", "--until", "2027-01-01"}, R"({"events":[]})", done, "Nothing happens"},
      {{"status"}, R"({"accounts":{"employed":4},"problems":["p"]})", done, "employed 4\n- p"},
  };
  for (const auto& row : table) {
    answer(row.body);
    EXPECT_EQ(call(row.words), row.code) << row.body;
    EXPECT_THAT(out(), HasSubstr(row.part));
  }
}

// A body of any shape is shown somehow: no renderer may end the process.
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

TEST(a_screen, fits_tables_to_the_terminal) {
  std::ostringstream out;
  screen to(out, 30, false);
  to.table({"ID", "EMPTY", "TEXT"}, {{"1", "", "words that are far too long for it"},
                                     {"2", "", "Zo\xC3\xAB"}});
  EXPECT_EQ(out.str(),
            "ID  TEXT\n"
            "1   words that are far too\n"
            "    long for it\n"
            "2   Zo\xC3\xAB\n");
}

TEST(a_screen, paints_whole_lines_only_where_allowed) {
  std::ostringstream plain, painted;
  screen(plain, 0, false).line("x", screen::tone::bad);
  screen(painted, 0, true).line("x", screen::tone::bad);
  EXPECT_EQ(plain.str(), "x\n");
  EXPECT_EQ(painted.str(), "\x1b[31mx\x1b[0m\n");
}

TEST(a_screen, shows_nothing_that_steers_a_terminal) {
  EXPECT_EQ(printable("a\x1b]0;t\a\r\n\t\x7f" "\xC2\x9B" "b\xC3\xAB"), "a?]0;t??????b\xC3\xAB");
  EXPECT_EQ(columns_of("Zoe\xCC\x88"), 3U);
}

TEST(a_screen, breaks_words_only_when_it_must) {
  EXPECT_THAT(wrap("one two three", 7), testing::ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("abcdefghij", 4), testing::ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(wrap("\xC3\xAB\xC3\xAB\xC3\xAB", 2),
              testing::ElementsAre("\xC3\xAB\xC3\xAB", "\xC3\xAB"));
  EXPECT_THAT(wrap("", 4), testing::ElementsAre(""));
}

}  // namespace
}  // namespace tenure::cli
