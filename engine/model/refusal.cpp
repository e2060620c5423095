#include "engine/model/refusal.hpp"

namespace tenure {

std::string refusal::text() const {
  std::string out = place.empty() ? message : place + ": " + message;
  if (!rule.empty()) out += " (" + rule + ")";
  if (!way_out.empty()) out += ". " + way_out;
  return out;
}

void throw_exception_from_error(const refusal& why, const boost::source_location&) {
  throw std::logic_error("unexamined refusal " + why.code + ": " + why.text());
}

}  // namespace tenure
