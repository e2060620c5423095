#include "engine/model/actor.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <stdexcept>

namespace tenure {
namespace {

void need(UErrorCode code, const char* what) {
  if (U_FAILURE(code)) {
    throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(code));
  }
}

// Compositions, compatibility forms, letter case, and what shows nothing (UAX 31, NFKC_Casefold).
icu::UnicodeString folded(const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  const auto* form = icu::Normalizer2::getNFKCCasefoldInstance(code);
  need(code, "NFKC_Casefold");
  auto out = form->normalize(text, code);
  need(code, "normalize");
  return out;
}

icu::UnicodeString without_blanks(const icu::UnicodeString& text) {
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UChar32 c = text.char32At(i);
    if (!u_isUWhiteSpace(c)) out.append(c);
  }
  return out;
}

// What looks the same is the same (UTS 39, skeleton).
icu::UnicodeString skeleton(const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  static const icu::LocalUSpoofCheckerPointer looks(uspoof_open(&code));
  need(code, "uspoof_open");
  icu::UnicodeString out;
  uspoof_getSkeletonUnicodeString(looks.getAlias(), 0, text, out, &code);
  need(code, "skeleton");
  return out;
}

}  // namespace

std::string person_key(std::string_view who) {
  auto length = static_cast<std::int32_t>(who.size());
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(who.data(), length));
  std::string key;
  // The skeleton may bring capitals back ("0" is "O"): folded again.
  folded(skeleton(without_blanks(folded(text)))).toUTF8String(key);
  return key;
}

}  // namespace tenure
