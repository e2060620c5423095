// libcsv quotes; it stays in this file.
#include "connectors/hr_csv/writer.hpp"

#include <csv.h>

#include <array>
#include <string_view>

namespace tenure::hr_csv {
namespace {

// What spreadsheets take for the start of a formula, LF included; the last four are full-width.
constexpr std::array<std::string_view, 11> formula_starts = {
    "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
    "\xEF\xBC\xA0"};

// NUL goes first: it would hide the character behind it.
std::string harmless(std::string cell) {
  std::erase(cell, '\0');
  for (auto start : formula_starts) {
    if (cell.starts_with(start)) return "'" + cell;
  }
  return cell;
}

}  // namespace

void csv_writer::row(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto cell = harmless(cells[i]);
    std::string quoted(cell.size() * 2 + 2, '\0');
    quoted.resize(csv_write(quoted.data(), quoted.size(), cell.data(), cell.size()));
    text_ += (i == 0 ? "" : ",") + quoted;
  }
  text_ += "\r\n";
}

}  // namespace tenure::hr_csv
