// ICU stays in this file.
#include "engine/policy/wording.hpp"

#include <unicode/datefmt.h>
#include <unicode/locid.h>
#include <unicode/numfmt.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

namespace tenure::policy {
namespace {

icu::Locale locale_of(std::string_view tag) {
  UErrorCode status = U_ZERO_ERROR;
  auto found = icu::Locale::forLanguageTag(
      icu::StringPiece(tag.data(), static_cast<int32_t>(tag.size())), status);
  if (tag.empty() || U_FAILURE(status) || found.isBogus()) {
    throw std::invalid_argument("unknown locale '" + std::string(tag) + "'");
  }
  return found;
}

// CLDR puts a narrow no-break space before "PM", for which many fonts have no glyph.
std::string in_utf8(icu::UnicodeString text) {
  text.findAndReplace(icu::UnicodeString(char16_t{0x202f}), icu::UnicodeString(char16_t{0x20}));
  std::string out;
  text.toUTF8String(out);
  return out;
}

std::string written(icu::DateFormat* format, double millis, const icu::TimeZone& zone) {
  if (format == nullptr) throw std::invalid_argument("a locale without words for dates");
  format->setTimeZone(zone);
  icu::UnicodeString out;
  return in_utf8(format->format(millis, out));
}

}  // namespace

bool known_locale(std::string_view tag) {
  UErrorCode status = U_ZERO_ERROR;
  auto wanted = icu::Locale::forLanguageTag(
      icu::StringPiece(tag.data(), static_cast<int32_t>(tag.size())), status);
  if (U_FAILURE(status) || wanted.isBogus() || *wanted.getCountry() == '\0') return false;
  if (wanted.toLanguageTag<std::string>(status) != tag || U_FAILURE(status)) return false;
  int32_t count = 0;
  const auto* all = icu::Locale::getAvailableLocales(count);
  for (int32_t i = 0; i < count; ++i) {
    if (all[i] == wanted) return true;
  }
  return false;
}

std::string day_in_words(date day, std::string_view locale) {
  std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kFull, locale_of(locale)));
  auto days = std::chrono::sys_days(day).time_since_epoch();
  auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(days).count();
  return written(format.get(), static_cast<double>(millis), *icu::TimeZone::getGMT());
}

std::string moment_in_words(instant at, std::string_view locale, std::string_view time_zone) {
  std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateTimeInstance(
      icu::DateFormat::kFull, icu::DateFormat::kShort, locale_of(locale)));
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(
      icu::StringPiece(time_zone.data(), static_cast<int32_t>(time_zone.size())))));
  if (*zone == icu::TimeZone::getUnknown()) {
    throw std::invalid_argument("unknown time zone '" + std::string(time_zone) + "'");
  }
  auto millis = std::chrono::floor<std::chrono::milliseconds>(std::chrono::microseconds(at.micros));
  return written(format.get(), static_cast<double>(millis.count()), *zone);
}

std::string count_in_words(std::int64_t count, std::string_view locale) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::NumberFormat> format(
      icu::NumberFormat::createInstance(locale_of(locale), status));
  if (U_FAILURE(status)) throw std::invalid_argument("a locale without words for numbers");
  icu::UnicodeString out;
  return in_utf8(format->format(static_cast<int64_t>(count), out));
}

}  // namespace tenure::policy
