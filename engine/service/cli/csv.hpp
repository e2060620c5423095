#pragma once
// The preview as a spreadsheet file.

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace tenure::cli {

// RFC 4180, quoted; a cell that a spreadsheet would run (= + - @ TAB CR first) gets a leading '.
std::string csv_cell(std::string_view text);

// False when the file could not be written completely.
bool write_preview_csv(const boost::json::value& preview, const std::string& file);

}  // namespace tenure::cli
