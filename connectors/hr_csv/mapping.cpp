#include "connectors/hr_csv/mapping.hpp"

#include "connectors/hr_csv/connector.hpp"
#include "connectors/hr_csv/dates.hpp"
#include "connectors/hr_csv/text.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace tenure::hr_csv {
namespace {

bool letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// ASCII only, so that no look-alike letter makes two ids of one (or one of two, for the eye).
bool good_id(std::string_view id) {
  return id.size() <= 64 && letter_or_digit(id.front()) &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == '/';
         });
}

bool good_contact(std::string_view address) {
  std::size_t at = address.find('@');
  return address.size() <= 254 && at != 0 && at != address.npos && at + 1 < address.size() &&
         address.find('@', at + 1) == address.npos &&
         address.find_first_of(" \t,;:<>()[]\\\"") == address.npos;
}

// C0, DEL, and C1 (U+0080 to U+009F, C2 80 to C2 9F in UTF-8). Line breaks are judged apart.
bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\r' && byte != '\n' && byte != '\t') || byte == 0x7f) return true;
    bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) return true;
  }
  return false;
}

// Free text may be of several lines; it becomes one. Names, ids and dates may not.
bool free_text(field name) { return name == field::reason; }

void join_lines(std::string& text) {
  for (char& c : text) {
    if (c == '\r' || c == '\n' || c == '\t') c = ' ';
  }
}

struct cell_fault {
  std::string code;
  std::string message;
  std::string way_out;
};

std::optional<cell_fault> fault_in_cell(field name, std::string_view text) {
  if (text.size() > cell_bytes_max) {
    return cell_fault{"hr.row.too_long", "more than 1,000 bytes", "Shorten it"};
  }
  if (has_control_character(text)) {
    return cell_fault{"hr.row.control_character", "holds a control character", "Type it again"};
  }
  if (!free_text(name) && text.find_first_of("\r\n\t") != text.npos) {
    return cell_fault{"hr.row.line_break", "holds a line break or a tab", "Put it on one line"};
  }
  if (text.find("\xEF\xBF\xBD") != text.npos) {
    return cell_fault{"hr.row.damaged_text",
                      "holds U+FFFD: a letter was lost before the list reached us",
                      "Correct it in the HR system and export again"};
  }
  return std::nullopt;
}

// Snake case for codes: leavingDate -> leaving_date.
std::string code_word(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') out += '_';
    out += lower(std::string_view(&c, 1));
  }
  return out;
}

class row_reader {
 public:
  row_reader(const column_places& places, const config& how, const std::string& file,
             hr_list_file& to)
      : places_(places), how_(how), file_(file), to_(to), layout_(how.layout(to.kind)) {}

  void read(const table_row& cells, std::size_t width) {
    cells_ = &cells;
    refused_ = false;
    row_ = {};
    row_.line = cells.line;
    if (cells.cells.size() != width) {
      refuse(std::nullopt, {"hr.row.cells", std::to_string(cells.cells.size()) +
             " cells, the header has " + std::to_string(width),
             "Quote cells that hold the delimiter"});
      return;
    }
    row_.id = id_of(field::hr_id);
    for (const auto& [name, heading] : layout_.columns) {
      if (name != field::hr_id) read_field(name);
    }
    check_together();
    if (!refused_) to_.rows.push_back(std::move(row_));
  }

 private:
  const column_places& places_;
  const config& how_;
  const std::string& file_;
  hr_list_file& to_;
  const list_layout& layout_;
  const table_row* cells_ = nullptr;
  hr_row row_;
  bool refused_ = false;

  void refuse(std::optional<field> name, const cell_fault& why) {
    std::string place = file_ + ":" + std::to_string(row_.line);
    if (name) place += ", " + layout_.columns.at(*name);
    to_.refused.push_back({row_.line, row_.id, name ? std::string(to_text(*name)) : std::string(),
                           {why.code, why.message, place, "", why.way_out}});
    refused_ = true;
  }

  // The cell, trimmed; empty when the file has no such column, or after a refusal.
  std::string cell(field name) {
    auto place = places_[static_cast<std::size_t>(name)];
    if (!place) return {};
    std::string text(trimmed(cells_->cells[*place]));
    if (auto why = fault_in_cell(name, text)) {
      refuse(name, *why);
      return {};
    }
    bool required = name == field::hr_id || std::count(layout_.required.begin(),
                                                       layout_.required.end(), name) != 0;
    if (text.empty() && required) {
      refuse(name, {"hr.row." + code_word(to_text(name)) + "_missing", "is blank", "Fill it in"});
    }
    return text;
  }

  hr_id id_of(field name) {
    auto text = cell(name);
    if (text.empty()) return {};
    if (!good_id(text)) {
      refuse(name, {"hr.row.id_invalid", "is no HR id",
                    "Use at most 64 ASCII letters, digits and - _ . / beginning with a letter or "
                    "digit"});
      return {};
    }
    return {text};
  }

  std::optional<date> date_of(field name) {
    auto text = cell(name);
    if (text.empty()) return std::nullopt;
    auto read = read_date(text, how_.date_formats);
    switch (read.trouble) {
      case date_trouble::none:
        return read.day;
      case date_trouble::invalid:
        refuse(name, {"hr.row.date_invalid", "'" + text + "' is no date",
                      "Write an existing date as " + how_.date_formats.front()});
        break;
      case date_trouble::ambiguous:
        refuse(name, {"hr.row.date_ambiguous", "'" + text + "' can be read as two dates",
                      "Leave one date format in the configuration"});
        break;
      case date_trouble::range:
        refuse(name, {"hr.row.date_range", "'" + text + "' is not within 1900 to 2200",
                      "Correct the year"});
        break;
    }
    return std::nullopt;
  }

  std::optional<person_kind> kind_of(field name) {
    auto text = cell(name);
    if (text.empty()) return std::nullopt;
    auto found = how_.person_types.find(lower(text));
    if (found == how_.person_types.end()) {
      refuse(name, {"hr.row.person_type_unknown", "'" + text + "' is no known person type",
                    "Correct it, or add it to personTypes in the configuration"});
      return std::nullopt;
    }
    return found->second;
  }

  std::string contact_of(field name) {
    auto text = cell(name);
    if (text.empty() || good_contact(text)) return text;
    refuse(name, {"hr.row.contact_invalid", "is no single e-mail address", "Write name@host"});
    return {};
  }

  std::string joined(field name) {
    auto text = cell(name);
    join_lines(text);
    return text;
  }

  void read_field(field name) {
    switch (name) {
      case field::hr_id: break;
      case field::given_name: row_.given_name = cell(name); break;
      case field::surname: row_.surname = cell(name); break;
      case field::person_type: row_.kind = kind_of(name); break;
      case field::job_title: row_.job_title = cell(name); break;
      case field::unit: row_.unit = cell(name); break;
      case field::unit_name: row_.unit_name = cell(name); break;
      case field::parent_unit: row_.parent_unit = cell(name); break;
      case field::head_of_unit: row_.head_of_unit = id_of(name); break;
      case field::manager: row_.manager = id_of(name); break;
      case field::contact: row_.contact = contact_of(name); break;
      case field::start_date: row_.start = date_of(name); break;
      case field::leaving_date: row_.leaving = date_of(name); break;
      case field::reason: row_.reason = joined(name); break;
      case field::absent_from: row_.absent_from = date_of(name); break;
      case field::expected_return: row_.expected_return = date_of(name); break;
    }
  }

  void check_order(std::optional<date> first, std::optional<date> second, field later) {
    if (!first || !second || *first <= *second) return;
    refuse(later, {"hr.row.dates_reversed", to_text(*second) + " is before " + to_text(*first),
                   "Correct one of the two dates"});
  }

  void check_together() {
    check_order(row_.start, row_.leaving, field::leaving_date);
    check_order(row_.absent_from, row_.expected_return, field::expected_return);
    if (!row_.id.empty() && row_.manager == row_.id) {
      refuse(field::manager, {"hr.row.manager_self", "is the person's own HR id",
                              "Give the line manager's, or leave it blank"});
    }
  }

  static std::string to_text(field name) { return std::string(hr_csv::to_text(name)); }
  static std::string to_text(date day) { return tenure::to_text(day); }
};

// Two rows about one person contradict each other or are a copy: neither is acted on. Letter case
// does not make another person.
void refuse_twice(const std::string& file, const std::string& heading, hr_list_file& to) {
  std::unordered_map<std::string, int> times;
  std::unordered_set<std::string> refused;
  for (const auto& row : to.rows) ++times[lower(row.id.value)];
  for (const auto& row : to.refused) refused.insert(lower(row.id.value));
  auto twice = [&](const hr_row& row) {
    auto id = lower(row.id.value);
    return times[id] > 1 || refused.contains(id);
  };
  for (const auto& row : to.rows) {
    if (!twice(row)) continue;
    to.refused.push_back({row.line, row.id, "hrId",
                          {"hr.row.hr_id_twice", "the HR id stands in more than one row",
                           file + ":" + std::to_string(row.line) + ", " + heading, "",
                           "Keep one row a person"}});
  }
  std::erase_if(to.rows, twice);
  std::sort(to.refused.begin(), to.refused.end(), [](const auto& a, const auto& b) {
    return std::tie(a.line, a.field, a.reason.code) < std::tie(b.line, b.field, b.reason.code);
  });
}

}  // namespace

void read_rows(const std::vector<table_row>& table, const column_places& places, const config& how,
               const std::string& name, hr_list_file& to) {
  row_reader reader(places, how, name, to);
  to.rows.reserve(table.size());
  for (std::size_t i = 1; i < table.size(); ++i) reader.read(table[i], table[0].cells.size());
  refuse_twice(name, how.layout(to.kind).columns.at(field::hr_id), to);
}

}  // namespace tenure::hr_csv
