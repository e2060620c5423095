#pragma once
// Dates as HR writes them: formats of D DD M MM MMM (Jan) YYYY and literal characters.

#include "engine/model/instant.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::hr_csv {

// True when the format has a day, a month and a year, each once, and nothing unknown.
bool good_date_format(std::string_view format);

enum class date_trouble { none, invalid, ambiguous, range };
struct date_reading {
  date day{};
  date_trouble trouble = date_trouble::none;
};

// `invalid`: no format fits, or the date does not exist; `ambiguous`: two formats fit and differ;
// `range`: outside 1900 to 2200.
date_reading read_date(std::string_view text, const std::vector<std::string>& formats);

}  // namespace tenure::hr_csv
