// What people see: progress, previews, accounts, tables that fit, nothing that steers a terminal.
#include "tests/unit/service/command_line.hpp"

#include "engine/service/cli/csv.hpp"
#include "engine/service/cli/screen.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace tenure::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

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
      {{"policy", "check"}, R"({"ok":true,"situations":7,"steps":9})", done, "sound"},
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
      {{"account", "erase", "1"},
       R"({"values":8,"entries":2,"kinds":{"address":8},"goes":["a name"],"stays":["an entry"],)"
       R"("digest":"9a"})", done, "tenure account erase 1 --digest 9a --reason"},
      {{"account", "erase", "1"}, R"({"values":8,"entries":2,"stays":["an entry"]})", done,
       "Nothing was changed"},
      {{"account", "erase", "1", "--digest", "9a", "--reason", "r"},
       R"({"entry":7,"values":8,"entries":2})", done, "Erased: 8 value(s) in 2 entries. Entry 7"},
      {{"account", "show", "1"},
       R"({"person":"erased","context":{"erasedAt":"T","erasedEntry":"7"}})", done,
       "T (entry 7 of the trail)"},
      {{"sweep", "preview"},
       R"({"mailboxes":2,"messages":3,"leftOut":1,"unread":0,"rows":[{"account":"a@x",)"
       R"("folder":"T","messages":3,"before":"B","rule":"C-1"}]})", done,
       "2 mailbox(es) read, 3 message(s)"},
      {{"sweep", "preview"}, R"({"rows":[{"account":"a@x","why":"a hold"}],"unread":0})", done,
       "a hold"},
      {{"sweep", "preview"}, R"({"messages":9,"limit":5,"stopped":true,"unread":0})", done,
       "more than 5"},
      {{"sweep", "preview"}, R"({"unread":1})", environment_gone, "1 mailbox(es) could not"},
      {{"brake", "release", "d", "--reason", "r", "--yes"}, R"({"id":"d","pulled":true})", held,
       "second"},
      {{"brake", "release", "d", "--reason", "r", "--yes"}, R"({"id":"d","pulled":false})", done,
       "free"},
      {{"clock", "show"}, R"({"now":"N","demonstration":true})", done, "N (demonstration clock)"},
      {{"simulate", "--until", "2027-01-01"}, R"({"events":[]})", done, "Nothing happens"},
      {{"simulate", "--until", "2027-01-01"},
       R"({"events":[],"sweeps":[{"at":"A","mailboxes":7,"leftOut":2,"folders":["Old","Older"]}]})",
       done, "Old, Older"},
      {{"status"}, R"({"accounts":{"employed":4},"problems":["p"]})", done, "employed 4\n- p"},
  };
  for (const auto& row : table) {
    answer(row.body);
    EXPECT_EQ(call(row.words), row.code) << row.body;
    EXPECT_THAT(out(), HasSubstr(row.part));
  }
}

// A body of any shape is shown somehow: no renderer may end the process.
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
