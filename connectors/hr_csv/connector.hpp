#pragma once
// HR's lists as CSV files (RFC 4180). The whole file is judged before any row of it is believed.

#include "connectors/hr_csv/config.hpp"
#include "engine/ports/hr_feed.hpp"

#include <string>

namespace tenure::hr_csv {

// A list longer than this is refused (hr.list.too_long).
inline constexpr std::size_t file_bytes_max = 128 << 20;
inline constexpr std::size_t cell_bytes_max = 1000;

// Whole-list refusals:
//   hr.list.unreadable      the file cannot be opened or read
//   hr.list.too_long        above 128 MiB
//   hr.list.empty           no bytes, or nothing but blanks
//   hr.list.encoding        bytes that the encoding does not have; names the first one's offset
//   hr.list.nul             a NUL character
//   hr.list.syntax          a quote where none may be
//   hr.list.truncated       the file ends within quotes, or its last row has too few cells
//   hr.list.delimiter       one column only, and another delimiter seems to be used
//   hr.list.column_missing, hr.list.column_twice, hr.list.column_unknown   the header
//   hr.list.no_rows         a header and nothing else
// Row refusals:
//   hr.row.cells            more or fewer cells than the header
//   hr.row.<field>_missing  a required cell is blank (hr.row.surname_missing)
//   hr.row.hr_id_twice      the same HR id in another row; both are refused
//   hr.row.id_invalid       an HR id with blanks, non-ASCII letters, ...
//   hr.row.date_invalid, hr.row.date_ambiguous, hr.row.date_range, hr.row.dates_reversed
//   hr.row.person_type_unknown, hr.row.contact_invalid, hr.row.manager_self
//   hr.row.too_long, hr.row.control_character, hr.row.line_break, hr.row.damaged_text
class connector final : public hr_feed {
 public:
  explicit connector(config how) : how_(std::move(how)) {}

  hr_list_file read(hr_list_kind kind, const std::filesystem::path& file) override;
  // The same from bytes at hand; `name` stands in places.
  hr_list_file read_bytes(hr_list_kind kind, const std::string& bytes, const std::string& name);

 private:
  config how_;
};

}  // namespace tenure::hr_csv
