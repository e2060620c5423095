#include "engine/policy/wording.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tenure::policy {
namespace {

TEST(wording, days_are_written_as_the_country_writes_them) {
  struct {
    const char *locale, *day, *words;
  } rows[] = {
      {"en-GB", "2026-11-30", "Monday, 30 November 2026"},
      {"en-CA", "2026-11-30", "Monday, November 30, 2026"},
      {"en-US", "2026-11-30", "Monday, November 30, 2026"},
      {"en-PK", "2026-11-30", "Monday, 30 November 2026"},
      {"en-PK", "2028-02-29", "Tuesday, 29 February 2028"},
      {"en-US", "1969-12-31", "Wednesday, December 31, 1969"},
      {"ur-PK", "2026-11-30", "پیر، 30 نومبر، 2026"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(day_in_words(*parse_date(row.day), row.locale), row.words) << row.locale;
  }
}

TEST(wording, moments_are_told_on_the_local_clock) {
  struct {
    const char *locale, *zone, *at, *words;
  } rows[] = {
      {"en-GB", "Europe/London", "2026-11-30T17:00:00Z", "Monday, 30 November 2026 at 17:00"},
      {"en-GB", "Europe/London", "2026-07-01T16:00:59.9Z", "Wednesday, 1 July 2026 at 17:00"},
      {"en-US", "America/Denver", "2026-12-01T00:00:00Z",
       "Monday, November 30, 2026 at 5:00 PM"},
      {"en-PK", "Asia/Karachi", "2026-12-31T19:05:00Z", "Friday, 1 January 2027 at 12:05 am"},
      {"en-CA", "America/Edmonton", "1969-12-31T23:59:59.999999Z",
       "Wednesday, December 31, 1969 at 4:59 p.m."},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(moment_in_words(*parse_instant(row.at), row.locale, row.zone), row.words);
  }
}

TEST(wording, counts_are_grouped) {
  EXPECT_EQ(count_in_words(0, "en-GB"), "0");
  EXPECT_EQ(count_in_words(1204, "en-GB"), "1,204");
  EXPECT_EQ(count_in_words(1234567, "en-US"), "1,234,567");
}

TEST(wording, a_locale_is_a_language_and_a_country_that_are_known) {
  for (const char* good : {"en-GB", "en-CA", "en-US", "en-PK", "ur-PK", "fr-CA"}) {
    EXPECT_TRUE(known_locale(good)) << good;
  }
  for (const char* bad : {"", "en", "en_GB", "EN-gb", "en-UK", "xx-GB", "english", "en-GB-", "C",
                          "en-GB.UTF-8", "en-GB-u-ca-buddhist", "../../en-GB", "POSIX"}) {
    EXPECT_FALSE(known_locale(bad)) << bad;
  }
}

TEST(wording, what_is_no_locale_or_zone_is_no_guess) {
  EXPECT_THROW(day_in_words(*parse_date("2026-11-30"), "x"), std::invalid_argument);
  EXPECT_THROW(count_in_words(1, ""), std::invalid_argument);
  EXPECT_THROW(moment_in_words({}, "en-GB", "Europe/Londinium"), std::invalid_argument);
}

}  // namespace
}  // namespace tenure::policy
