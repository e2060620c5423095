// Files of cases that are no good are refused with the line.

#include "engine/rows/case_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using rows::load_cases;
using rows::read_cases;

using testing::HasSubstr;

constexpr const char* good =
    "- case: closed in the evening\n"
    "  rule: [CAM-11a]\n"
    "  when:\n"
    "    - until: 2026-12-01\n"
    "  then: { state: closing }\n";

TEST(case_file, a_good_file_becomes_rows_with_lines) {
  auto rows = read_cases(good, "cases.yaml");
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().line, 1);
  EXPECT_EQ(rows->front().title, "closed in the evening");
  EXPECT_EQ(rows->front().rules, std::vector<std::string>{"CAM-11a"});
  EXPECT_EQ(rows->front().place(4), "cases.yaml:4");
  EXPECT_EQ(rows->front().memory_only, "") << "servers play it";
}

TEST(case_file, what_the_file_gives_holds_for_each_row_that_does_not_say_otherwise) {
  auto rows = read_cases(
      "given: { start: 2026-01-01T09:00, person: { kind: member } }\n"
      "cases:\n"
      "  - { case: a, rule: [CAM-1], when: [{ until: 2026-12-01 }], then: { state: x } }\n"
      "  - case: b\n"
      "    rule: [CAM-1]\n"
      "    memoryOnly: no server does this\n"
      "    given: { person: { kind: employee } }\n"
      "    when: [{ until: 2026-12-01 }]\n"
      "    then: { state: x }\n",
      "cases.yaml");
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->at(0).given.find("person")->find("kind")->text, "member");
  EXPECT_EQ(rows->at(1).given.find("person")->find("kind")->text, "employee");
  EXPECT_EQ(rows->at(1).given.find("start")->text, "2026-01-01T09:00");
  EXPECT_EQ(rows->at(1).memory_only, "no server does this");
}

TEST(case_file, what_is_wrong_is_told_with_its_line) {
  struct {
    const char *from, *to, *said;
  } rows[] = {
      {"- case: closed in the evening", "case: x", "yaml"},
      {"case: closed in the evening", "case:", "cases.yaml:1: case says in a sentence"},
      {"  rule: [CAM-11a]\n", "", "cases.yaml:1: rule is a list"},
      {"[CAM-11a]", "CAM-11a", "cases.yaml:2: rule is a list"},
      {"[CAM-11a]", "[]", "cases.yaml:2: rule is a list"},
      {"[CAM-11a]", "[CAM-11a, practice]", "cases.yaml:2: 'practice' is no rule's id"},
      {"[CAM-11a]", "[CAM-]", "cases.yaml:2: 'CAM-' is no rule's id"},
      {"  when:\n    - until: 2026-12-01\n", "", "cases.yaml:1: when is a list of steps"},
      {"    - until: 2026-12-01\n", "    until: 2026-12-01\n", "when is a list of steps"},
      {"- until: 2026-12-01", "- until", "cases.yaml:4: a step is"},
      {"  then: { state: closing }\n", "", "cases.yaml:1: then says what must be true"},
      {"{ state: closing }", "{}", "cases.yaml:5: then says what must be true"},
      {"{ state: closing }", "closing", "cases.yaml:5: then says what must be true"},
      {"  then:", "  memoryOnly:\n  then:", "memoryOnly says in a sentence why"},
      {"  then:", "  than: x\n  then:", "cases.yaml:5: 'than' is no part of a row"},
      {"  then:", "  when: []\n  then:", "when"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.from) + " -> " + row.to);
    std::string text = good;
    auto at = text.find(row.from);
    ASSERT_NE(at, text.npos);
    auto read = read_cases(text.replace(at, std::string(row.from).size(), row.to), "cases.yaml");
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().text(), HasSubstr(row.said));
  }
  EXPECT_THAT(read_cases("", "cases.yaml").error().message, HasSubstr("cases.yaml:1: a file"));
  EXPECT_THAT(read_cases("given: {}\n", "cases.yaml").error().message,
              HasSubstr("cases.yaml:1: a file"));
  for (const char* common : {"given: []\ncases:\n", "gives: {}\ncases:\n"}) {
    EXPECT_THAT(read_cases(std::string(common) + good, "cases.yaml").error().message,
                HasSubstr("cases.yaml:1: a file has `given:`"));
  }
  EXPECT_THAT(read_cases(std::string(good) + good, "cases.yaml").error().message,
              HasSubstr("cases.yaml:6: another row has the same sentence"));
  EXPECT_EQ(load_cases("/no/such/cases.yaml").error().code, "case.malformed");
}

}  // namespace
}  // namespace tenure::test
