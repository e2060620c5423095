#include "connectors/dovecot/mapping.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace tenure::dovecot {
namespace {

const std::vector<std::string>& read_rights() {
  static const std::vector<std::string> names{"lookup", "read"};
  return names;
}

const std::vector<std::string>& full_rights() {
  static const std::vector<std::string> names{"lookup", "read",   "write", "write-seen",
                                              "write-deleted", "insert", "post",  "expunge",
                                              "create"};
  return names;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

// The UTF-16 between & and -, in base64 with ',' for '/'.
bool append_utf16(std::string& out, std::string_view coded) {
  std::uint32_t bits = 0;
  int have = 0;
  char32_t high = 0;
  for (char c : coded) {
    const auto value = connectors::base64_digits.find(c == ',' ? '/' : c == '/' ? '\0' : c);
    if (value == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    have += 6;
    if (have < 16) continue;
    have -= 16;
    const char32_t unit = bits >> have & 0xffff;
    bits &= (1u << have) - 1;
    const bool is_low = unit >= 0xdc00 && unit < 0xe000;
    if (is_low != (high != 0)) return false;
    if (unit >= 0xd800 && unit < 0xdc00) {
      high = unit;
    } else {
      append_utf8(out, is_low ? 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00) : unit);
      high = 0;
    }
  }
  return high == 0 && have < 6 && bits == 0;
}

std::optional<int> number(std::string_view text) {
  int out = 0;
  const auto [end, why] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (why != std::errc() || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

}  // namespace

bool good_login(std::string_view login) {
  return !login.empty() && login.size() <= 255 && std::ranges::all_of(login, [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '@' || c == '+';
  });
}

std::vector<std::string> acl_rights(std::string_view rights) {
  if (rights == "read") return read_rights();
  if (rights == "full") return full_rights();
  return {};
}

std::string delegate_rights(std::string_view acl_rights) {
  std::vector<std::string> have;
  std::istringstream words{std::string(acl_rights)};
  for (std::string word; words >> word;) have.push_back(word);
  if (std::ranges::is_permutation(have, read_rights())) return "read";
  if (std::ranges::is_permutation(have, full_rights())) return "full";
  return "other";
}

std::optional<std::string> decode_utf7(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const auto c = static_cast<unsigned char>(name[at]);
    if (c < 0x20 || c > 0x7e) return std::nullopt;
    if (c != '&') {
      out += name[at];
      continue;
    }
    const auto end = name.find('-', at);
    if (end == std::string_view::npos) return std::nullopt;
    if (end == at + 1) {
      out += '&';
    } else if (!append_utf16(out, name.substr(at + 1, end - at - 1))) {
      return std::nullopt;
    }
    at = end;
  }
  return out;
}

std::optional<instant> parse_internal_date(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  // "22-Nov-2026 01:26:20 +0100": fixed places
  if (text.size() != 26 || text[2] != '-' || text[6] != '-' || text[11] != ' ' || text[14] != ':' ||
      text[17] != ':' || text[20] != ' ' || (text[21] != '+' && text[21] != '-')) {
    return std::nullopt;
  }
  const auto month = months.find(text.substr(3, 3));
  const auto day = number(text[0] == ' ' ? text.substr(1, 1) : text.substr(0, 2));
  const auto year = number(text.substr(7, 4));
  const auto hour = number(text.substr(12, 2)), minute = number(text.substr(15, 2)),
             second = number(text.substr(18, 2));
  const auto zone_hour = number(text.substr(22, 2)), zone_minute = number(text.substr(24, 2));
  if (month == std::string_view::npos || month % 3 || !day || !year || !hour || !minute ||
      !second || !zone_hour || !zone_minute || *hour > 23 || *minute > 59 || *second > 60 ||
      *zone_minute > 59) {
    return std::nullopt;
  }
  const date when{std::chrono::year(*year),
                  std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                  std::chrono::day(static_cast<unsigned>(*day))};
  if (!when.ok()) return std::nullopt;
  const int zone = (text[21] == '-' ? -1 : 1) * (*zone_hour * 60 + *zone_minute);
  const std::int64_t days = std::chrono::sys_days(when).time_since_epoch().count();
  const std::int64_t seconds =
      days * 86400 + *hour * 3600 + *minute * 60 + *second - std::int64_t{zone} * 60;
  return instant{seconds * 1'000'000};
}

}  // namespace tenure::dovecot
