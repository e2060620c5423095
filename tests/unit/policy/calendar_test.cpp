// The instants of days were computed with another implementation (Python zoneinfo, scanning
// minutes), the sums by hand.
#include "engine/policy/calendar.hpp"

#include <gtest/gtest.h>

namespace tenure::policy {
namespace {

using std::chrono::minutes;

instant at(std::string_view text) { return parse_instant(text).value(); }

struct day_row {
  const char* zone;
  const char* day;
  const char* start;
  const char* end_of_work;  // 17:00
  const char* why;
};

const day_row days[] = {
    {"Europe/London", "2026-01-15", "2026-01-15T00:00:00.000000Z",
     "2026-01-15T17:00:00.000000Z", "winter"},
    {"Europe/London", "2026-07-15", "2026-07-14T23:00:00.000000Z",
     "2026-07-15T16:00:00.000000Z", "summer"},
    {"Europe/London", "2026-03-28", "2026-03-28T00:00:00.000000Z",
     "2026-03-28T17:00:00.000000Z", "before spring"},
    {"Europe/London", "2026-03-29", "2026-03-29T00:00:00.000000Z",
     "2026-03-29T16:00:00.000000Z", "spring gap at 01:00"},
    {"Europe/London", "2026-03-30", "2026-03-29T23:00:00.000000Z",
     "2026-03-30T16:00:00.000000Z", "after spring"},
    {"Europe/London", "2026-10-24", "2026-10-23T23:00:00.000000Z",
     "2026-10-24T16:00:00.000000Z", "before autumn"},
    {"Europe/London", "2026-10-25", "2026-10-24T23:00:00.000000Z",
     "2026-10-25T17:00:00.000000Z", "autumn overlap at 01:00"},
    {"Europe/London", "2026-10-26", "2026-10-26T00:00:00.000000Z",
     "2026-10-26T17:00:00.000000Z", "after autumn"},
    {"Europe/London", "2028-02-29", "2028-02-29T00:00:00.000000Z",
     "2028-02-29T17:00:00.000000Z", "leap day"},
    {"Europe/London", "2026-12-31", "2026-12-31T00:00:00.000000Z",
     "2026-12-31T17:00:00.000000Z", "year's end"},
    {"Europe/London", "1971-01-01", "1970-12-31T23:00:00.000000Z",
     "1971-01-01T16:00:00.000000Z", "all-year summer time"},
    {"Asia/Karachi", "2026-01-15", "2026-01-14T19:00:00.000000Z",
     "2026-01-15T12:00:00.000000Z", "no daylight saving"},
    {"Asia/Karachi", "2026-07-15", "2026-07-14T19:00:00.000000Z",
     "2026-07-15T12:00:00.000000Z", "no daylight saving"},
    {"Asia/Karachi", "2008-06-01", "2008-05-31T19:00:00.000000Z",
     "2008-06-01T11:00:00.000000Z", "midnight skipped"},
    {"Asia/Karachi", "2008-07-01", "2008-06-30T18:00:00.000000Z",
     "2008-07-01T11:00:00.000000Z", "summer time of 2008"},
    {"Asia/Karachi", "2008-11-01", "2008-10-31T19:00:00.000000Z",
     "2008-11-01T12:00:00.000000Z", "summer time ends"},
    {"Asia/Karachi", "2009-04-15", "2009-04-14T19:00:00.000000Z",
     "2009-04-15T11:00:00.000000Z", "midnight skipped"},
    {"Asia/Karachi", "2009-11-01", "2009-10-31T19:00:00.000000Z",
     "2009-11-01T12:00:00.000000Z", "summer time ends"},
    {"Asia/Karachi", "2010-07-01", "2010-06-30T19:00:00.000000Z",
     "2010-07-01T12:00:00.000000Z", "none since"},
    {"America/Denver", "2026-03-08", "2026-03-08T07:00:00.000000Z",
     "2026-03-08T23:00:00.000000Z", "spring"},
    {"America/Denver", "2026-11-01", "2026-11-01T06:00:00.000000Z",
     "2026-11-02T00:00:00.000000Z", "autumn"},
    {"America/Denver", "2026-06-01", "2026-06-01T06:00:00.000000Z",
     "2026-06-01T23:00:00.000000Z", "summer"},
    {"America/New_York", "2026-03-08", "2026-03-08T05:00:00.000000Z",
     "2026-03-08T21:00:00.000000Z", "spring"},
    {"America/New_York", "2026-11-01", "2026-11-01T04:00:00.000000Z",
     "2026-11-01T22:00:00.000000Z", "autumn"},
    {"America/Edmonton", "2026-03-08", "2026-03-08T07:00:00.000000Z",
     "2026-03-08T23:00:00.000000Z", "spring"},
    {"America/Edmonton", "2025-11-02", "2025-11-02T06:00:00.000000Z",
     "2025-11-03T00:00:00.000000Z", "autumn"},
    {"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000000Z",
     "2026-04-24T14:00:00.000000Z", "midnight skipped"},
    {"Africa/Cairo", "2026-10-29", "2026-10-28T21:00:00.000000Z",
     "2026-10-29T14:00:00.000000Z", "before autumn"},
    {"Africa/Cairo", "2026-10-30", "2026-10-29T22:00:00.000000Z",
     "2026-10-30T15:00:00.000000Z", "23:00 came twice the evening before"},
    {"Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00.000000Z",
     "2026-03-29T14:00:00.000000Z", "midnight skipped"},
    {"Asia/Beirut", "2026-10-25", "2026-10-24T22:00:00.000000Z",
     "2026-10-25T15:00:00.000000Z", "23:00 came twice the evening before"},
    {"America/Havana", "2026-03-08", "2026-03-08T05:00:00.000000Z",
     "2026-03-08T21:00:00.000000Z", "midnight skipped"},
    {"America/Havana", "2026-11-01", "2026-11-01T04:00:00.000000Z",
     "2026-11-01T22:00:00.000000Z", "midnight comes twice"},
    {"Asia/Kathmandu", "2026-05-05", "2026-05-04T18:15:00.000000Z",
     "2026-05-05T11:15:00.000000Z", "quarter hours"},
    {"Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00.000000Z",
     "2026-04-05T06:30:00.000000Z", "half an hour back"},
    {"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000000Z",
     "2011-12-31T03:00:00.000000Z", "after the day that never was"},
    {"UTC", "2026-03-29", "2026-03-29T00:00:00.000000Z",
     "2026-03-29T17:00:00.000000Z", "no rules"},
};

TEST(calendar, a_day_starts_and_its_work_ends_by_the_local_clock) {
  for (const auto& row : days) {
    SCOPED_TRACE(std::string(row.zone) + " " + row.day + ": " + row.why);
    calendar local(row.zone, minutes(17 * 60));
    auto day = parse_date(row.day).value();
    EXPECT_EQ(to_text(local.start_of(day)), row.start);
    EXPECT_EQ(to_text(local.end_of_working_day(day)), row.end_of_work);
    EXPECT_EQ(local.local_date(local.start_of(day)), day);
    EXPECT_NE(local.local_date(local.start_of(day) - std::chrono::microseconds(1)), day);
  }
}

struct add_row {
  const char* zone;
  const char* from;
  const char* length;
  const char* to;
  const char* why;
};

const add_row sums[] = {
    {"Europe/London", "2026-03-28T12:00:00Z", "P1D", "2026-03-29T11:00:00Z", "23 hours in spring"},
    {"Europe/London", "2026-10-24T11:00:00Z", "P1D", "2026-10-25T12:00:00Z", "25 hours in autumn"},
    {"Europe/London", "2026-03-28T12:00:00Z", "PT24H", "2026-03-29T12:00:00Z", "hours are elapsed"},
    {"Europe/London", "2026-03-28T01:30:00Z", "P1D", "2026-03-29T01:00:00Z", "01:30 is skipped"},
    {"Europe/London", "2026-10-24T00:30:00Z", "P1D", "2026-10-25T00:30:00Z",
     "01:30 twice: earlier"},
    {"Europe/London", "2026-10-25T01:30:00Z", "PT0S", "2026-10-25T01:30:00Z",
     "second pass is kept"},
    {"Europe/London", "2026-10-25T01:30:00Z", "PT1H", "2026-10-25T02:30:00Z",
     "second pass, elapsed"},
    {"Europe/London", "2026-10-25T01:30:00Z", "P1D", "2026-10-26T01:30:00Z", "second pass, a day"},
    {"Europe/London", "2026-10-20T16:00:00Z", "P30D", "2026-11-19T17:00:00Z", "17:00 stays 17:00"},
    {"Europe/London", "2026-02-28T17:00:00Z", "P30D", "2026-03-30T16:00:00Z", "17:00 in spring"},
    {"Europe/London", "2026-08-31T22:59:59Z", "P6M", "2027-02-28T23:59:59Z", "31 August clamps"},
    {"Europe/London", "2027-08-31T11:00:00Z", "P6M", "2028-02-29T12:00:00Z", "to a leap day"},
    {"Europe/London", "2028-02-29T12:00:00Z", "P1Y", "2029-02-28T12:00:00Z", "from a leap day"},
    {"Europe/London", "2028-02-29T12:00:00Z", "P4Y", "2032-02-29T12:00:00Z", "leap to leap"},
    {"Europe/London", "2096-02-29T12:00:00Z", "P4Y", "2100-02-28T12:00:00Z",
     "2100 is no leap year"},
    {"Europe/London", "2026-01-31T12:00:00Z", "P1M1D", "2026-03-01T12:00:00Z", "months, then days"},
    {"Europe/London", "2026-01-31T12:00:00Z", "P6Y", "2032-01-31T12:00:00Z", "six years"},
    {"Europe/London", "2026-12-31T23:30:00Z", "PT15M", "2026-12-31T23:45:00Z", "minutes"},
    {"Asia/Karachi", "2026-08-31T18:59:59Z", "P6M", "2027-02-28T18:59:59Z", "31 August, local"},
    {"Asia/Karachi", "2026-08-31T19:00:00Z", "P6M", "2027-02-28T19:00:00Z", "1 September, local"},
    {"Asia/Karachi", "2026-08-30T19:00:00Z", "P6M", "2027-02-27T19:00:00Z",
     "local 31 August 00:00"},
    {"Asia/Karachi", "2008-05-31T18:00:00Z", "P1D", "2008-06-01T17:00:00Z", "23:00 in summer time"},
    {"Asia/Karachi", "2008-05-30T19:30:00Z", "P1D", "2008-05-31T19:00:00Z",
     "00:30 skipped in 2008"},
    {"America/Denver", "2026-03-07T09:30:00Z", "P1D", "2026-03-08T09:00:00Z", "02:30 is skipped"},
    {"America/Denver", "2026-10-31T07:30:00Z", "P1D", "2026-11-01T07:30:00Z", "01:30 twice"},
    {"America/New_York", "2026-03-07T12:00:00Z", "P1D", "2026-03-08T11:00:00Z", "spring"},
    {"America/New_York", "2026-10-31T12:00:00Z", "P1D", "2026-11-01T13:00:00Z", "autumn"},
    {"Asia/Beirut", "2026-03-27T22:30:00Z", "P1D", "2026-03-28T22:00:00Z", "00:30 is skipped"},
    {"Pacific/Apia", "2011-12-29T22:00:00Z", "P1D", "2011-12-30T10:00:00Z", "a day that never was"},
};

TEST(calendar, months_and_days_keep_the_local_time_of_day) {
  for (const auto& row : sums) {
    SCOPED_TRACE(std::string(row.zone) + " " + row.from + " + " + row.length + ": " + row.why);
    calendar local(row.zone, minutes(0));
    EXPECT_EQ(to_text(local.add(at(row.from), parse_period(row.length).value())),
              to_text(at(row.to)));
  }
}

TEST(calendar, an_instant_has_its_local_date) {
  struct {
    const char *zone, *at, *day;
  } rows[] = {{"Europe/London", "2026-06-30T22:59:59Z", "2026-06-30"},
              {"Europe/London", "2026-06-30T23:00:00Z", "2026-07-01"},
              {"Asia/Karachi", "2026-06-30T18:59:59.999999Z", "2026-06-30"},
              {"Asia/Karachi", "2026-06-30T19:00:00Z", "2026-07-01"},
              {"America/Denver", "2026-07-01T05:59:59Z", "2026-06-30"},
              {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"},
              {"Europe/London", "1969-12-31T22:59:59Z", "1969-12-31"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.zone) + " " + row.at);
    EXPECT_EQ(to_text(calendar(row.zone, minutes(0)).local_date(at(row.at))), row.day);
  }
}

TEST(calendar, an_unknown_zone_is_refused) {
  for (const char* zone : {"", "Europe/Londinium", "europe/london", "GMT+99", "../etc/passwd",
                           "/etc/passwd", "Europe/London "}) {
    SCOPED_TRACE(zone);
    EXPECT_THROW(calendar(zone, minutes(0)), std::invalid_argument);
  }
}

}  // namespace
}  // namespace tenure::policy
