#pragma once
// Small text questions shared by the files of this connector.

#include <string>
#include <string_view>

namespace tenure::hr_csv {

// ASCII letters only: headings and person types are compared so.
inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

// Without blanks at either end; no-break spaces (U+00A0), which spreadsheets like, are blanks too.
inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view no_break = "\xC2\xA0";
  auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (true) {
    if (!text.empty() && blank(text.front())) text.remove_prefix(1);
    else if (!text.empty() && blank(text.back())) text.remove_suffix(1);
    else if (text.starts_with(no_break)) text.remove_prefix(no_break.size());
    else if (text.ends_with(no_break)) text.remove_suffix(no_break.size());
    else return text;
  }
}

}  // namespace tenure::hr_csv
