#pragma once
// Dovecot's notations and ours: names, rights, dates. Pure functions.

#include "connectors/common/mail_text.hpp"
#include "engine/model/condition.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::dovecot {

using connectors::base64;
using connectors::base64_decode;
using connectors::good_address;

// Logins become masks ("who", "kick") and parts of "user*master": letters, digits and ._-@+ only,
// at most 255.
bool good_login(std::string_view login);

// ACL rights (man doveadm-acl) of a delegate's "read" or "full"; empty for what ACLs cannot say.
std::vector<std::string> acl_rights(std::string_view rights);
// "read" or "full" for exactly these rights in any order; else "other".
std::string delegate_rights(std::string_view acl_rights);

// RFC 3501, 5.1.3: modified UTF-7 to UTF-8; nullopt when it is not in that form.
std::optional<std::string> decode_utf7(std::string_view name);

// "22-Nov-2026 01:26:20 +0100" (RFC 3501, date-time), the day perhaps with a leading blank.
std::optional<instant> parse_internal_date(std::string_view text);

}  // namespace tenure::dovecot
