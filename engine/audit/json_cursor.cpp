#include "engine/audit/json_cursor.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/utf8.hpp"

#include <cstdio>
#include <cstring>

namespace tenure::audit {
namespace {

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
  }
  if (static_cast<unsigned char>(c) >= 0x20) {
    out += c;
    return;
  }
  char buffer[8];
  std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
  out += buffer;
}

}  // namespace

void append_json_string(std::string& out, std::string_view value) {
  out += '"';
  for (char c : is_utf8(value) ? std::string(value) : well_formed(value)) append_escaped(out, c);
  out += '"';
}

std::string json_unescaped(std::string_view raw) {
  std::string out;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] != '\\') {
      out += raw[at];
      continue;
    }
    char kind = raw[++at];
    constexpr std::string_view names = "bfnrt", values = "\b\f\n\r\t";
    if (kind == 'u') {
      out += static_cast<char>(std::stoi(std::string(raw.substr(at + 1, 4)), nullptr, 16));
      at += 4;
    } else {
      std::size_t named = names.find(kind);
      out += named == std::string_view::npos ? kind : values[named];
    }
  }
  return out;
}

bool json_cursor::literal(std::string_view wanted) {
  if (!text_.substr(at_).starts_with(wanted)) return fail();
  at_ += wanted.size();
  return true;
}

bool json_cursor::string(std::string_view& raw) {
  if (!literal("\"")) return false;
  std::size_t start = at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    std::size_t length = step();
    if (length == 0) return fail();
    at_ += length;
  }
  raw = text_.substr(start, at_ - start);
  return literal("\"");
}

bool json_cursor::number(std::uint64_t& value) {
  std::size_t end = text_.find_first_not_of("0123456789", at_);
  auto parsed = parse_decimal(text_.substr(at_, end - at_));
  if (!parsed) return fail();
  value = *parsed;
  at_ = end == std::string_view::npos ? text_.size() : end;
  return true;
}

// Length of one character as append_json_string() would have written it; 0 when it would not.
std::size_t json_cursor::step() const {
  auto byte = static_cast<unsigned char>(text_[at_]);
  if (byte == '\\') return escape();
  if (byte < 0x20) return 0;
  return byte < 0x80 ? 1 : utf8_length(text_.substr(at_));
}

std::size_t json_cursor::escape() const {
  auto one_of = [](std::string_view set, char c) { return set.find(c) != std::string_view::npos; };
  std::string_view rest = text_.substr(at_);
  if (rest.size() < 2) return 0;
  if (one_of("\"\\bfnrt", rest[1])) return 2;
  if (rest.size() < 6 || !rest.starts_with("\\u00") || !one_of("01", rest[4])) return 0;
  bool has_short_form = rest[4] == '0' && one_of("89acd", rest[5]);
  return one_of("0123456789abcdef", rest[5]) && !has_short_form ? 6 : 0;
}

}  // namespace tenure::audit
