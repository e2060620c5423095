// `tenure coverage`: what it reads, prints and answers with; nothing is asked of a service.
#include "tests/unit/service/command_line.hpp"

#include "tests/support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace tenure::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class coverage_command : public the_command_line {
 protected:
  coverage_command() {
    put("config/policies/rules.yaml",
        "organisations: { CAM: The council }\nrules:\n  - { id: CAM-1, means: first }\n");
    row_of("CAM-1");
    ended("");
  }
  void put(const std::string& name, const std::string& text) {
    fs::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << text;
  }
  void row_of(const std::string& rule) {
    put("config/policies/here/cases.yaml", "- { case: one, rule: [" + rule + "] }\n");
  }
  // The row was played in memory and on real servers, both times with this end.
  void ended(const std::string& inside) {
    const std::string shown =
        "<testcase status=\"run\" result=\"completed\">" + inside +
        "<properties><property name=\"shownIn\" value=\"config/policies/here/cases.yaml\"/>"
        "<property name=\"shows\" value=\"one\"/>";
    put("results/test.xml", "<testsuites><testsuite>" + shown + "</properties></testcase>" + shown +
                                "<property name=\"mailSystem\" value=\"servers\"/></properties>"
                                "</testcase></testsuite></testsuites>");
  }
  int cover(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"coverage", "--source", folder.path().string(), "--results",
                                   (folder.path() / "results").string()};
    words.insert(words.end(), more.begin(), more.end());
    return call(words);
  }
  support::temp_folder folder{"coverage"};
};

TEST_F(coverage_command, prints_the_page_or_its_data) {
  EXPECT_EQ(cover(), done) << err();
  EXPECT_THAT(out(), HasSubstr("| CAM-1 | first | account | kept |"));
  EXPECT_EQ(cover({"--json"}), done);
  EXPECT_THAT(out(), HasSubstr(R"({"rules":[{"id":"CAM-1","organisation":"CAM")"));
  EXPECT_THAT(out(), HasSubstr(R"("is":"kept","shownBy":[{"file":"config/policies/here/cases)"));
  EXPECT_THAT(out(), HasSubstr(R"("ended":"passed")"));
  EXPECT_TRUE(world.asked.empty());
}

TEST_F(coverage_command, writes_a_file) {
  auto page = folder.path() / "page.md";
  EXPECT_EQ(cover({"--to", page.string()}), done);
  EXPECT_EQ(out(), "");
  std::ostringstream written;
  written << std::ifstream(page).rdbuf();
  EXPECT_THAT(written.str(), HasSubstr("# What is kept"));
  EXPECT_EQ(cover({"--to", "/no/such/folder/page.md"}), environment_gone);
}

TEST_F(coverage_command, what_failed_or_did_not_run_is_no_success) {
  ended("<failure message=\"no\"/>");
  EXPECT_EQ(cover(), differs);
  EXPECT_THAT(out(), HasSubstr("| failed |"));
  put("config/policies/here/cases.yaml", "- { case: two, rule: [CAM-1] }\n");
  EXPECT_EQ(cover({"--json"}), differs);
  EXPECT_THAT(out(), HasSubstr(R"("is":"not run")"));
  EXPECT_THAT(err(), HasSubstr("1 rule(s)"));
}

TEST_F(coverage_command, says_what_it_cannot_use) {
  row_of("CAM-2");
  EXPECT_EQ(cover(), refused);
  EXPECT_THAT(err(), HasSubstr("cases.yaml:1: CAM-2 is no rule of"));
  row_of("CAM-1");
  fs::remove_all(folder.path() / "results");
  EXPECT_EQ(cover(), environment_gone);
  EXPECT_THAT(err(), HasSubstr("Run the tests first"));
  EXPECT_EQ(call({"coverage", "--source", "/no/such/folder"}), environment_gone);
  EXPECT_EQ(call({"coverage", "--sauce", "x"}), usage);
}

TEST_F(coverage_command, has_a_manual) {
  EXPECT_EQ(call({"coverage", "--help"}), done);
  EXPECT_THAT(out(), HasSubstr("Nothing counts that did not run"));
  EXPECT_THAT(out(), HasSubstr("--results"));
}

}  // namespace
}  // namespace tenure::cli
