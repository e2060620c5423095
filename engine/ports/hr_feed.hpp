#pragma once
// HR's lists as typed rows, wherever they come from (a CSV file today). Reading judges what can
// be judged from the file alone: what a row means for an account is intake's question.

#include "engine/model/instant.hpp"
#include "engine/model/person.hpp"
#include "engine/model/refusal.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure {

// What a list says: people who start, people who leave, everybody absent for long (a full monthly
// snapshot, CAM-9.2.3a), everybody on staff with the units they form (a full snapshot).
enum class hr_list_kind { joiners, leavers, absences, staff };

inline constexpr std::string_view hr_list_kinds[] = {"joiners", "leavers", "absences", "staff"};

inline std::string_view to_text(hr_list_kind kind) {
  return hr_list_kinds[static_cast<std::size_t>(kind)];
}

inline std::optional<hr_list_kind> parse_hr_list_kind(std::string_view text) {
  for (std::size_t i = 0; i < std::size(hr_list_kinds); ++i) {
    if (hr_list_kinds[i] == text) return static_cast<hr_list_kind>(i);
  }
  return std::nullopt;
}

// One good row. Text is UTF-8 as HR wrote it, blanks trimmed, without control characters; a field
// the list does not have is empty. Dates are legal dates of the organisation's calendar.
struct hr_row {
  int line = 0;  // where the row begins in the file; the header is line 1
  hr_id id;
  std::optional<person_kind> kind;
  std::string given_name;
  std::string surname;
  std::string job_title;
  std::string unit;          // unit id
  std::string unit_name;
  std::string parent_unit;   // unit id
  hr_id head_of_unit;
  hr_id manager;
  std::string contact;       // personal contact address
  std::string reason;        // why somebody leaves or is absent
  std::optional<date> start;
  std::optional<date> leaving;
  std::optional<date> absent_from;
  std::optional<date> expected_return;
  bool operator==(const hr_row&) const = default;
};

// A row that could not be taken. `reason.place` is "file:line, column", `reason.code` "hr.row.*".
struct hr_refused_row {
  int line = 0;
  hr_id id;           // as far as it could be read
  std::string field;  // field name ("leavingDate"); empty when the whole row is meant
  refusal reason;
};

struct hr_list_file {
  hr_list_kind kind = hr_list_kind::joiners;
  std::string file_digest;  // SHA-256 of the bytes read, hexadecimal; empty if none could be
  std::vector<hr_row> rows;  // in file order, no HR id twice
  std::vector<hr_refused_row> refused;  // by line
  // Why the list is held as a whole ("hr.list.*"). Not empty: `rows` must not be acted on.
  std::vector<refusal> whole;
};

class hr_feed {
 public:
  virtual ~hr_feed() = default;
  // Never throws for what the file holds; a file that cannot be read is a `whole` refusal
  // ("hr.list.unreadable"). Reads nothing else and changes nothing.
  virtual hr_list_file read(hr_list_kind kind, const std::filesystem::path& file) = 0;
};

}  // namespace tenure
