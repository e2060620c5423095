#pragma once
// LDAP result codes (RFC 4511 A, RFC 4528) and libldap's own (negative) as outcomes. The server's
// diagnostic text is left out: it repeats names and addresses, and outcomes stand in the trail.

#include "engine/model/effect.hpp"

#include <string_view>

namespace tenure::ldap {

inline constexpr int code_success = 0;
inline constexpr int code_no_such_object = 32;
inline constexpr int code_already_exists = 68;
inline constexpr int code_assertion_failed = 122;
inline constexpr int code_lost = -1;  // the connection went, or the answer did not come in time

// Of a password that is right and may not be used until it is changed.
inline constexpr std::string_view stale_password =
    "the password has expired or must be changed in the directory first";

outcome_class class_of(int code);
// `what`: "modify", "search": the operation that answered so.
outcome failure(int code, std::string_view what);

outcome said(outcome_class kind, std::string detail);

}  // namespace tenure::ldap
