#include "engine/audit/leaf.hpp"

#include "engine/audit/json_cursor.hpp"

namespace tenure::audit {
namespace {

void append_field(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  append_json_string(out, value);
}

void append_object(std::string& out, const attributes& values) {
  char separator = '{';
  for (const auto& [name, value] : values) {
    out += separator;
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
    separator = ',';
  }
  out += separator == '{' ? "{}" : "}";
}

void append_array(std::string& out, const std::vector<std::string>& values) {
  char separator = '[';
  for (const auto& value : values) {
    out += separator;
    append_json_string(out, value);
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
