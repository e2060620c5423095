#pragma once
// Work for a person: the helpdesk, a line manager, User Admin.

#include "engine/model/attributes.hpp"
#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>

namespace tenure {

struct task {
  task_id id;
  account_id account;
  std::string kind;      // "extractBusinessMail", "finishProvisioning", ...
  std::string assignee;  // role ("helpdesk") or HR id ("person:1042")
  std::string invoke;    // the workflow's invoke that waits for it; empty: nobody waits
  attributes input;      // what the person needs to know
  instant opened;
  std::optional<instant> due;
  hr_id claimed_by;      // who of those that could has taken it on; empty: nobody
  std::string status = "open";  // "open" | "done" | "cancelled"
  bool operator==(const task&) const = default;
};

}  // namespace tenure
