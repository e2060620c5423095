#include "connectors/ldap/names.hpp"

#include <ldap.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace tenure::ldap {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool hexadecimal(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

void must_be_value(std::string_view text) {
  if (!is_value(text))
    throw std::logic_error("ldap: an empty value or a NUL reached a filter or DN");
}

std::string joined(char sign, const std::vector<std::string>& parts) {
  if (parts.empty()) throw std::logic_error("ldap: a filter without parts");
  if (parts.size() == 1) return parts.front();
  std::string out = std::string("(") + sign;
  for (const auto& part : parts) out += part;
  return out + ")";
}

struct dn_free {
  void operator()(LDAPDN dn) const { ldap_dnfree(dn); }
};
using dn_ptr = std::unique_ptr<std::remove_pointer_t<LDAPDN>, dn_free>;

dn_ptr parse_dn(const std::string& text) {
  LDAPDN out = nullptr;
  const int rc = ldap_str2dn(text.c_str(), &out, LDAP_DN_FORMAT_LDAPV3);
  return dn_ptr(rc == LDAP_SUCCESS ? out : nullptr);
}

bool same(const berval& a, const berval& b) {
  return lower({a.bv_val, a.bv_len}) == lower({b.bv_val, b.bv_len});
}

bool same_rdn(LDAPRDN a, LDAPRDN b) {
  for (int i = 0;; ++i) {
    if (!a[i] || !b[i]) return !a[i] && !b[i];
    if (!same(a[i]->la_attr, b[i]->la_attr) || !same(a[i]->la_value, b[i]->la_value)) return false;
  }
}

std::vector<LDAPRDN> parts_of(const dn_ptr& dn) {
  std::vector<LDAPRDN> out;
  for (LDAPDN at = dn.get(); at && *at; ++at) out.push_back(*at);
  return out;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_attribute_name(std::string_view text) {
  return !text.empty() && letter(text.front()) &&
         std::ranges::all_of(text, [](char c) { return letter(c) || digit(c) || c == '-'; });
}

bool is_dn(const std::string& text) {
  return text.find('\0') == std::string::npos && parse_dn(text) != nullptr;
}

bool is_below(const std::string& dn, const std::string& base) {
  const dn_ptr a = parse_dn(dn), b = parse_dn(base);
  const auto of = parts_of(a), above = parts_of(b);
  return a && b && of.size() >= above.size() &&
         std::equal(above.rbegin(), above.rend(), of.rbegin(), same_rdn);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !hexadecimal(text[i])) return false;
  }
  return true;
}

bool is_value(std::string_view text) {
  return !text.empty() && text.find('\0') == std::string_view::npos;
}

std::string equals(std::string_view name, std::string_view value) {
  must_be_value(value);
  std::string copy(value);
  berval in{copy.size(), copy.data()}, out{0, nullptr};
  if (ldap_bv2escaped_filter_value(&in, &out) != 0) throw std::bad_alloc();
  std::string filter = "(" + std::string(name) + "=" + std::string(out.bv_val, out.bv_len) + ")";
  ber_memfree(out.bv_val);
  return filter;
}

std::string all_of(const std::vector<std::string>& parts) { return joined('&', parts); }
std::string any_of(const std::vector<std::string>& parts) { return joined('|', parts); }
std::string none_of(std::string_view part) { return "(!" + std::string(part) + ")"; }
std::string present(std::string_view name) { return "(" + std::string(name) + "=*)"; }

std::string rdn(std::string_view name, std::string_view value) {
  must_be_value(value);
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = std::string(name) + "=";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool edge = (i == 0 && (c == ' ' || c == '#')) || (i + 1 == value.size() && c == ' ');
    if (edge || std::string_view("\"+,;<>\\=").find(c) != std::string_view::npos) {
      const auto byte = static_cast<unsigned char>(c);
      out += '\\';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace tenure::ldap
