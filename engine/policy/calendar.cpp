// howardhinnant date reads the system's tz database; it stays in this file.
#include "engine/policy/calendar.hpp"

#include <date/tz.h>

#include <stdexcept>
#include <string>

namespace tenure::policy {
namespace {

using local_micros = ::date::local_time<std::chrono::microseconds>;
using utc_micros = ::date::sys_time<std::chrono::microseconds>;

::date::local_days local_days_of(tenure::date day) {
  return ::date::local_days(
      ::date::days(std::chrono::sys_days(day).time_since_epoch().count()));
}

tenure::date date_of(::date::local_days day) {
  return tenure::date(std::chrono::sys_days(std::chrono::days(day.time_since_epoch().count())));
}

const ::date::time_zone* find_zone(std::string_view name) {
  try {
    return ::date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    throw std::invalid_argument("unknown time zone '" + std::string(name) + "'");
  }
}

}  // namespace

struct calendar::zone {
  const ::date::time_zone* rules;
  std::chrono::minutes end_of_working_day;

  local_micros local(instant at) const {
    return rules->to_local(utc_micros(std::chrono::microseconds(at.micros)));
  }

  // A local time that the clocks skip is the first instant after the gap; one that they show twice
  // is the earlier.
  instant utc(local_micros time) const {
    auto info = rules->get_info(time);
    auto at = utc_micros(time.time_since_epoch() - info.first.offset);
    if (info.result == ::date::local_info::nonexistent) at = info.first.end;
    return {at.time_since_epoch().count()};
  }
};

calendar::calendar(std::string_view time_zone, std::chrono::minutes end_of_working_day)
    : zone_(new zone{find_zone(time_zone), end_of_working_day}) {}

calendar::~calendar() = default;

instant calendar::start_of(date day) const { return zone_->utc(local_days_of(day)); }

instant calendar::end_of_working_day(date day) const {
  return zone_->utc(local_days_of(day) + zone_->end_of_working_day);
}

date calendar::local_date(instant at) const {
  return date_of(::date::floor<::date::days>(zone_->local(at)));
}

instant calendar::add(instant at, period length) const {
  // Without calendar steps the local clock is not asked: in the hour that autumn repeats, going
  // through it would lose which of the two was meant.
  if (length.months != 0 || length.days != 0) {
    auto local = zone_->local(at);
    auto midnight = ::date::floor<::date::days>(local);
    auto day = tenure::add(date_of(midnight), {length.months, length.days, 0});
    at = zone_->utc(local_days_of(day) + (local - midnight));
  }
  return at + std::chrono::seconds(length.seconds);
}

}  // namespace tenure::policy
