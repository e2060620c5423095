#pragma once
// Dovecot's notations and ours: names, rights, dates. Pure functions.

#include "engine/model/condition.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::dovecot {

std::string base64(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);

// Logins become masks ("who", "kick") and parts of "user*master": letters, digits and ._-@+ only,
// at most 255.
bool good_login(std::string_view login);

// An address as it may stand in a Sieve string: local@domain, printable ASCII without blanks,
// quotes, backslashes, angle brackets, control characters; at most 254.
bool good_address(std::string_view address);

// ACL rights (man doveadm-acl) of a delegate's "read" or "full"; empty for what ACLs cannot say.
std::vector<std::string> acl_rights(std::string_view rights);
// "read" or "full" for exactly these rights in any order; else "other".
std::string delegate_rights(std::string_view acl_rights);

// RFC 3501, 5.1.3: modified UTF-7 to UTF-8; nullopt when it is not in that form.
std::optional<std::string> decode_utf7(std::string_view name);

// "22-Nov-2026 01:26:20 +0100" (RFC 3501, date-time), the day perhaps with a leading blank.
std::optional<instant> parse_internal_date(std::string_view text);

}  // namespace tenure::dovecot
