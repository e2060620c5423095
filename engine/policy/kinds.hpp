#pragma once
// Every kind of person, for what a pack must answer for each of them. Private to this folder.

#include "engine/model/person.hpp"

#include <array>

namespace tenure::policy {

inline constexpr std::array<person_kind, 6> all_kinds = {
    person_kind::employee,     person_kind::agency_worker, person_kind::member,
    person_kind::non_employee, person_kind::temporary,     person_kind::shared};

}  // namespace tenure::policy
