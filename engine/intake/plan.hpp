#pragma once
// What a list from HR asks for, row by row, given what the store knows: an event for an account, or
// nothing and why. People match by HR id, never by name. Nothing is decided or written here.

#include "engine/model/event.hpp"
#include "engine/model/person.hpp"
#include "engine/ports/hr_feed.hpp"
#include "engine/ports/store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tenure::intake {

// Answers from the workflow's tags: "left" (closed or on the way there, a rehire brings it back),
// "gone" (a rehire makes a new account). Keeps the workflow's state names out of this folder.
using has_tag = std::function<bool(const account&, std::string_view tag)>;

struct surroundings {
  transaction& in;
  list_id list;  // event and account ids follow from it, so that applying repeats the preview
  instant now;
  date today;  // local
  has_tag tagged;
};

// Verbs: "create" "restore" "close" "redate" "absent" "return" "rename" "transfer" "record" (staff
// data only) "nothing".
struct planned_row {
  int line = 0;  // 0: follows from somebody's absence from the list
  hr_id person;
  std::string verb;
  std::string why;             // one sentence
  std::optional<event> asks;   // what the account is told; none for "nothing" and "record"
  std::optional<tenure::person> saves;  // staff data to store before the event is decided
  std::optional<tenure::unit> saves_unit;
};

struct plan {
  std::vector<planned_row> rows;
  std::vector<hr_refused_row> refused;  // the file's own and those that the store contradicts
  std::vector<std::string> warnings;
};

// Rows in order of HR id, so that names and numbers do not depend on the order of the file.
plan plan_list(const hr_list_file& list, const surroundings& around);

}  // namespace tenure::intake
