#include "engine/model/person.hpp"

#include <array>
#include <utility>

namespace tenure {
namespace {

constexpr std::array<std::pair<person_kind, std::string_view>, 6> kinds{{
    {person_kind::employee, "employee"},
    {person_kind::agency_worker, "agencyWorker"},
    {person_kind::member, "member"},
    {person_kind::non_employee, "nonEmployee"},
    {person_kind::temporary, "temporary"},
    {person_kind::shared, "shared"},
}};

}  // namespace

std::string_view to_text(person_kind kind) {
  return kinds[static_cast<std::size_t>(kind)].second;
}

std::optional<person_kind> parse_person_kind(std::string_view text) {
  for (auto [kind, name] : kinds) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

}  // namespace tenure
