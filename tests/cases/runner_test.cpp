// The runner itself: a row that does not hold must fail, with its line and with what was found.

#include "engine/rows/case_file.hpp"
#include "engine/rows/runner.hpp"
#include "tests/world/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Lines 1 to 5 are the same in every row: `when` stands on line 4, `then` behind it.
std::vector<std::string> run(const std::string& steps, const std::string& then,
                             const std::string& given = "{}") {
  auto read = rows::read_cases("- case: a row\n  rule: [CAM-11a]\n  given: " + given +
                                   "\n  when: [" + steps + "]\n  then: {" + then + "}\n",
                               "cases.yaml");
  if (!read) return {read.error().text()};
  return rows::run_case(read->front(), shipped_rules("cambridgeshire"));
}

constexpr const char* leaves = "list: {kind: leavers, rows: [{leaving: 2026-12-01}]}";

TEST(case_runner, a_row_that_holds_says_nothing) {
  EXPECT_THAT(run("until: 2026-11-03", "state: employed"), ElementsAre());
  EXPECT_THAT(run(leaves, "state: [employed.employment.leaving], refused: nothing"),
              ElementsAre());
}

TEST(case_runner, what_is_otherwise_is_said_with_line_and_finding) {
  struct {
    const char *then, *said;
  } rows[] = {
      {"state: retained", "cases.yaml:5: the state is employed.presence.active,"},
      {"state: employ", "not employ"},
      {"mailbox: gone", "the mailbox is not gone"},
      {"mailbox: {signIn: blocked}", "signIn is \"allowed\", not \"blocked\""},
      {"mailbox: {quota: 7}", "quota is 2147483648, not 7"},
      {"mailbox: {delegates: [m.major read]}", "delegates are none"},
      {"mailbox: {aliases: [a@b.c]}", "aliases is [], not [\"a@b.c\"]"},
      {"archive: 0", "the archive holds none, not 0"},
      {"tasks: [extractBusinessMail for helpdesk]", "open tasks are: none"},
      {"notices: []", "notices were: accountCreated"},
      {"told: { accountCreated: [] }", "accountCreated went to: manager"},
      {"refused: list.held", "refused was: none"},
      {"ignored: true", "the last step was not ignored"},
      {"due: {retentionTime: 2027-01-01}", "retentionTime falls due never, not 2027"},
      {"due: {untilLeavingInstant: never}", "falls due 2026-12-01T17:00:00.000000Z, not never"},
      {"trail: [{event: leaver.notified, rule: CAM-99}]", "no entry of the trail is so"},
      {"noTrail: [{event: joiner.notified}]", "entry 0 of the trail is so"},
      {"remembers: {leavingDate: nothing}", "leavingDate is '2026-12-01', not 'nothing'"},
      {"because: withdrawn", "refused because of nothing, not withdrawn"},
      {"cases: {delegation: open}", "delegation is none, not open"},
      {"certified: [read for 1002 by 1001]", "certified are: "},
      {"address: j@x.y", "address is jane.smith@cambridgeshire.gov.uk"},
      {"login: j", "login is jane.smith, not j"},
      {"person: M9, login: j", "login is , not j"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.then);
    EXPECT_THAT(run(leaves, row.then), ElementsAre(HasSubstr(row.said)));
  }
  EXPECT_THAT(run(std::string(leaves) + ", expect: {state: gone}, mail: 1", "state: employed"),
              ElementsAre(HasSubstr("cases.yaml:4: the state is")));
}

TEST(case_runner, what_cannot_be_run_is_said_with_its_line) {
  struct {
    const char *steps, *said;
  } rows[] = {
      {"dance: 1", "cases.yaml:4: 'dance' is no step"},
      {"until: yesterday", "'yesterday' is no moment"},
      {"until: 2026-12-01T25:61", "is no moment"},
      {"until: 2026-10-01", "that moment is over"},
      {"task: {kind: nothing}", "no task nothing is open; open are: none"},
      {"lift: M-1", "no hold of the matter"},
      {"tell: {event: absence.ended, person: M1}", "nobody with the number M1"},
      {"tell: {event: absence.ended, who: M1}", "'who' means nothing here"},
      {"list: {kind: leavers}", "a list has a kind and rows"},
      {"list: {kind: leavers, rows: [{leaving: soon}]}", "'soon' is no date"},
      {"list: {kind: leavers, rows: [{leave: 2026-12-01}]}", "'leave' means nothing here"},
      {"mail: many", "is no number of messages"},
      {"fault: {call: apply, answer: maybe}", "'maybe' is no answer"},
      {"edit: {colour: red}", "is no condition of a mailbox"},
      {"expect: {colour: red}", "'colour' cannot be expected"},
      {"expect: {mailbox: {colour: red}}", "'colour' is no field"},
      {"expect: {}", "say what must be true"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.steps);
    EXPECT_THAT(run(row.steps, "state: employed"), ElementsAre(HasSubstr(row.said)));
  }
  EXPECT_THAT(run("expect: {state: gone}, dance: 1", "state: employed"),
              ElementsAre(HasSubstr("cases.yaml:4: the state is"), HasSubstr("is no step")));
  EXPECT_THAT(run("mail: 1", "state: employed", "{person: {kind: pirate}}"),
              ElementsAre(HasSubstr("cases.yaml:3: no such kind of person")));
  EXPECT_THAT(run("mail: 1", "state: employed", "{weather: fine}"),
              ElementsAre(HasSubstr("cases.yaml:3: 'weather' means nothing here")));
}

}  // namespace
}  // namespace tenure::test
