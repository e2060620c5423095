#pragma once
// Text forms of bytes in the audit log's files. Decoding is strict: exactly one text stands for
// each value, so that no bit of an export is without meaning.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenure::audit {

// RFC 4648, section 4, with padding.
std::string base64(std::string_view bytes);
// nullopt for missing padding, blanks, and bits left over that are not zero.
std::optional<std::string> base64_decode(std::string_view text);

std::string hex(std::string_view bytes);  // lower case

// Decimal without sign or leading zeros, at most 2^64 - 1.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

// A 64-bit number in eight bytes, most significant first.
std::string big_endian(std::uint64_t number);
std::uint64_t from_big_endian(std::string_view eight_bytes);

// HMAC-SHA256(salt, value), RFC 2104. `salt` is 32 bytes (std::logic_error otherwise).
std::string commitment(std::string_view salt, std::string_view value);

}  // namespace tenure::audit
