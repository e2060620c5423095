// ICU transliterates; it stays in this file. Any-Latin's tables belong to the ICU release: a name
// already given is kept in the store, so an ICU upgrade changes no existing address.
#include "engine/policy/naming.hpp"

#include "engine/policy/template_text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

namespace tenure::policy {
namespace {

constexpr std::size_t local_max = 56;  // leaves 8 of SMTP's 64 for a number (RFC 5321 4.5.3.1.1)
constexpr int display_max = 200;       // code points
constexpr std::size_t field_bytes_max = 4000;

// Mailboxes that the Internet expects of a domain (RFC 2142), and those to which certificate
// authorities send proof of control over it (CA/Browser Forum BR 3.2.2.4.4).
constexpr std::array reserved = {"abuse",      "admin",    "administrator", "hostmaster",
                                 "mailer-daemon", "noc",   "postmaster",    "root",
                                 "security",   "webmaster"};

bool letter(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

void must(UErrorCode error, const char* what) {
  if (U_FAILURE(error)) throw std::runtime_error(std::string(what) + ": " + u_errorName(error));
}

icu::UnicodeString from_utf8(std::string_view text) {
  auto length = static_cast<std::int32_t>(std::min(text.size(), field_bytes_max));
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), length));
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

// One a thread: ICU does not promise that a Transliterator may be shared.
const icu::Transliterator& to_ascii() {
  thread_local const std::unique_ptr<icu::Transliterator> made = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> out(icu::Transliterator::createInstance(
        "NFKC; Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, error));
    must(error, "ICU transliterator");
    return out;
  }();
  return *made;
}

// What keeps two words apart in a name becomes one '-'.
bool separates(char c) {
  return std::string_view(" \t\r\n.,/\\&+-;:()[]").find(c) != std::string_view::npos;
}

// "Zoë  Anne" -> "zoe-anne". Other characters, apostrophes among them, vanish.
std::string ascii_words(std::string_view field) {
  auto text = from_utf8(field);
  to_ascii().transliterate(text);
  std::string out;
  for (char c : to_utf8(text)) {
    if (letter(c) || digit(c) || c == '_') {
      out += c;
    } else if (separates(c) && !out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (!out.empty() && (out.back() == '-' || out.back() == '_')) out.pop_back();
  out.erase(0, out.find_first_not_of("-_"));
  return out;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

std::string_view field_of(const person& who, std::string_view variable) {
  if (variable == "givenName") return who.given_name;
  if (variable == "surname") return who.surname;
  if (variable == "jobTitle") return who.job_title;
  if (variable == "unit") return who.unit;
  if (variable == "name") return {};  // of a shared mailbox only: shared_address()
  throw std::logic_error("name template variable '" + std::string(variable) + "'");
}

std::size_t length_of(const std::vector<template_piece>& pieces) {
  std::size_t total = 0;
  for (const auto& piece : pieces) total += piece.text.size();
  return total;
}

// Shortens the longest variable again and again, so that no part of a long name is lost whole.
void shorten(std::vector<template_piece>& pieces) {
  auto shorter = [](const template_piece& a, const template_piece& b) {
    return (a.variable ? a.text.size() : 0) < (b.variable ? b.text.size() : 0);
  };
  while (length_of(pieces) > local_max) {
    auto longest = std::max_element(pieces.begin(), pieces.end(), shorter);
    if (!longest->variable || longest->text.empty()) return;
    longest->text.pop_back();
  }
}

// "section-officer-2" -> "section-officer-two": a number may be appended to a name, so a name that
// ended in a digit could be taken for somebody else's numbered one.
std::string spell_last_digits(std::string text) {
  constexpr std::array names = {"zero", "one", "two",   "three", "four",
                                "five", "six", "seven", "eight", "nine"};
  if (text.empty() || !digit(text.back())) return text;
  std::size_t first = text.size();
  while (first > 0 && digit(text[first - 1])) --first;
  std::string digits = text.substr(first);
  text.resize(first);
  for (char c : digits) {
    if (!text.empty() && (letter(text.back()) || digit(text.back()))) text += '-';
    text += names[static_cast<std::size_t>(c - '0')];
  }
  return text;
}

// RFC 5321 dot-string: no dot at either end or beside another.
std::string tidy_dots(const std::string& text) {
  std::string out;
  for (char c : text) {
    bool after_dot = out.empty() || out.back() == '.';
    if (after_dot && (c == '.' || c == '-')) continue;
    if (c == '.') out.erase(out.find_last_not_of("-_") + 1);
    out += c;
  }
  out.erase(out.find_last_not_of(".-_") + 1);
  return out;
}

std::string assemble(std::vector<template_piece> pieces) {
  shorten(pieces);
  std::string out;
  for (const auto& piece : pieces) out += piece.text;
  out = spell_last_digits(tidy_dots(out));
  if (out.size() > local_max) {
    out.resize(local_max);
    out.erase(out.find_last_not_of("0123456789.-_") + 1);
  }
  return out;
}

refusal no_name(std::string code, std::string message, std::string_view field,
                const setting& rule, std::string way_out) {
  return {std::move(code), std::move(message), std::string(field), rule.clause, std::move(way_out)};
}

result<std::string> local_part(const setting& rule, const person& who) {
  auto pieces = parse_template(rule.value);
  if (!pieces) throw std::logic_error("name template '" + rule.value + "' was not checked");
  for (auto& piece : *pieces) {
    if (!piece.variable) continue;
    auto name = std::exchange(piece.text, {});
    auto field = field_of(who, name);
    if (blank(field)) {
      return no_name("naming.field_missing", "a name cannot be formed: " + name + " is empty", name,
                     rule, "Have HR fill it in and send the row again");
    }
    piece.text = ascii_words(field);
    if (piece.text.empty()) {
      return no_name("naming.nothing_left",
                     "a name cannot be formed: nothing of " + name + " can stand in an address",
                     name, rule, "Have HR give a Latin spelling and send the row again");
    }
  }
  auto out = assemble(std::move(*pieces));
  if (out.empty()) {
    return no_name("naming.nothing_left", "a name cannot be formed", "", rule,
                   "Have HR correct the row and send it again");
  }
  if (std::find(reserved.begin(), reserved.end(), out) != reserved.end()) {
    return no_name("naming.reserved", "'" + out + "' is a reserved name of every mail domain", "",
                   rule, "Have HR give the person's own name or title");
  }
  return {boost::system::in_place_value, std::move(out)};
}

// Marks that turn the direction of text round can make one name look like another.
bool direction_mark(UChar32 c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

std::string one_line(std::string_view text) {
  icu::UnicodeString out;
  auto in = from_utf8(text);
  for (std::int32_t i = 0; i < in.length(); i = in.moveIndex32(i, 1)) {
    UChar32 c = in.char32At(i);
    if (direction_mark(c)) continue;
    bool space = u_isUWhiteSpace(c) || u_iscntrl(c);
    if (!space) {
      out.append(c);
    } else if (!out.isEmpty() && !out.endsWith(u" ", 1)) {
      out.append(u' ');
    }
  }
  out.trim();
  UErrorCode error = U_ZERO_ERROR;
  out = icu::Normalizer2::getNFCInstance(error)->normalize(out, error);
  must(error, "ICU normalizer");
  if (out.countChar32() > display_max) out.truncate(out.moveIndex32(0, display_max));
  return to_utf8(out.trim());
}

std::string display_name_of(const person& who) {
  auto name = one_line(who.given_name + " " + who.surname);
  return name.empty() ? one_line(who.job_title) : name;
}

std::string numbered(const std::string& stem, int number) {
  if (number < 0 || number == 1) throw std::logic_error("a name is numbered 0, 2, 3, ...");
  return number == 0 ? stem : stem + std::to_string(number);
}

}  // namespace

std::string proposed_name::address(int number) const {
  return numbered(local_stem, number) + "@" + domain;
}

std::string proposed_name::login(int number) const { return numbered(login_stem, number); }

result<proposed_name> propose_name(const pack& rules, const person& who) {
  auto local = local_part(rules.get("addressTemplate", who.kind), who);
  if (!local) return local.error();
  auto login = local_part(rules.get("loginTemplate", who.kind), who);
  if (!login) return login.error();
  return proposed_name{*local, *login, rules.domain, display_name_of(who)};
}

namespace {

// `marks`: what may stand between letters and digits.
std::optional<refusal> fault_in(const pack& rules, std::string_view address,
                                std::string_view marks) {
  auto at = address.find('@');
  auto local = address.substr(0, at);
  bool good = at != address.npos && !local.empty() && local.size() <= 64 &&
              tidy_dots(std::string(local)) == local &&
              std::all_of(local.begin(), local.end(), [&](char c) {
                return letter(c) || digit(c) || marks.find(c) != marks.npos;
              });
  auto no = [&](const char* code, const char* message, const char* way_out) {
    return refusal{.code = code, .message = message, .place = std::string(address),
                   .way_out = way_out};
  };
  if (!good) {
    return no("alias.malformed", "that cannot be an address",
              "Write lower-case letters, digits and dots before the @");
  }
  if (address.substr(at + 1) != rules.domain) {
    return no("alias.other_domain", "the organisation does not have that domain",
              "Write an address of the organisation's own domain");
  }
  if (std::find(reserved.begin(), reserved.end(), local) != reserved.end()) {
    return no("alias.reserved", "that is a reserved name of every mail domain",
              "Ask for another address");
  }
  return std::nullopt;
}

}  // namespace

std::optional<refusal> fault_in_alias(const pack& rules, std::string_view address) {
  return fault_in(rules, address, ".-_");
}

result<std::string> shared_address(const pack& rules, std::string_view name) {
  constexpr std::string_view variable = "{name}";
  const auto& rule = rules.get("addressTemplate", person_kind::shared);
  std::string out = rule.value;
  auto at = out.find(variable);
  if (at == out.npos) {
    return no_name("mailbox.not_offered.denied", "the organisation names no such mailboxes", "name",
                   rule, "Have the policy pack give addressTemplate for `shared`");
  }
  out.replace(at, variable.size(), name);
  out += "@" + rules.domain;
  // Without a letter first, "+d@" would be another address's detail (RFC 5233).
  bool named = !name.empty() && name.front() != '+' && name.back() != '+';
  auto wrong = fault_in(rules, named ? out : "", ".-_+");
  if (wrong) {
    wrong->place = std::string(name);
    wrong->rule = rule.clause;
    return *wrong;
  }
  return {boost::system::in_place_value, std::move(out)};
}

}  // namespace tenure::policy
