#include "engine/policy/header_checks.hpp"

#include "engine/policy/calendar.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::policy {
namespace {

bool host_label(std::string_view label) {
  auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), good);
}

}  // namespace

bool good_domain(std::string_view name) {
  if (name.size() > 189 || name.find('.') == std::string_view::npos) return false;
  while (true) {
    std::size_t dot = name.find('.');
    if (!host_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

bool good_time_zone(const std::string& name) {
  try {
    calendar probe(name, std::chrono::minutes(0));
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

}  // namespace tenure::policy
