#include "engine/model/grant.hpp"

#include <utility>

namespace tenure {
namespace {

constexpr std::pair<grant_kind, std::string_view> names[] = {
    {grant_kind::auto_reply, "autoReply"}, {grant_kind::extract, "extract"},
    {grant_kind::forward, "forward"},      {grant_kind::read, "read"},
    {grant_kind::on_behalf, "onBehalf"},   {grant_kind::full, "full"}};

}  // namespace

std::string_view to_text(grant_kind kind) {
  for (const auto& [each, name] : names) {
    if (each == kind) return name;
  }
  return "";
}

std::optional<grant_kind> parse_grant_kind(std::string_view text) {
  for (const auto& [each, name] : names) {
    if (name == text) return each;
  }
  return std::nullopt;
}

}  // namespace tenure
