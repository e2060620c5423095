// config/policies/COVERAGE.md says what the rows and tests of this source show, and nothing that a
// run did not show.

#include "engine/service/coverage/page.hpp"
#include "tests/support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tenure::coverage {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// A checkout with three rules, a row each for two of them, and a marked test.
class coverage_of : public testing::Test {
 protected:
  coverage_of() {
    put("config/policies/rules.yaml",
        "organisations: { CAM: The council, ALL: everybody }\n"
        "rules:\n"
        "  - { id: CAM-1, means: first }\n"
        "  - { id: CAM-2, means: second | or other, lacks: the half }\n"
        "  - { id: CAM-3, means: third }\n"
        "  - { id: CAM-4, means: content, outOfReach: nobody reads mail }\n"
        "  - { id: ALL-1, means: sense }\n");
    put("config/policies/here/cases.yaml", "- { case: one, rule: [CAM-1] }\n");
    put("workflows/asking/cases.yaml",
        "given: {}\ncases:\n  - { case: two, rule: [CAM-2, CAM-1] }\n");
    put("tests/integration/x/life_test.cpp",
        "void f() {\n  shows_rule(\"CAM-1\",\n             \"three\");\n}\n");
  }

  void put(const std::string& name, const std::string& text) {
    fs::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << text;
  }
  // A report of one test that marked itself.
  void report(const std::string& name, const std::string& shown_in, const std::string& shows,
              const std::string& inside = "", const std::string& how = "completed",
              const std::string& more = "") {
    put("results/" + name + ".xml",
        "<testsuites><testsuite><testcase name=\"t\" status=\"run\" "
        "result=\"" + how + "\">" + inside + "<properties><property name=\"shownIn\" value=\"" +
        shown_in + "\"/><property name=\"shows\" value=\"" + shows + "\"/>" + more +
        "</properties></testcase></testsuite></testsuites>");
  }
  void all_pass() {
    report("a", "config/policies/here/cases.yaml", "one");
    report("b", "workflows/asking/cases.yaml", "two");
    report("c", "tests/integration/x/life_test.cpp", "three");
    on_servers("d", "config/policies/here/cases.yaml", "one");
    two_on_servers("");
  }
  void on_servers(const std::string& name, const std::string& file, const std::string& row,
                  const std::string& inside = "") {
    report(name, file, row, inside, "completed",
           "<property name=\"mailSystem\" value=\"servers\"/>");
  }
  void two_on_servers(const std::string& inside) {
    on_servers("s", "workflows/asking/cases.yaml", "two", inside);
  }
  void one_in_memory_only() {
    put("config/policies/here/cases.yaml",
        "- { case: one, rule: [CAM-1], memoryOnly: no server does it }\n");
  }
  std::string of(const std::string& id) {
    auto rules = read_catalogue(folder.path()).value();
    auto claims = read_claims(folder.path(), rules).value();
    for (const auto& each : judge(rules, claims, read_results(folder.path() / "results").value())) {
      if (each.what->id == id) return std::string(to_text(each.is));
    }
    return "nowhere";
  }

  support::temp_folder folder{"coverage"};
};

TEST_F(coverage_of, a_rule_is_kept_shown_in_part_open_or_out_of_reach) {
  all_pass();
  EXPECT_EQ(of("CAM-1"), "kept");
  EXPECT_EQ(of("CAM-2"), "in part");
  EXPECT_EQ(of("CAM-3"), "open");
  EXPECT_EQ(of("CAM-4"), "out of reach");
  EXPECT_EQ(of("ALL-1"), "open");
  fs::remove(folder.path() / "tests/integration/x/life_test.cpp");
  EXPECT_EQ(of("CAM-1"), "kept") << "by a row on real servers";
  one_in_memory_only();
  EXPECT_EQ(of("CAM-1"), "shown") << "a half of it in memory only";
}

TEST_F(coverage_of, a_row_that_servers_can_play_has_to_hold_in_both_runs) {
  all_pass();
  fs::remove(folder.path() / "results/s.xml");
  EXPECT_EQ(of("CAM-1"), "not run");
  two_on_servers("<failure message=\"no\"/>");
  EXPECT_EQ(of("CAM-1"), "failed");
  two_on_servers("");
  EXPECT_EQ(of("CAM-1"), "kept");
  report("b", "workflows/asking/cases.yaml", "two", "<failure message=\"no\"/>");
  EXPECT_EQ(of("CAM-1"), "failed");
  fs::remove(folder.path() / "results/b.xml");
  EXPECT_EQ(of("CAM-1"), "not run");
}

TEST_F(coverage_of, nothing_is_kept_that_did_not_run_or_failed) {
  all_pass();
  fs::remove(folder.path() / "results/c.xml");
  EXPECT_EQ(of("CAM-1"), "not run");
  report("c", "tests/integration/x/life_test.cpp", "three", "<skipped/>", "skipped");
  EXPECT_EQ(of("CAM-1"), "not run");
  report("c", "tests/integration/x/life_test.cpp", "another sentence");
  EXPECT_EQ(of("CAM-1"), "not run");
  report("c", "tests/integration/x/life_test.cpp", "three", "<failure message=\"no\"/>");
  EXPECT_EQ(of("CAM-1"), "failed");
  report("e", "tests/integration/x/life_test.cpp", "three");  // a second run does not heal it
  EXPECT_EQ(of("CAM-1"), "failed");
  EXPECT_EQ(of("CAM-2"), "in part");
}

TEST_F(coverage_of, reports_that_say_nothing_are_refused) {
  EXPECT_EQ(read_results(folder.path() / "results").error().code, "coverage.no_results");
  put("results/other.xml",
      "<testsuites><testsuite><testcase name=\"t\"/></testsuite></testsuites>");
  EXPECT_EQ(read_results(folder.path() / "results").error().code, "coverage.no_results");
  put("results/cut.xml", "<testsuites><testsu");
  EXPECT_EQ(read_results(folder.path() / "results").error().code, "coverage.unreadable");
}

TEST_F(coverage_of, an_unknown_rule_is_refused_with_its_line) {
  auto rules = read_catalogue(folder.path()).value();
  for (const char* id : {"CAM-9", "CAM-1x", "CAM", "CAM-4"}) {
    SCOPED_TRACE(id);
    put("workflows/asking/cases.yaml", "- { case: two, rule: [CAM-1] }\n- { case: x, rule: [" +
                                           std::string(id) + "] }\n");
    auto claims = read_claims(folder.path(), rules);
    ASSERT_FALSE(claims);
    EXPECT_EQ(claims.error().code, "coverage.unknown_rule");
    EXPECT_THAT(claims.error().message, HasSubstr("workflows/asking/cases.yaml:2: "));
    EXPECT_THAT(claims.error().message, Not(HasSubstr("yaml:1:")));
  }
}

TEST_F(coverage_of, a_catalogue_with_faults_is_refused_with_their_lines) {
  for (const char* line : {"  - { id: NOT-1, means: of nobody }\n", "  - { id: CAM-5 }\n",
                           "  - { id: CAM-1, means: twice }\n", "  - { means: nameless }\n",
                           "  - { id: CAM-5, means: x, meant: y }\n"}) {
    SCOPED_TRACE(line);
    put("config/policies/rules.yaml", "organisations: { CAM: x }\nrules:\n"
                                      "  - { id: CAM-1, means: first }\n" + std::string(line));
    auto rules = read_catalogue(folder.path());
    ASSERT_FALSE(rules);
    EXPECT_THAT(rules.error().message, HasSubstr("config/policies/rules.yaml:4: "));
  }
  put("config/policies/rules.yaml", "organisations: {}\n");
  EXPECT_EQ(read_catalogue(folder.path()).error().code, "coverage.malformed");
}

TEST_F(coverage_of, the_page_links_each_row_and_keeps_its_table) {
  all_pass();
  auto rules = read_catalogue(folder.path()).value();
  auto claims = read_claims(folder.path(), rules).value();
  auto text = page(rules, claims, read_results(folder.path() / "results").value());
  EXPECT_THAT(text, HasSubstr("| CAM-1 | first | account, asking, x | kept |"));
  EXPECT_THAT(text, HasSubstr("second \\| or other"));
  EXPECT_THAT(text, HasSubstr("[asking/cases.yaml:3](../../workflows/asking/cases.yaml#L3) | two"));
  EXPECT_THAT(text, HasSubstr("| three | servers | passed |"));
  EXPECT_THAT(text, HasSubstr("| two | servers, memory | passed |"));
  one_in_memory_only();
  claims = read_claims(folder.path(), rules).value();
  EXPECT_THAT(page(rules, claims, read_results(folder.path() / "results").value()),
              HasSubstr("| one | memory: no server does it | passed |"));
  EXPECT_THAT(text, HasSubstr("| The council | 1 | 0 | 1 | 1 | 1 | 0 | 0 | 4 |"));
  EXPECT_THAT(page(rules, claims, {}), HasSubstr("| two | servers, memory | not run |"));
}

// Red when rows, marks or the catalogue changed and the page was not renewed, and when the page is
// of a run in which something failed or did not run. This very run shows the rest.
TEST(coverage_page, is_of_these_rows_and_of_a_run_in_which_all_of_them_passed) {
  const fs::path source = TENURE_SOURCE_DIR;
  auto rules = read_catalogue(source);
  ASSERT_TRUE(rules) << rules.error().message;
  auto claims = read_claims(source, *rules);
  ASSERT_TRUE(claims) << claims.error().message;
  results passed;
  for (const auto& each : *claims) {
    passed.add(each.file, each.title, ending::passed);
    if (each.row) passed.add(each.file, each.title, ending::passed, true);
  }
  std::ifstream in(source / "config/policies/COVERAGE.md");
  std::string is{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(is == page(*rules, *claims, passed))
      << "config/policies/COVERAGE.md is not of this source. Renew it with: tests/coverage";
}

}  // namespace
}  // namespace tenure::coverage
