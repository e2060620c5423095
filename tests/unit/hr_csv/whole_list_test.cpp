// What holds a list as a whole (bad input 1): each form with its refusal, the good form beside it.
#include "tests/unit/hr_csv/lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

namespace tenure::hr_csv {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

const std::string good =
    leavers("E1,Jane,Smith,31/12/2026,Resigned\r\nE2,Zoë,Brückner,01/01/2027,\r\n");

std::string utf16(const std::string& ascii, bool little, bool mark) {
  std::string out = mark ? (little ? "\xFF\xFE"s : "\xFE\xFF"s) : ""s;
  for (char c : ascii) out += little ? std::string{c, '\0'} : std::string{'\0', c};
  return out;
}

struct held_row {
  const char* why;
  std::string bytes;
  const char* code;   // nullptr: the list is good
  const char* said;   // in the refusal's text
};

const std::string ascii = leavers("E1,Jane,Smith,31/12/2026,Resigned\r\n");
const std::string row = "E1,Jane,Smith,31/12/2026,Resigned\r\n";

const held_row held[] = {
    {"good", good, nullptr, ""},
    {"LF alone", "Employee No,Leaving Date\nE1,31/12/2026\n", nullptr, ""},
    {"CR alone", "Employee No,Leaving Date\rE1,31/12/2026\r", nullptr, ""},
    {"no line break at the end", "Employee No,Leaving Date\r\nE1,31/12/2026", nullptr, ""},
    {"a header in other letter case", "EMPLOYEE NO,leaving date\r\nE1,31/12/2026\r\n", nullptr, ""},
    {"a header with blanks", " Employee No , Leaving Date \r\nE1,31/12/2026\r\n", nullptr, ""},
    {"an ignored column", "Employee No,Leaving Date,Notes\r\nE1,31/12/2026,x\r\n", nullptr, ""},
    {"UTF-8 with its mark", "\xEF\xBB\xBF" + good, nullptr, ""},
    {"UTF-16LE with its mark", utf16(ascii, true, true), nullptr, ""},
    {"UTF-16BE with its mark", utf16(ascii, false, true), nullptr, ""},

    {"no bytes", "", "hr.list.empty", "list.csv: the list is empty"},
    {"blanks only", " \r\n\r\n\t\r\n", "hr.list.empty", "empty"},
    {"a mark only", "\xEF\xBB\xBF", "hr.list.empty", "empty"},
    {"a UTF-16 mark only", "\xFF\xFE", "hr.list.empty", "empty"},
    {"a header only", leavers(""), "hr.list.no_rows", "no rows"},
    {"no header", row + row, "hr.list.column_missing", "'Employee No' is missing"},
    {"a column missing", "Employee No,Surname\r\nE1,Smith\r\n", "hr.list.column_missing",
     "'Leaving Date' is missing"},
    {"the HR id missing", "Surname,Leaving Date\r\nSmith,31/12/2026\r\n", "hr.list.column_missing",
     "'Employee No' is missing"},
    {"a column twice", "Employee No,Leaving Date,Employee No\r\nE1,31/12/2026,E2\r\n",
     "hr.list.column_twice", "list.csv:1: column 'Employee No' stands twice"},
    {"a column twice in other case", "Employee No,Leaving Date,leaving DATE\r\nE1,31/12/2026,x\r\n",
     "hr.list.column_twice", "stands twice"},
    {"an unknown column", "Employee No,Leaving Date,Leaving Dat\r\nE1,31/12/2026,x\r\n",
     "hr.list.column_unknown", "'Leaving Dat'"},
    {"a column without a name", "Employee No,Leaving Date,\r\nE1,31/12/2026,x\r\n",
     "hr.list.column_unknown", "''"},
    {"another list's columns", "Employee No,Absent From\r\nE1,31/12/2026\r\n",
     "hr.list.column_unknown", "'Absent From'"},
    {"semicolons", "Employee No;Leaving Date\r\nE1;31/12/2026\r\n", "hr.list.delimiter",
     "seems to be ';', not ','"},
    {"tabs", "Employee No\tLeaving Date\r\nE1\t31/12/2026\r\n", "hr.list.delimiter", "a tab"},
    {"bars", "Employee No|Leaving Date\r\nE1|31/12/2026\r\n", "hr.list.delimiter", "'|'"},
    {"one column and no delimiter at all", "Employee No\r\nE1\r\n", "hr.list.column_missing",
     "Leaving Date"},
    {"cut within quotes", leavers(row + "E2,\"Jane"), "hr.list.truncated", "list.csv:3: "},
    {"cut within quotes over lines", leavers("E2,\"Jane\r\nE3,a,b,c,d\r\n"), "hr.list.truncated",
     "list.csv:2: the list ends within quotes"},
    {"cut mid-row", leavers(row + "E2,Zoe"), "hr.list.truncated", "list.csv:3: the last row"},
    {"cut in the only row", leavers("E2"), "hr.list.truncated", "fewer cells"},
    {"a quote in a cell", leavers(row + "E2,Ja\"ne,Smith,31/12/2026,\r\n"), "hr.list.syntax",
     "list.csv:3: a quote"},
    {"text behind a quoted cell", leavers("E2,\"Jane\"x,Smith,31/12/2026,\r\n"), "hr.list.syntax",
     "list.csv:2"},
    {"Latin-1", leavers("E1,Zo\xEB,Smith,31/12/2026,\r\n"), "hr.list.encoding",
     "byte 0xEB at offset 57 is no UTF-8"},
    {"an overlong form", leavers("E1,\xC0\xAF,Smith,31/12/2026,\r\n"), "hr.list.encoding",
     "byte 0xC0"},
    {"a surrogate in UTF-8", leavers("E1,\xED\xA0\x80,Smith,31/12/2026,\r\n"), "hr.list.encoding",
     "byte 0xED"},
    {"cut within a letter", leavers("E1,Jane,Smith,31/12/2026,Zo\xC3"), "hr.list.encoding",
     "byte 0xC3"},
    {"UTF-16LE without its mark", utf16(ascii, true, false), "hr.list.encoding",
     "looks like UTF-16"},
    {"UTF-16BE without its mark", utf16(ascii, false, false), "hr.list.encoding",
     "looks like UTF-16"},
    {"UTF-16 cut within a letter", utf16(ascii, true, true) + "\x41", "hr.list.encoding",
     "is no UTF-16LE"},
    {"half a surrogate pair", utf16(ascii, true, true) + "\x00\xD8\x41\x00"s, "hr.list.encoding",
     "is no UTF-16LE"},
    {"NUL in a cell", leavers("E1,Ja\0ne,Smith,31/12/2026,\r\n"s), "hr.list.nul", "NUL"},
    {"NUL in UTF-16", utf16(ascii + "\0"s, true, true), "hr.list.nul", "NUL"},
    {"a spreadsheet file", "PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0"s, "hr.list.encoding", ""},
};

TEST(whole_list, is_held_with_place_reason_and_way_out) {
  for (const auto& want : held) {
    SCOPED_TRACE(want.why);
    auto list = read(hr_list_kind::leavers, want.bytes);
    EXPECT_EQ(list.file_digest.size(), 64u);
    if (!want.code) {
      EXPECT_TRUE(list.whole.empty()) << list.whole.front().text();
      EXPECT_TRUE(list.refused.empty()) << list.refused.front().reason.text();
      EXPECT_FALSE(list.rows.empty());
      continue;
    }
    ASSERT_FALSE(list.whole.empty());
    EXPECT_TRUE(list.rows.empty());
    auto has_code = [&](const refusal& why) { return why.code == want.code; };
    auto found = std::find_if(list.whole.begin(), list.whole.end(), has_code);
    ASSERT_NE(found, list.whole.end()) << list.whole.front().text();
    EXPECT_THAT(found->text(), HasSubstr(want.said));
    EXPECT_THAT(found->place, testing::StartsWith("list.csv"));
    EXPECT_FALSE(found->way_out.empty());
  }
}

TEST(whole_list, every_fault_of_a_header_is_told) {
  auto list = read(hr_list_kind::leavers, "Employee,Surname,Surname,Leaving\r\nE1,a,b,c\r\n");
  EXPECT_EQ(list.whole.size(), 5u);  // two unknown, one twice, two missing
}

TEST(whole_list, a_named_encoding_is_believed_only_where_the_bytes_agree) {
  struct {
    const char* name;
    std::string bytes;
    const char* code;
    const char* surname;
  } rows[] = {
      {"windows-1252", leavers("E1,a,M\xFCller \x96 O\x92Neill,31/12/2026,\r\n"), nullptr,
       "Müller – O’Neill"},
      {"ISO-8859-1", leavers("E1,a,M\xFCller,31/12/2026,\r\n"), nullptr, "Müller"},
      {"UTF-8", leavers("E1,a,Müller,31/12/2026,\r\n"), nullptr, "Müller"},
      {"UTF-16LE", utf16(leavers("E1,a,Muller,31/12/2026,\r\n"), true, false), nullptr, "Muller"},
      {"windows-1252", leavers("E1,a,Müller,31/12/2026,\r\n"), "hr.list.encoding", ""},
      {"ISO-8859-1", leavers("E1,a,Müller,31/12/2026,\r\n"), "hr.list.encoding", ""},
      {"ISO-8859-1", leavers("E1,a,O\x92Neill,31/12/2026,\r\n"), "hr.list.encoding", ""},
      {"windows-1252", leavers("E1,a,M\x81ller,31/12/2026,\r\n"), "hr.list.encoding", ""},
      {"windows-1252", "\xEF\xBB\xBF" + ascii, "hr.list.encoding", ""},
      {"UTF-8", utf16(ascii, true, true), "hr.list.encoding", ""},
      {"UTF-16LE", utf16(ascii, false, true), "hr.list.encoding", ""},
      {"windows-1252", utf16(ascii, true, false), "hr.list.nul", ""},
  };
  for (const auto& want : rows) {
    SCOPED_TRACE(std::string(want.name) + " " + want.surname);
    auto list = read(hr_list_kind::leavers, want.bytes,
                     shipped("encoding: auto", "encoding: "s + want.name));
    if (want.code) {
      ASSERT_EQ(list.whole.size(), 1u);
      EXPECT_EQ(list.whole[0].code, want.code);
    } else {
      ASSERT_TRUE(list.whole.empty()) << list.whole[0].text();
      EXPECT_EQ(list.rows.at(0).surname, want.surname);
    }
  }
}

TEST(whole_list, a_file_that_cannot_be_read_is_held) {
  connector from(shipped());
  for (const char* file : {"/nonexistent/list.csv", "/", "/proc/self/mem"}) {
    SCOPED_TRACE(file);
    auto list = from.read(hr_list_kind::leavers, file);
    ASSERT_EQ(list.whole.size(), 1u);
    EXPECT_THAT(list.whole[0].code, testing::AnyOf("hr.list.unreadable", "hr.list.empty"));
  }
}

TEST(whole_list, a_file_is_read_and_its_digest_told) {
  auto path = (std::filesystem::temp_directory_path() / "tenure-list-XXXXXX").string();
  ASSERT_NE(mkdtemp(path.data()), nullptr);
  auto file = std::filesystem::path(path) / "leavers.csv";
  std::ofstream(file, std::ios::binary) << ascii;
  auto list = connector(shipped()).read(hr_list_kind::leavers, file);
  std::filesystem::remove_all(path);
  ASSERT_TRUE(list.whole.empty());
  EXPECT_EQ(list.rows.size(), 1u);
  EXPECT_EQ(list.file_digest, read(hr_list_kind::leavers, ascii).file_digest);
  EXPECT_NE(list.file_digest, read(hr_list_kind::leavers, ascii + "\r\n").file_digest);
}

TEST(whole_list, a_hundred_thousand_rows_are_read_to_the_last) {
  std::string rows;
  for (int i = 0; i < 100'000; ++i) {
    auto nth = std::to_string(i);
    rows += "E" + nth + ",\"Given, " + nth + "\",Surname,31/12/2026,\r\n";
  }
  auto list = read(hr_list_kind::leavers, leavers(rows));
  EXPECT_EQ(list.rows.size(), 100'000u);
  EXPECT_EQ(list.rows.back().line, 100'001);
}

}  // namespace
}  // namespace tenure::hr_csv
