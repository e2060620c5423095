#include "tests/unit/hr_csv/lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::hr_csv {
namespace {

using namespace std::string_literals;

std::optional<date> day(std::string_view text) { return parse_date(text); }

TEST(rows, a_joiner_is_typed) {
  auto list =
      read(hr_list_kind::joiners,
           "Employee No,First Name,Surname,Person Type,Job Title,Unit Code,Line Manager,"
           "Personal Email,Start Date\r\n"
           "E1, Zoë ,\"O'Neill, Jr\",AGENCY WORKER,Clerk,U1,E9,zoe@example.com,01/02/2027\r\n");
  ASSERT_TRUE(list.whole.empty()) << list.whole[0].text();
  ASSERT_EQ(list.rows.size(), 1u);
  hr_row want;
  want.line = 2;
  want.id = {"E1"};
  want.kind = person_kind::agency_worker;
  want.given_name = "Zoë";
  want.surname = "O'Neill, Jr";
  want.job_title = "Clerk";
  want.unit = "U1";
  want.manager = {"E9"};
  want.contact = "zoe@example.com";
  want.start = day("2027-02-01");
  EXPECT_EQ(list.rows[0], want);
}

TEST(rows, staff_and_absences_are_typed) {
  auto staff = read(hr_list_kind::staff,
                    "Employee No,First Name,Surname,Person Type,Unit Code,Unit Name,Parent Unit,"
                    "Head Of Unit,Line Manager\r\nE1,A,B,Member,U1,Planning,U0,E1,E2\r\n");
  ASSERT_EQ(staff.rows.size(), 1u);
  EXPECT_EQ(staff.rows[0].unit_name, "Planning");
  EXPECT_EQ(staff.rows[0].parent_unit, "U0");
  EXPECT_EQ(staff.rows[0].head_of_unit.value, "E1");
  auto absent = read(hr_list_kind::absences,
                     "Employee No,Reason,Absent From,Expected Return\r\n"
                     "E1,\"long\nillness\",01/02/2027,2027-03-01\r\n");
  ASSERT_EQ(absent.rows.size(), 1u);
  EXPECT_EQ(absent.rows[0].reason, "long illness");
  EXPECT_EQ(absent.rows[0].absent_from, day("2027-02-01"));
  EXPECT_EQ(absent.rows[0].expected_return, day("2027-03-01"));
}

TEST(rows, know_the_line_they_begin_on) {
  auto list =
      read(hr_list_kind::leavers,
           leavers("E1,a,b,31/12/2026,\"one\r\n\r\nthree\"\r\n\r\n  \r\nE2,a,b,31/12/2026,\r\n"
                   "E3,a,b,bad,\"x\ny\"\r\nE4,a,b,bad,\r\n"));
  ASSERT_EQ(list.rows.size(), 2u);
  EXPECT_EQ(list.rows[0].line, 2);
  EXPECT_EQ(list.rows[1].line, 7);
  ASSERT_EQ(list.refused.size(), 2u);
  EXPECT_EQ(list.refused[0].line, 8);
  EXPECT_EQ(list.refused[1].line, 10);
}

struct bad_row {
  const char* why;
  std::string row;    // of a leavers list
  const char* code;   // nullptr: good
  const char* field;
};

const std::string long_text(1001, 'x');

const bad_row rows[] = {
    {"good", "E1,Jane,Smith,31/12/2026,", nullptr, ""},
    {"quotes within quotes", "E1,\"Ja\"\"ne\",Smith,31/12/2026,", nullptr, ""},
    {"ISO date", "E1,Jane,Smith,2026-12-31,", nullptr, ""},
    {"a leap day", "E1,Jane,Smith,29/02/2028,", nullptr, ""},
    {"no name at all", "E1,,,31/12/2026,", nullptr, ""},
    {"1,000 bytes", "E1,Jane,Smith,31/12/2026," + long_text.substr(1), nullptr, ""},
    {"an id with marks", "E-1_2/3.4,Jane,Smith,31/12/2026,", nullptr, ""},
    {"no-break spaces around", "\u00a0E1\u00a0,Jane,Smith,31/12/2026,", nullptr, ""},

    {"no HR id", ",Jane,Smith,31/12/2026,", "hr.row.hr_id_missing", "hrId"},
    {"a blank HR id", "  ,Jane,Smith,31/12/2026,", "hr.row.hr_id_missing", "hrId"},
    {"a no-break space for an id", "\u00a0,Jane,Smith,31/12/2026,", "hr.row.hr_id_missing", "hrId"},
    {"delimiters only", ",,,,", "hr.row.hr_id_missing", "hrId"},
    {"an id with a blank", "E 1,Jane,Smith,31/12/2026,", "hr.row.id_invalid", "hrId"},
    {"a look-alike id", "\u04151,Jane,Smith,31/12/2026,", "hr.row.id_invalid", "hrId"},
    {"an LDAP filter for an id", "*)(uid=*,Jane,Smith,31/12/2026,", "hr.row.id_invalid", "hrId"},
    {"a formula for an id", "=1+1,Jane,Smith,31/12/2026,", "hr.row.id_invalid", "hrId"},
    {"an endless id", "E" + std::string(64, '1') + ",Jane,Smith,31/12/2026,", "hr.row.id_invalid",
     "hrId"},
    {"no date", "E1,Jane,Smith,,", "hr.row.leaving_date_missing", "leavingDate"},
    {"31 April", "E1,Jane,Smith,31/04/2026,", "hr.row.date_invalid", "leavingDate"},
    {"29 February 2027", "E1,Jane,Smith,29/02/2027,", "hr.row.date_invalid", "leavingDate"},
    {"29 February 2100", "E1,Jane,Smith,29/02/2100,", "hr.row.date_invalid", "leavingDate"},
    {"day zero", "E1,Jane,Smith,00/12/2026,", "hr.row.date_invalid", "leavingDate"},
    {"month 13", "E1,Jane,Smith,12/13/2026,", "hr.row.date_invalid", "leavingDate"},
    {"American order that cannot be", "E1,Jane,Smith,12/31/2026,", "hr.row.date_invalid",
     "leavingDate"},
    {"two-digit year", "E1,Jane,Smith,31/12/26,", "hr.row.date_invalid", "leavingDate"},
    {"a spreadsheet's number", "E1,Jane,Smith,46387,", "hr.row.date_invalid", "leavingDate"},
    {"text behind a date", "E1,Jane,Smith,31/12/2026 00:00,", "hr.row.date_invalid", "leavingDate"},
    {"words", "E1,Jane,Smith,tomorrow,", "hr.row.date_invalid", "leavingDate"},
    {"a sign", "E1,Jane,Smith,31/12/-026,", "hr.row.date_invalid", "leavingDate"},
    {"year 1899", "E1,Jane,Smith,31/12/1899,", "hr.row.date_range", "leavingDate"},
    {"year 2201", "E1,Jane,Smith,01/01/2201,", "hr.row.date_range", "leavingDate"},
    {"year 9999", "E1,Jane,Smith,31/12/9999,", "hr.row.date_range", "leavingDate"},
    {"a cell too many", "E1,Jane,Smith,31/12/2026,,x", "hr.row.cells", ""},
    {"an unquoted delimiter", "E1,Jane,Smith, Jr,31/12/2026,", "hr.row.cells", ""},
    {"a cell too few", "E1,Jane,Smith,31/12/2026", "hr.row.cells", ""},
    {"1,001 bytes", "E1,Jane,Smith,31/12/2026," + long_text, "hr.row.too_long", "reason"},
    {"a line break in a name", "E1,\"Ja\r\nne\",Smith,31/12/2026,", "hr.row.line_break",
     "givenName"},
    {"a header smuggled into a name", "E1,\"Jane\nBcc: all@x.org\",Smith,31/12/2026,",
     "hr.row.line_break", "givenName"},
    {"a tab in a name", "E1,Ja\tne,Smith,31/12/2026,", "hr.row.line_break", "givenName"},
    {"an escape character", "E1,Ja\x1b[31mne,Smith,31/12/2026,", "hr.row.control_character",
     "givenName"},
    {"DEL", "E1,Jane,Smi\x7fth,31/12/2026,", "hr.row.control_character", "surname"},
    {"a C1 control (NEL)", "E1,Jane,Smi\u0085th,31/12/2026,", "hr.row.control_character",
     "surname"},
    {"a letter lost before", "E1,Zo\uFFFD,Smith,31/12/2026,", "hr.row.damaged_text", "givenName"},
};

TEST(rows, are_refused_with_line_field_and_way_out) {
  for (const auto& want : rows) {
    SCOPED_TRACE(want.why);
    auto list = read(hr_list_kind::leavers, leavers(want.row + "\r\nE7,a,b,31/12/2026,\r\n"));
    ASSERT_TRUE(list.whole.empty()) << list.whole[0].text();
    if (!want.code) {
      EXPECT_EQ(list.rows.size(), 2u);
      EXPECT_TRUE(list.refused.empty()) << list.refused[0].reason.text();
      continue;
    }
    EXPECT_EQ(list.rows.size(), 1u) << "the other row is good";
    ASSERT_FALSE(list.refused.empty());
    const auto& no = list.refused[0];
    auto fits = [&](const auto& r) { return r.reason.code == want.code && r.field == want.field; };
    EXPECT_TRUE(std::any_of(list.refused.begin(), list.refused.end(), fits)) << no.reason.text();
    EXPECT_EQ(no.line, 2);
    EXPECT_THAT(no.reason.place, testing::StartsWith("list.csv:2"));
    EXPECT_FALSE(no.reason.way_out.empty());
  }
}

TEST(rows, every_fault_of_a_row_is_told) {
  auto list = read(hr_list_kind::leavers, leavers("E1,\"a\nb\",c\x1b,soon,\r\n"));
  ASSERT_EQ(list.refused.size(), 3u);
  EXPECT_EQ(list.refused[0].id.value, "E1");
}

struct joiner_row {
  const char* cells;  // Employee No, Person Type, Line Manager, Personal Email, Start, Leaving
  const char* code;
};

const joiner_row joiners[] = {
    {"E1,Employee,E2,a@example.com,01/02/2027,", nullptr},
    {"E1,contractor,,,01/02/2027,01/02/2027", nullptr},
    {"E1,Emplyee,,,01/02/2027,", "hr.row.person_type_unknown"},
    {"E1,,,,01/02/2027,", "hr.row.person_type_missing"},
    {"E1,Employee,E1,,01/02/2027,", "hr.row.manager_self"},
    {"E1,Employee,E 2,,01/02/2027,", "hr.row.id_invalid"},
    {"E1,Employee,,,01/02/2027,31/01/2027", "hr.row.dates_reversed"},
    {"E1,Employee,,,,", "hr.row.start_date_missing"},
    {"E1,Employee,,no address,01/02/2027,", "hr.row.contact_invalid"},
    {"E1,Employee,,@example.com,01/02/2027,", "hr.row.contact_invalid"},
    {"E1,Employee,,a@,01/02/2027,", "hr.row.contact_invalid"},
    {"E1,Employee,,a@b@c,01/02/2027,", "hr.row.contact_invalid"},
    {"E1,Employee,,\"a@b.c,d@e.f\",01/02/2027,", "hr.row.contact_invalid"},
    {"E1,Employee,,<a@b.c>,01/02/2027,", "hr.row.contact_invalid"},
};

TEST(rows, joiners_are_judged) {
  for (const auto& want : joiners) {
    SCOPED_TRACE(want.cells);
    auto config = shipped("optional: [jobTitle,", "optional: [givenName, surname, jobTitle,");
    auto list = read(hr_list_kind::joiners,
                     "Employee No,Person Type,Line Manager,Personal Email,Start Date,Leaving Date"
                     "\r\n" + std::string(want.cells) + "\r\n", config);
    ASSERT_TRUE(list.whole.empty()) << list.whole[0].text();
    ASSERT_EQ(list.refused.size(), want.code ? 1u : 0u);
    if (want.code) {
      EXPECT_EQ(list.refused[0].reason.code, want.code);
    }
  }
}

TEST(rows, an_hr_id_twice_refuses_both) {
  auto list = read(hr_list_kind::leavers, leavers("E1,a,b,31/12/2026,\r\nE2,a,b,31/12/2026,\r\n"
                                                  "E3,a,b,31/12/2026,\r\ne1,a,b,30/12/2026,\r\n"
                                                  "E3,a,b,no date,\r\n"));
  ASSERT_EQ(list.rows.size(), 1u);
  EXPECT_EQ(list.rows[0].id.value, "E2");
  std::vector<int> lines;
  for (const auto& no : list.refused) lines.push_back(no.line);
  EXPECT_THAT(lines, testing::ElementsAre(2, 4, 5, 6));
  EXPECT_EQ(list.refused[0].reason.code, "hr.row.hr_id_twice");
  EXPECT_EQ(list.refused[1].reason.code, "hr.row.hr_id_twice") << "the other E3 is refused too";
  EXPECT_EQ(list.refused[3].reason.code, "hr.row.date_invalid");
}

TEST(rows, dates_that_two_formats_read_differently_are_refused) {
  auto both = shipped("[DD/MM/YYYY, YYYY-MM-DD]", "[DD/MM/YYYY, MM/DD/YYYY]");
  auto list = read(hr_list_kind::leavers, leavers("E1,a,b,01/02/2027,\r\nE2,a,b,05/05/2027,\r\n"
                                                  "E3,a,b,31/01/2027,\r\nE4,a,b,01/31/2027,\r\n"),
                   both);
  EXPECT_EQ(list.rows.size(), 3u);
  ASSERT_EQ(list.refused.size(), 1u);
  EXPECT_EQ(list.refused[0].reason.code, "hr.row.date_ambiguous");
  auto words = shipped("[DD/MM/YYYY, YYYY-MM-DD]", "[D MMM YYYY, \"D.M.YYYY\"]");
  list = read(hr_list_kind::leavers, leavers("E1,a,b,1 Feb 2027,\r\nE2,a,b,1.2.2027,\r\n"
                                             "E3,a,b,01 FEB 2027,\r\n"), words);
  ASSERT_EQ(list.rows.size(), 3u) << list.refused[0].reason.text();
  for (const auto& row : list.rows) EXPECT_EQ(row.leaving, day("2027-02-01"));
}

TEST(rows, other_delimiters_can_be_configured) {
  struct {
    const char *yaml, *text;
  } forms[] = {{"\";\"", ";"}, {"tab", "\t"}, {"\"|\"", "|"}};
  for (const auto& form : forms) {
    SCOPED_TRACE(form.yaml);
    auto list =
        read(hr_list_kind::leavers,
             "Employee No"s + form.text + "Leaving Date\r\nE1" + form.text + "31/12/2026\r\n",
             shipped("delimiter: \",\"", "delimiter: "s + form.yaml));
    EXPECT_EQ(list.rows.size(), 1u);
  }
}

}  // namespace
}  // namespace tenure::hr_csv
