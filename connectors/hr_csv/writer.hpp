#pragma once
// CSV for people: RFC 4180, and no cell that a spreadsheet would run as a formula.

#include <string>
#include <string_view>
#include <vector>

namespace tenure::hr_csv {

class csv_writer {
 public:
  // Every cell is quoted, every row ends with CR LF. A cell that begins with = + - @ TAB CR LF or
  // their full-width forms, gets a ' before it (OWASP, CSV injection); NUL is dropped.
  void row(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace tenure::hr_csv
