#include "engine/model/instant.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

using namespace std::chrono_literals;

TEST(Instant, ReadsWhatItWrites) {
  for (std::string text : {"1970-01-01T00:00:00.000000Z", "2026-11-22T01:26:20.123456Z",
                           "2024-02-29T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"}) {
    ASSERT_TRUE(parse_instant(text)) << text;
    EXPECT_EQ(to_text(*parse_instant(text)), text);
  }
  EXPECT_EQ(to_text(*parse_instant("2026-11-22T01:26:20Z")), "2026-11-22T01:26:20.000000Z");
  EXPECT_EQ(to_text(*parse_instant("2026-11-22T01:26:20.5Z")), "2026-11-22T01:26:20.500000Z");
}

TEST(Instant, RefusesEverythingElse) {
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T01:26:20", "2026-11-22 01:26:20Z", "2026-02-30T00:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T01:60:20Z", "2026-11-22T01:26:60Z",
        "2026-11-22T01:26:20+00:00", "2026-11-22T01:26:20.Z", "2026-11-22T01:26:20.1234567Z",
        "2026-11-22T01:26:2xZ", "026-11-22T01:26:200Z"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Date, RefusesDatesThatDoNotExist) {
  EXPECT_TRUE(parse_date("2024-02-29"));
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "22-11-2026",
                           "2026/11/22", "2026-11-22 "}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Period, ReadsWhatItWrites) {
  for (std::string text : {"P30D", "P6M", "P6Y", "PT15M", "P1Y2M3DT4H5M6S", "PT0S"}) {
    ASSERT_TRUE(parse_period(text)) << text;
    EXPECT_EQ(to_text(*parse_period(text)), text);
  }
  EXPECT_EQ(to_text(*parse_period("P2W")), "P14D");
}

TEST(Period, RefusesEverythingElse) {
  for (const char* text : {"", "P", "PT", "30D", "P30", "P-3D", "P1.5D", "P1D2M", "P1W2D", "P1H",
                           "PT1D", "P1234567890D", "P1DT", "p30d", "P30D "}) {
    EXPECT_FALSE(parse_period(text)) << text;
  }
}

TEST(Period, MonthsAreCalendarMonthsClampedToTheirLastDay) {
  auto after = [](const char* day, const char* length) {
    return to_text(add(*parse_date(day), *parse_period(length)));
  };
  EXPECT_EQ(after("2026-08-31", "P6M"), "2027-02-28");
  EXPECT_EQ(after("2023-08-31", "P6M"), "2024-02-29");
  EXPECT_EQ(after("2024-02-29", "P1Y"), "2025-02-28");
  EXPECT_EQ(after("2026-01-31", "P1M1D"), "2026-03-01");
  EXPECT_EQ(after("2026-12-15", "P30D"), "2027-01-14");
}

}  // namespace
}  // namespace tenure
