#pragma once
// Text that goes into filters and DNs. A value never changes the shape of what it stands in, and an
// empty one never becomes a presence match: both would find, and change, somebody else's entry.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::ldap {

std::string lower(std::string_view text);  // ASCII only: attribute names, UUIDs

// RFC 4512 1.4 `keystring`: a letter, then letters, digits, hyphens.
bool is_attribute_name(std::string_view text);
bool is_dn(const std::string& text);  // RFC 4514
// True when `dn` is `base` or stands below it.
bool is_below(const std::string& dn, const std::string& base);
// RFC 4530: 8-4-4-4-12 hexadecimal digits.
bool is_uuid(std::string_view text);

// A value that may go to the server: not empty, no NUL.
bool is_value(std::string_view text);

// "(name=value)", the value escaped (RFC 4515 3). `value` must be is_value: std::logic_error.
std::string equals(std::string_view name, std::string_view value);
// "(&...)" and "(|...)"; `parts` must not be empty: an empty OR matches nothing, an empty AND all.
std::string all_of(const std::vector<std::string>& parts);
std::string any_of(const std::vector<std::string>& parts);
std::string none_of(std::string_view part);  // "(!part)"
std::string present(std::string_view name);  // "(name=*)"

// "name=value" with the value escaped (RFC 4514 2.4). `value` must be is_value: std::logic_error.
std::string rdn(std::string_view name, std::string_view value);

}  // namespace tenure::ldap
