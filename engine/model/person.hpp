#pragma once
// People and units as HR's staff snapshot gives them: the tree that approvers are computed from.

#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenure {

// `shared` is nobody: a mailbox of a unit or group (engine/decisions/0016-shared-mailboxes.md).
enum class person_kind { employee, agency_worker, member, non_employee, temporary, shared };

// "employee", "agencyWorker", "member", "nonEmployee", "temporary", "shared": as in packs and YAML.
std::string_view to_text(person_kind kind);
std::optional<person_kind> parse_person_kind(std::string_view text);

struct person {
  hr_id id;
  person_kind kind = person_kind::employee;
  std::string given_name;
  std::string surname;
  std::string job_title;
  std::string unit;     // unit id; empty when HR gave none
  hr_id manager;        // line manager; empty when HR gave none
  std::string contact;  // personal contact address, outside the organisation; may be empty
  bool on_staff = true;  // false once a staff snapshot no longer lists the person
  auto operator<=>(const person&) const = default;
};

struct unit {
  std::string id;
  std::string name;
  std::string parent;  // unit id; empty at the root
  hr_id head;          // holder of the post; empty while vacant
  auto operator<=>(const unit&) const = default;
};

}  // namespace tenure
