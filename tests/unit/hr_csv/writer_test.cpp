#include "connectors/hr_csv/table.hpp"
#include "connectors/hr_csv/writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace tenure::hr_csv {
namespace {

using namespace std::string_literals;

std::string written(const std::vector<std::string>& cells) {
  csv_writer out;
  out.row(cells);
  return out.text();
}

TEST(writer, quotes_every_cell) {
  EXPECT_EQ(written({"a", "b,c", "d\"e", "", "f\r\ng"}),
            "\"a\",\"b,c\",\"d\"\"e\",\"\",\"f\r\ng\"\r\n");
}

TEST(writer, takes_the_power_from_formulas) {
  for (const char* start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
    SCOPED_TRACE(start);
    EXPECT_EQ(written({start + "1+1"s}), "\"'"s + start + "1+1\"\r\n");
  }
  EXPECT_EQ(written({"=HYPERLINK(\"http://x\")"}), "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n");
  EXPECT_EQ(written({"-5"}), "\"'-5\"\r\n");
  EXPECT_EQ(written({"=\0x"s}), "\"'=x\"\r\n");
  EXPECT_EQ(written({"\0=x"s}), "\"'=x\"\r\n") << "a NUL hides nothing";
}

TEST(writer, leaves_other_cells_alone) {
  for (const char* cell : {"1=1", "a-b", "'=x", "jane@example.org", "", "Zoë"}) {
    SCOPED_TRACE(cell);
    EXPECT_EQ(written({cell}), "\"" + std::string(cell) + "\"\r\n");
  }
}

rc::Gen<std::string> any_cell() {
  return rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::elementOf("=+-@\t\r\n\",;' "s), rc::gen::character<char>()));
}

RC_GTEST_PROP(writer, what_is_written_is_read_again, ()) {
  auto width = *rc::gen::inRange(1, 6);
  auto table = *rc::gen::container<std::vector<std::vector<std::string>>>(
      rc::gen::container<std::vector<std::string>>(static_cast<std::size_t>(width), any_cell()));
  csv_writer out;
  for (const auto& row : table) out.row(row);
  auto read = parse_table(out.text(), ',');
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->size() == table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    RC_ASSERT((*read)[i].cells.size() == table[i].size());
    for (std::size_t j = 0; j < table[i].size(); ++j) {
      auto cell = (*read)[i].cells[j];
      // Nothing comes back that a spreadsheet would run, and nothing but the ' was added.
      RC_ASSERT(cell.empty() || "=+-@\t\r\n"s.find(cell[0]) == std::string::npos);
      auto sent = table[i][j];
      std::erase(sent, '\0');
      RC_ASSERT(cell == sent || cell == "'" + sent);
    }
  }
}

RC_GTEST_PROP(writer, any_bytes_are_rows_or_a_refusal, ()) {
  auto text = *any_cell();
  auto read = parse_table(text, ',');
  RC_ASSERT(read.has_value() || !read.error().code.empty());
}

}  // namespace
}  // namespace tenure::hr_csv
