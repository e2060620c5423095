#include "engine/model/instant.hpp"

#include <charconv>
#include <cstdio>

namespace tenure {
namespace {

using namespace std::chrono;

// Reads exactly `width` decimal digits at `at`; nullopt when there are fewer.
std::optional<int> fixed_digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return std::nullopt;
  int value = 0;
  for (char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::int64_t> fraction_micros(std::string_view digits) {
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  auto value = fixed_digits(digits, 0, digits.size());
  if (!value) return std::nullopt;
  std::int64_t micros = *value;
  for (std::size_t i = digits.size(); i < 6; ++i) micros *= 10;
  return micros;
}

// Adds "<number><unit>" pairs of one half of a duration; `units` gives the order allowed.
template <class Add>
bool read_parts(std::string_view text, std::string_view units, Add add) {
  if (text.empty()) return false;
  std::size_t next_unit = 0;
  while (!text.empty()) {
    std::size_t width = text.find_first_not_of("0123456789");
    if (width == 0 || width == std::string_view::npos || width > 9) return false;
    std::size_t unit = units.find(text[width], next_unit);
    if (unit == std::string_view::npos) return false;
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + width, number);
    add(text[width], number);
    next_unit = unit + 1;
    text.remove_prefix(width + 1);
  }
  return true;
}

void put(std::string& out, std::int64_t number, char unit) {
  if (number != 0) out += std::to_string(number) + unit;
}

}  // namespace

std::string to_text(date day) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return buffer;
}

std::optional<date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto y = fixed_digits(text, 0, 4), m = fixed_digits(text, 5, 2), d = fixed_digits(text, 8, 2);
  if (!y || !m || !d) return std::nullopt;
  date day{year(*y), month(static_cast<unsigned>(*m)), std::chrono::day(static_cast<unsigned>(*d))};
  return day.ok() ? std::optional(day) : std::nullopt;
}

std::string to_text(instant at) {
  sys_time<microseconds> time{microseconds(at.micros)};
  auto midnight = floor<days>(time);
  hh_mm_ss clock(time - midnight);
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d.%06dZ",
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  return to_text(date(midnight)) + buffer;
}

std::optional<instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z') {
    return std::nullopt;
  }
  auto day = parse_date(text.substr(0, 10));
  auto h = fixed_digits(text, 11, 2), m = fixed_digits(text, 14, 2), s = fixed_digits(text, 17, 2);
  if (!day || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
  std::int64_t micros = 0;
  if (text.size() > 20) {
    auto fraction = fraction_micros(text.substr(20, text.size() - 21));
    if (text[19] != '.' || !fraction) return std::nullopt;
    micros = *fraction;
  }
  auto time = sys_days(*day) + hours(*h) + minutes(*m) + seconds(*s);
  return instant{duration_cast<microseconds>(time.time_since_epoch()).count() + micros};
}

std::string to_text(period length) {
  if (length.zero()) return "PT0S";
  std::string out = "P";
  put(out, length.months / 12, 'Y');
  put(out, length.months % 12, 'M');
  put(out, length.days, 'D');
  if (length.seconds != 0) out += 'T';
  put(out, length.seconds / 3600, 'H');
  put(out, length.seconds / 60 % 60, 'M');
  put(out, length.seconds % 60, 'S');
  return out;
}

std::optional<period> parse_period(std::string_view text) {
  if (text.size() < 3 || text[0] != 'P') return std::nullopt;
  text.remove_prefix(1);
  std::int64_t months = 0, days = 0, seconds = 0;
  auto add_date = [&](char unit, std::int64_t number) {
    if (unit == 'Y') months += 12 * number;
    if (unit == 'M') months += number;
    if (unit == 'W') days += 7 * number;
    if (unit == 'D') days += number;
  };
  auto add_time = [&](char unit, std::int64_t number) {
    seconds += number * (unit == 'H' ? 3600 : unit == 'M' ? 60 : 1);
  };
  std::size_t time = text.find('T');
  std::string_view dates = text.substr(0, time);
  bool weeks = dates.ends_with('W');
  if (!dates.empty() || time == std::string_view::npos) {
    if (!read_parts(dates, weeks ? "W" : "YMD", add_date)) return std::nullopt;
  }
  if (time != std::string_view::npos) {
    if (weeks || !read_parts(text.substr(time + 1), "HMS", add_time)) return std::nullopt;
  }
  if (months > INT32_MAX || days > INT32_MAX) return std::nullopt;
  return period{static_cast<std::int32_t>(months), static_cast<std::int32_t>(days), seconds};
}

date add(date day, period length) {
  date moved = day + months(length.months);
  if (!moved.ok()) moved = moved.year() / moved.month() / last;
  return date(sys_days(moved) + days(length.days));
}

}  // namespace tenure
