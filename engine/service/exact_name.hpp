#pragma once
// What a right hangs on is compared letter by letter. person_key() errs towards one person, which
// is right where two are needed and would be wrong here: olga is not o1ga.

#include <string>
#include <string_view>

namespace tenure::service {

// Without the blanks around it.
inline std::string trimmed(std::string_view name) {
  auto first = name.find_first_not_of(" \t\r\n");
  if (first == name.npos) return "";
  return std::string(name.substr(first, name.find_last_not_of(" \t\r\n") - first + 1));
}

// Trimmed, and ASCII letters in lower case, as directories compare logins.
inline std::string exact_name(std::string_view name) {
  auto out = trimmed(name);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace tenure::service
