#pragma once
// The organisation's calendar: legal dates and local wall-clock time against UTC instants, over
// daylight saving (the system's tz database). Pure once constructed.

#include "engine/model/instant.hpp"

#include <chrono>
#include <memory>
#include <string_view>

namespace tenure::policy {

class calendar {
 public:
  // Throws std::invalid_argument for an unknown zone. `end_of_working_day`: minutes after local
  // midnight.
  calendar(std::string_view time_zone, std::chrono::minutes end_of_working_day);
  ~calendar();
  calendar(const calendar&) = delete;
  calendar& operator=(const calendar&) = delete;

  // The first instant of the local day. A midnight that daylight saving skips is the first instant
  // after the gap; one that happens twice is the earlier.
  instant start_of(date day) const;
  // The instant at which working time ends on that day, by the same rule.
  instant end_of_working_day(date day) const;
  date local_date(instant at) const;
  // Months and days are stepped on the local calendar keeping the local time of day, seconds are
  // elapsed time. Months clamp to the month's last day.
  instant add(instant at, period length) const;

 private:
  struct zone;
  std::unique_ptr<zone> zone_;
};

}  // namespace tenure::policy
