#include "connectors/smtp/message.hpp"

#include <algorithm>

namespace tenure::smtp {
namespace {

using connectors::base64;

constexpr std::size_t longest_subject = 2000;

// Bytes of the UTF-8 character at the front; 0 when there is none (RFC 3629: no overlong forms, no
// surrogates, nothing past U+10FFFF).
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2
                             : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  const bool bad = (first == 0xe0 && at(1) < 0xa0) || (first == 0xed && at(1) > 0x9f) ||
                   (first == 0xf0 && at(1) < 0x90) || (first == 0xf4 && at(1) > 0x8f);
  return bad ? 0 : length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// RFC 2047 encoded words of whole characters: 45 bytes make 60 of base64, 72 with the frame.
std::string coded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 0;
    while (length < text.size()) {
      const std::size_t next = std::max<std::size_t>(1, character(text.substr(length)));
      if (length + next > 45) break;
      length += next;
    }
    if (!out.empty()) out += "\r\n ";
    out += "=?utf-8?B?" + base64(text.substr(0, length)) + "?=";
    text.remove_prefix(length);
  }
  return out;
}

bool good_body(std::string_view text) {
  return text.find('\0') == std::string_view::npos && is_utf8(text);
}

// base64 of the text with CRLF line ends, 76 characters a line.
std::string body(std::string_view text) {
  std::string crlf;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) crlf += '\r';
    crlf += text[i];
  }
  const std::string coded = base64(crlf);
  std::string out;
  for (std::size_t at = 0; at < coded.size(); at += 76) out += coded.substr(at, 76) + "\r\n";
  return out;
}

std::string part(std::string_view type, std::string_view text) {
  return "Content-Type: " + std::string(type) + "; charset=utf-8\r\n" +
         "Content-Transfer-Encoding: base64\r\n\r\n" + body(text);
}

refusal no(std::string code, std::string message) {
  return {std::move(code), std::move(message), "", "", ""};
}

}  // namespace

bool good_field(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](unsigned char c) {
    return c < 0x20 || c == 0x7f;
  });
}

std::string header_text(std::string_view text) {
  const bool plain = text.size() <= 60 && text.find("=?") == std::string_view::npos &&
                     std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
  return plain ? std::string(text) : coded_words(text);
}

std::string header_date(instant at) {
  constexpr std::string_view days = "SunMonTueWedThuFriSat",
                             months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::chrono::sys_time<std::chrono::microseconds> when{std::chrono::microseconds(at.micros)};
  const auto midnight = std::chrono::floor<std::chrono::days>(when);
  const date day{midnight};
  const auto second = std::chrono::floor<std::chrono::seconds>(when - midnight).count();
  const auto two = [](auto value) {
    std::string out = std::to_string(value);
    return out.size() < 2 ? "0" + out : out;
  };
  return std::string(days.substr(3 * std::chrono::weekday(midnight).c_encoding(), 3)) + ", " +
         two(static_cast<unsigned>(day.day())) + ' ' +
         std::string(months.substr(3 * (static_cast<unsigned>(day.month()) - 1), 3)) + ' ' +
         std::to_string(static_cast<int>(day.year())) + ' ' + two(second / 3600) + ':' +
         two(second / 60 % 60) + ':' + two(second % 60) + " +0000";
}

result<std::string> compose(const notice& what, const config& settings) {
  if (!good_address(what.to) || !good_address(settings.from)) {
    return no("notice.address", "this is no mail address");
  }
  if (!good_field(what.subject) || what.subject.size() > longest_subject ||
      !good_field(settings.from_name)) {
    return no("notice.subject", "the subject is no single line of text");
  }
  if (!good_body(what.text) || !good_body(what.html)) {
    return no("notice.text", "the text is no UTF-8");
  }
  const std::string domain = settings.from.substr(settings.from.find('@') + 1);
  std::string out;
  // The name is always coded: then no character in it needs quoting.
  std::string name;
  if (!settings.from_name.empty()) name = coded_words(settings.from_name) + "\r\n ";
  out += "From: " + name + "<" + settings.from + ">\r\n";
  out += "To: <" + what.to + ">\r\n";
  out += "Subject: " + header_text(what.subject) + "\r\n";
  if (what.at.micros != 0) out += "Date: " + header_date(what.at) + "\r\n";
  out += "Message-ID: <" + what.id.text() + '@' + domain + ">\r\n";
  out += "Auto-Submitted: auto-generated\r\n";  // RFC 3834: nobody's vacation answers it
  out += "MIME-Version: 1.0\r\n";
  if (what.html.empty()) {
    out += part("text/plain", what.text);
    return {boost::system::in_place_value, std::move(out)};
  }
  // '_' and '=' together stand in no line of base64: the boundary cannot occur in a part.
  const std::string boundary = "=_" + what.id.text();
  out += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
  out += "--" + boundary + "\r\n" + part("text/plain", what.text);
  out += "--" + boundary + "\r\n" + part("text/html", what.html);
  out += "--" + boundary + "--\r\n";
  return {boost::system::in_place_value, std::move(out)};
}

}  // namespace tenure::smtp
