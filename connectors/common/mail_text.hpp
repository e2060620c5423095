#pragma once
// What mail protocols share: base64, and which text may stand as an address in a header, an SMTP
// command or a Sieve string. Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace tenure::connectors {

// RFC 4648, 4: the digits in order of their value.
inline constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
std::string base64(std::string_view bytes);
// Padding may be missing; nullopt for any other character, line breaks too.
std::optional<std::string> base64_decode(std::string_view text);

// local@domain, printable ASCII without blanks, quotes, backslashes, brackets, commas, colons,
// semicolons; at most 254: nothing in it ends what it stands in.
bool good_address(std::string_view address);

}  // namespace tenure::connectors
