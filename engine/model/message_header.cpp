#include "engine/model/message_header.hpp"

#include <algorithm>

namespace tenure {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins_with(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         std::ranges::equal(line.substr(0, name.size()), name,
                            [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) {
  auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  return first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
}

}  // namespace

std::string header_of(std::string_view message, std::string_view name) {
  std::string out;
  for (bool inside = false; !message.empty();) {
    auto end = message.find('\n');
    auto line = message.substr(0, end);
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    bool folded = line.front() == ' ' || line.front() == '\t';
    if (inside && !folded) break;
    if (inside) out.append(line);
    if (!inside && begins_with(line, name)) {
      inside = true;
      out = line.substr(name.size() + 1);
    }
  }
  return std::string(trimmed(out));
}

}  // namespace tenure
