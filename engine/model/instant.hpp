#pragma once
// Time as the engine knows it: an instant is UTC microseconds since 1970; a legal date is a
// calendar date without a zone; a period is an ISO 8601 duration whose months and days are counted
// on the organisation's calendar, not in seconds. Nothing here reads a clock.

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenure {

struct instant {
  std::int64_t micros = 0;  // UTC microseconds since 1970-01-01T00:00:00Z
  auto operator<=>(const instant&) const = default;
};

constexpr instant operator+(instant at, std::chrono::microseconds by) {
  return {at.micros + by.count()};
}
constexpr instant operator-(instant at, std::chrono::microseconds by) {
  return {at.micros - by.count()};
}
constexpr std::chrono::microseconds operator-(instant a, instant b) {
  return std::chrono::microseconds(a.micros - b.micros);
}

using date = std::chrono::year_month_day;

// ISO 8601 duration (`P30D`, `P6M`, `P6Y`, `PT15M`). Months (a year is twelve) and days are
// calendar steps; the rest is seconds.
struct period {
  std::int32_t months = 0;
  std::int32_t days = 0;
  std::int64_t seconds = 0;
  auto operator<=>(const period&) const = default;
  bool zero() const { return months == 0 && days == 0 && seconds == 0; }
};

// "2026-11-22T01:26:20.000000Z"; always six decimals, always Z.
std::string to_text(instant at);
// Accepts 0-6 decimals and only the zone Z. nullopt for anything else, dates that do not exist too.
std::optional<instant> parse_instant(std::string_view text);

// "2026-11-22"
std::string to_text(date day);
// Exactly YYYY-MM-DD of a date that exists.
std::optional<date> parse_date(std::string_view text);

// "P1Y2M3DT4H5M6S", shortest form; "PT0S" for zero.
std::string to_text(period length);
// Whole numbers only, at least one part, weeks alone (`P2W`) allowed; at most 9 digits a number.
std::optional<period> parse_period(std::string_view text);

// Calendar arithmetic on dates: months first, clamped to the month's last day, then days.
// (31 August + P6M = 28 February.)
date add(date day, period length);

}  // namespace tenure
