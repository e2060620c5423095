#include "engine/audit/personal_file.hpp"

#include "engine/audit/encoding.hpp"
#include "engine/audit/files.hpp"
#include "engine/audit/json_cursor.hpp"
#include "engine/audit/sha256.hpp"

#include <algorithm>

namespace tenure::audit {

void append_personal(std::string& out, std::uint64_t index, const personal_value& value) {
  out += "{\"index\":" + std::to_string(index) + ",\"name\":";
  append_json_string(out, value.name);
  out += ",\"salt\":";
  append_json_string(out, base64(value.salt));
  out += ",\"value\":";
  append_json_string(out, value.value);
  out += "}\n";
}

std::uint64_t write_personal(store& from, instant now, std::uint64_t size,
                             const std::filesystem::path& folder) {
  std::string out;
  std::uint64_t count = 0;
  auto reading = from.begin(now);
  for (std::uint64_t index = 0; index < size; ++index) {
    auto values = reading->journal().personal(index);
    std::sort(values.begin(), values.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    for (const auto& value : values) append_personal(out, index, value);
    count += values.size();
  }
  write_file(folder / personal_name, out, false);
  return count;
}

result<personal_line> parse_personal(std::string_view line) {
  json_cursor in(line);
  personal_line out;
  std::string_view name, salt, value;
  bool good = in.literal("{\"index\":") && in.number(out.index) && in.literal(",\"name\":") &&
              in.string(name) && in.literal(",\"salt\":") && in.string(salt) &&
              in.literal(",\"value\":") && in.string(value) && in.literal("}") && in.at_end();
  auto bytes = good ? base64_decode(salt) : std::nullopt;
  if (!bytes || bytes->size() != 32) {
    return refusal{"audit.export.personal", "the line is not in the form of personal.jsonl", "",
                   "", ""};
  }
  out.value = {json_unescaped(name), std::move(*bytes), json_unescaped(value)};
  return out;
}

bool committed_to(const leaf& content, const personal_value& value) {
  if (value.name.starts_with("facts.")) {
    return value.salt == std::string(32, '\0') &&
           value_of(content.facts, std::string_view(value.name).substr(6)) ==
               "sha256:" + hex(bytes_of(sha256(value.value)));
  }
  auto found = content.personal.find(value.name);
  return found != content.personal.end() &&
         found->second == base64(commitment(value.salt, value.value));
}

}  // namespace tenure::audit
