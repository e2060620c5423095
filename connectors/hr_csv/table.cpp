// libcsv stays in this file. It knows no lines, so it is fed one at a time.
#include "connectors/hr_csv/table.hpp"

#include <csv.h>

#include <new>

namespace tenure::hr_csv {
namespace {

// No exception may cross libcsv's C frames: running out of memory ends the process.
struct collector {
  std::vector<table_row> rows;
  table_row current;
  int line = 0;

  static void on_cell(void* text, std::size_t length, void* self) noexcept {
    auto& to = *static_cast<collector*>(self);
    to.current.cells.emplace_back(static_cast<const char*>(text), length);
  }
  static void on_row(int, void* self) noexcept {
    auto& to = *static_cast<collector*>(self);
    to.rows.push_back(std::move(to.current));
    to.current = {};
  }
};

class parser {
 public:
  explicit parser(char delimiter) {
    if (csv_init(&state_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&state_, static_cast<unsigned char>(delimiter));
  }
  ~parser() { csv_free(&state_); }
  parser(const parser&) = delete;
  parser& operator=(const parser&) = delete;

  bool feed(std::string_view text, collector& to) {
    return csv_parse(&state_, text.data(), text.size(), collector::on_cell, collector::on_row,
                     &to) == text.size();
  }
  bool finish(collector& to) {
    return csv_fini(&state_, collector::on_cell, collector::on_row, &to) == 0;
  }

 private:
  csv_parser state_;
};

// Up to and with the next line break: LF, CR LF, or a CR alone.
std::string_view next_line(std::string_view text) {
  std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  bool pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
  return text.substr(0, end + (pair ? 2 : 1));
}

refusal wrong(const char* code, const char* message, int line, const char* way_out) {
  return {code, message, std::to_string(line), "", way_out};
}

}  // namespace

result<std::vector<table_row>> parse_table(std::string_view text, char delimiter) {
  collector rows;
  parser csv(delimiter);
  bool between_rows = true;
  for (int line = 1; !text.empty(); ++line) {
    auto piece = next_line(text);
    text.remove_prefix(piece.size());
    if (between_rows) rows.current.line = line;
    std::size_t before = rows.rows.size();
    if (!csv.feed(piece, rows)) {
      return wrong("hr.list.syntax", "a quote stands where none may be", line,
                   "Quote the whole cell and double every quote within it");
    }
    // A line that ended no row and left no blank behind is the middle of a quoted cell.
    bool blank = piece.find_first_not_of(" \t\r\n") == std::string_view::npos;
    between_rows = rows.rows.size() != before || (between_rows && blank);
  }
  int last = rows.current.line;
  if (!csv.finish(rows)) {
    return wrong("hr.list.truncated", "the list ends within quotes", last,
                 "Export it again; it was cut off");
  }
  return std::move(rows.rows);
}

}  // namespace tenure::hr_csv
