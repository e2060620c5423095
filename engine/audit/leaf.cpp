#include "engine/audit/leaf.hpp"

#include "engine/audit/utf8.hpp"

#include <cstdio>

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

void append_string(std::string& out, std::string_view value) {
  out += '"';
  while (!value.empty()) {
    std::size_t length = utf8_length(value);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      value.remove_prefix(1);
    } else if (length == 1) {
      append_escaped(out, value[0]);
      value.remove_prefix(1);
    } else {
      out += value.substr(0, length);
      value.remove_prefix(length);
    }
  }
  out += '"';
}

void append_field(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  append_string(out, value);
}

void append_object(std::string& out, const attributes& values) {
  char separator = '{';
  for (const auto& [name, value] : values) {
    out += separator;
    append_string(out, name);
    out += ':';
    append_string(out, value);
    separator = ',';
  }
  out += separator == '{' ? "{}" : "}";
}

void append_array(std::string& out, const std::vector<std::string>& values) {
  char separator = '[';
  for (const auto& value : values) {
    out += separator;
    append_string(out, value);
    separator = ',';
  }
  out += separator == '[' ? "[]" : "]";
}

}  // namespace

std::string to_text(const leaf& content) {
  std::string out = "{\"index\":" + std::to_string(content.index);
  append_field(out, ",\"at\":", tenure::to_text(content.at));
  append_field(out, ",\"committed\":", tenure::to_text(content.committed));
  append_field(out, ",\"organisation\":", content.organisation);
  append_field(out, ",\"account\":", content.account);
  append_field(out, ",\"cause\":", content.cause);
  append_field(out, ",\"event\":", content.event);
  append_field(out, ",\"from\":", content.from);
  append_field(out, ",\"to\":", content.to);
  append_field(out, ",\"actor\":{\"capacity\":", content.capacity);
  append_field(out, ",\"proof\":", content.proof);
  out += "},\"rules\":";
  append_array(out, content.rules);
  out += ",\"facts\":";
  append_object(out, content.facts);
  out += ",\"personal\":";
  append_object(out, content.personal);
  out += '}';
  return out;
}

}  // namespace tenure::audit
