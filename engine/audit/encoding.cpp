#include "engine/audit/encoding.hpp"

#include <sodium.h>

#include <charconv>
#include <stdexcept>

namespace tenure::audit {
namespace {

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // libsodium counts the terminating zero
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  out.resize(length);
  // libsodium 1.0.18 takes some bytes above 0x7f for characters of the alphabet.
  if (base64(out) != text) return std::nullopt;
  return out;
}

std::string hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), raw(bytes), bytes.size());
  out.pop_back();
  return out;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string big_endian(std::uint64_t number) {
  std::string out(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) out[i] = static_cast<char>(number & 0xff);
  return out;
}

std::uint64_t from_big_endian(std::string_view eight_bytes) {
  std::uint64_t number = 0;
  for (char byte : eight_bytes.substr(0, 8)) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

std::string commitment(std::string_view salt, std::string_view value) {
  static_assert(crypto_auth_hmacsha256_KEYBYTES == 32);
  if (salt.size() != 32) throw std::logic_error("a salt has 32 bytes");
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(out.data()), raw(value), value.size(),
                         raw(salt));
  return out;
}

}  // namespace tenure::audit
