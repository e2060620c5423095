#include "engine/http/message.hpp"

#include <boost/json.hpp>

#include <array>

namespace tenure::http {
namespace {

struct word_status {
  std::string_view word;
  int status;
};

constexpr std::array known_words{
    word_status{"not_found", 404}, word_status{"unknown", 404},
    word_status{"conflict", 409},  word_status{"changed", 409},     word_status{"exists", 409},
    word_status{"taken", 409},     word_status{"busy", 409},        word_status{"denied", 403},
    word_status{"forbidden", 403}, word_status{"malformed", 400},   word_status{"held", 423},
    word_status{"invalid", 422},   word_status{"too_large", 413},   word_status{"unavailable", 503},
    word_status{"lost", 503},      word_status{"environment", 503},
};

// "account.not_found" and "list_changed" both say it; "unchanged" does not.
bool says(std::string_view part, std::string_view word) {
  if (part == word) return true;
  return part.size() > word.size() && part.ends_with(word) &&
         part[part.size() - word.size() - 1] == '_';
}

// The length of the UTF-8 sequence at the start of `text`, 0 when it is none (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned first = byte(0);
  if (first < 0x80) return 1;
  std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  bool no_character = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
  return overlong || no_character ? 0 : length;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto length = sequence_length(text);
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

}  // namespace

response json_response(int status, std::string body) {
  response out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

int status_of(const refusal& why) {
  std::string_view rest = why.code;
  while (!rest.empty()) {
    auto dot = rest.rfind('.');
    auto part = dot == std::string_view::npos ? rest : rest.substr(dot + 1);
    for (const auto& known : known_words) {
      if (says(part, known.word)) return known.status;
    }
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(0, dot);
  }
  return 422;
}

response problem(int status, const refusal& why) {
  boost::json::object body;
  auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) body[name] = valid_utf8(value);
  };
  put("code", why.code);
  put("message", why.message);
  put("place", why.place);
  put("rule", why.rule);
  put("wayOut", why.way_out);
  auto out = json_response(status, boost::json::serialize(body));
  out.content_type = "application/problem+json";
  return out;
}

response problem(const refusal& why) { return problem(status_of(why), why); }

std::string json_text(std::string_view text) {
  return boost::json::serialize(boost::json::string(valid_utf8(text)));
}

}  // namespace tenure::http
