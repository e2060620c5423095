#pragma once
// What a pack says of itself at its head. Private to loading; known_locale() is wording.hpp's.

#include "engine/policy/wording.hpp"

#include <string>
#include <string_view>

namespace tenure::policy {

// Lower-case host labels, at most 189 bytes, so that local part (64), '@' and domain keep within
// SMTP's 254 (RFC 5321).
bool good_domain(std::string_view name);
// An IANA name that the system's tz database has.
bool good_time_zone(const std::string& name);

}  // namespace tenure::policy
