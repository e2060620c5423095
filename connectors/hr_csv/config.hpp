#pragma once
// How HR writes its lists: encoding, delimiter, dates, the columns of each list.
// The shipped mapping is config/hr-lists.yaml.

#include "engine/ports/hr_feed.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::hr_csv {

// `automatic`: by the byte order mark, else UTF-8. Nothing is guessed beyond that: text in a legacy
// encoding is refused until the configuration names it.
enum class encoding { automatic, utf8, utf16le, utf16be, windows1252, latin1 };

enum class field {
  hr_id,
  given_name,
  surname,
  person_type,
  job_title,
  unit,
  unit_name,
  parent_unit,
  head_of_unit,
  manager,
  contact,
  start_date,
  leaving_date,
  reason,
  absent_from,
  expected_return,
};
inline constexpr std::size_t field_count = 16;
// "hrId", "givenName", "surname", "personType", "jobTitle", "unit", "unitName", "parentUnit",
// "headOfUnit", "manager", "contact", "startDate", "leavingDate", "reason", "absentFrom",
// "expectedReturn": as in the configuration and in refused rows.
std::string_view to_text(field name);

struct list_layout {
  std::map<field, std::string> columns;  // field -> column heading
  std::vector<field> optional;  // columns that the file may lack; all others must be in the header
  std::vector<field> required;  // cells that no row may leave blank; hrId always
};

struct config {
  encoding text = encoding::automatic;
  char delimiter = ',';
  std::vector<std::string> date_formats;  // of D DD M MM MMM YYYY and literals, tried in order
  std::map<std::string, person_kind> person_types;  // lower-case heading text -> kind
  std::vector<std::string> ignored_columns;
  std::array<list_layout, 4> lists;  // by hr_list_kind

  const list_layout& layout(hr_list_kind kind) const {
    return lists[static_cast<std::size_t>(kind)];
  }
};

// Refused (hr.config, yaml.*) with place "file:line": unknown keys, fields, encodings or kinds of
// person, a heading used twice, a date format that is ambiguous or lacks a part, a list without
// hrId. All four lists must be described.
result<config> parse_config(std::string_view yaml, const std::string& place);

}  // namespace tenure::hr_csv
