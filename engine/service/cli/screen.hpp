#pragma once
// Text for people: aligned tables that fit the terminal, wrapped sentences, colour where allowed.
// Names and reasons come from HR lists and directories, so nothing they hold may steer a terminal:
// control characters are shown as '?'.

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::cli {

// `text` with every control character (C0, DEL, C1) as '?'.
std::string printable(std::string_view text);
// Columns it takes: code points, marks that combine not counted.
std::size_t columns_of(std::string_view text);
// Broken at blanks into lines of at most `width` columns; a longer word is cut. 0: one line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

class screen {
 public:
  enum class tone { plain, good, warning, bad };

  screen(std::ostream& out, std::size_t width, bool colour)
      : out_(out), width_(width), colour_(colour) {}

  void line(std::string_view text = {}, tone how = tone::plain);  // wrapped
  void item(std::string_view text, tone how = tone::plain);       // "- " and hanging lines
  // "name  value" with the values under each other; empty values are left out.
  void fields(const std::vector<std::pair<std::string_view, std::string>>& what);
  // Columns that are empty in every row are left out.
  void table(const std::vector<std::string>& head,
             const std::vector<std::vector<std::string>>& rows);

 private:
  void put(std::string_view text, tone how);
  std::ostream& out_;
  std::size_t width_;
  bool colour_;
};

}  // namespace tenure::cli
