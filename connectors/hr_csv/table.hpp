#pragma once
// CSV text to cells, strictly by RFC 4180 (libcsv), with the line each row begins on.

#include "engine/model/refusal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure::hr_csv {

struct table_row {
  int line = 0;
  std::vector<std::string> cells;
};

// Blank lines are no rows. Refused: hr.list.syntax, hr.list.truncated (place: the line number).
result<std::vector<table_row>> parse_table(std::string_view text, char delimiter);

}  // namespace tenure::hr_csv
