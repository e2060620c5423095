#include "engine/model/id.hpp"

#include <array>

namespace tenure::detail {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The finalizer of MurmurHash3: every input bit reaches every output bit.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdULL;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

}  // namespace

std::string id_text(id_bits bits) {
  std::string text(32, '0');
  for (unsigned i = 0; i < 16; ++i) {
    text[15 - i] = digits[(bits.high >> (4 * i)) & 15];
    text[31 - i] = digits[(bits.low >> (4 * i)) & 15];
  }
  return text;
}

std::optional<id_bits> id_parse(std::string_view text) {
  if (text.size() != 32) return std::nullopt;
  std::array<std::uint64_t, 2> halves{};
  for (std::size_t i = 0; i < 32; ++i) {
    int value = digit_value(text[i]);
    if (value < 0) return std::nullopt;
    halves[i / 16] = halves[i / 16] << 4 | static_cast<std::uint64_t>(value);
  }
  return id_bits{halves[0], halves[1]};
}

// The first half stays the seed's: what follows from one row of a list, or from one event, then
// lies side by side in every index over ids, instead of each on a page of its own. 64 bits tell
// apart the few things that follow from one.
id_bits id_derive(id_bits seed, std::string_view purpose) {
  std::uint64_t high = mix(seed.high ^ 0x9e3779b97f4a7c15ULL);
  std::uint64_t low = mix(seed.low ^ 0xbf58476d1ce4e5b9ULL ^ high);
  for (char c : purpose) {
    high = mix(high ^ static_cast<unsigned char>(c)) + low;
    low = mix(low + high + static_cast<unsigned char>(c));
  }
  return {seed.high, mix(mix(high ^ low) ^ (low + purpose.size()))};
}

}  // namespace tenure::detail
