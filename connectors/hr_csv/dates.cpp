#include "connectors/hr_csv/dates.hpp"

#include <algorithm>
#include <array>

namespace tenure::hr_csv {
namespace {

constexpr std::array<std::string_view, 6> tokens = {"YYYY", "MMM", "MM", "M", "DD", "D"};
constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};

// The token at the head of a format; one literal character where there is none.
std::string_view next_token(std::string_view format) {
  for (auto token : tokens) {
    if (format.starts_with(token)) return token;
  }
  return format.substr(0, 1);
}

bool digit(char c) { return c >= '0' && c <= '9'; }

std::optional<unsigned> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  unsigned value = 0;
  std::size_t width = 0;
  while (width < most && width < text.size() && digit(text[width])) {
    value = value * 10 + static_cast<unsigned>(text[width++] - '0');
  }
  if (width < least) return std::nullopt;
  text.remove_prefix(width);
  return value;
}

std::optional<unsigned> take_month_name(std::string_view& text) {
  std::string name(text.substr(0, 3));
  for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  auto found = std::find(months.begin(), months.end(), name);
  if (found == months.end()) return std::nullopt;
  text.remove_prefix(3);
  return static_cast<unsigned>(found - months.begin()) + 1;
}

std::optional<unsigned> take(std::string_view token, std::string_view& text) {
  if (token == "MMM") return take_month_name(text);
  if (token == "YYYY") return take_number(text, 4, 4);
  return take_number(text, token.size(), 2);
}

// The date that the format reads, whether or not it exists.
std::optional<date> match(std::string_view format, std::string_view text) {
  unsigned day = 0, month = 0, year = 0;
  while (!format.empty()) {
    auto token = next_token(format);
    format.remove_prefix(token.size());
    if (token[0] != 'D' && token[0] != 'M' && token[0] != 'Y') {
      if (!text.starts_with(token)) return std::nullopt;
      text.remove_prefix(token.size());
      continue;
    }
    auto value = take(token, text);
    if (!value) return std::nullopt;
    (token[0] == 'D' ? day : token[0] == 'M' ? month : year) = *value;
  }
  if (!text.empty()) return std::nullopt;
  return date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
              std::chrono::day(day)};
}

}  // namespace

bool good_date_format(std::string_view format) {
  int days = 0, month_parts = 0, years = 0;
  while (!format.empty()) {
    auto token = next_token(format);
    format.remove_prefix(token.size());
    char c = token[0];
    bool lone_year = token == "Y";
    bool literal = std::string_view("/-. ,").find(c) != std::string_view::npos;
    if (lone_year || (c != 'D' && c != 'M' && c != 'Y' && !literal)) return false;
    days += c == 'D';
    month_parts += c == 'M';
    years += c == 'Y';
  }
  return days == 1 && month_parts == 1 && years == 1;
}

date_reading read_date(std::string_view text, const std::vector<std::string>& formats) {
  std::optional<date> found;
  for (const auto& format : formats) {
    auto day = match(format, text);
    if (!day || !day->ok()) continue;
    if (found && *found != *day) return {{}, date_trouble::ambiguous};
    found = day;
  }
  if (!found) return {{}, date_trouble::invalid};
  int year = static_cast<int>(found->year());
  if (year < 1900 || year > 2200) return {*found, date_trouble::range};
  return {*found, date_trouble::none};
}

}  // namespace tenure::hr_csv
