#pragma once
// Days, moments and counts as people of the organisation read them: the words of ICU's locale data
// (CLDR), in the pack's locale and time zone. For notices; what machines read stays ISO 8601.

#include "engine/model/instant.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tenure::policy {

// Whether `tag` (BCP 47, "en-GB") names a language and country that ICU has words for. One it does
// not know would silently become the language of the machine.
bool known_locale(std::string_view tag);

// For a known_locale and a time zone that ICU knows; std::invalid_argument for any other.
//   day_in_words(30 Nov 2026, "en-GB")     "Monday, 30 November 2026"
//   moment_in_words(..., "America/Denver") "Monday, November 30, 2026 at 5:00 PM"
//   count_in_words(1204, "en-GB")          "1,204"
std::string day_in_words(date day, std::string_view locale);
std::string moment_in_words(instant at, std::string_view locale, std::string_view time_zone);
std::string count_in_words(std::int64_t count, std::string_view locale);

}  // namespace tenure::policy
