#include "connectors/dovecot/imap_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tenure::dovecot {
namespace {

constexpr std::size_t longest_line = 1 << 20;  // an answer to UID SEARCH may be long
constexpr std::size_t piece = 256 << 10;

bool is_status(std::string_view name) {
  return name == "OK" || name == "NO" || name == "BAD" || name == "BYE" || name == "PREAUTH";
}

}  // namespace

imap_reader::imap_reader(wire& from, std::uint64_t largest_literal)
    : from_(from), largest_(largest_literal) {}

bool imap_reader::failed(std::string why) {
  if (trouble_.empty()) trouble_ = std::move(why);
  return false;
}

bool imap_reader::fill() {
  if (at_ < filled_) return true;
  at_ = 0;
  buffer_.resize(piece);
  filled_ = from_.read(buffer_.data(), buffer_.size());
  return filled_ > 0 || failed("IMAP: " + from_.trouble());
}

bool imap_reader::peek(char& c) {
  if (!fill()) return false;
  if (++line_bytes_ > longest_line) return failed("IMAP: a response is too long");
  c = buffer_[at_];
  return true;
}

// After '{' was taken: "296}\r\n" and 296 bytes.
bool imap_reader::literal(std::string& into) {
  std::string digits;
  char c = 0;
  while (peek(c) && c != '}' && digits.size() < 12) {
    digits += c;
    ++at_;
  }
  std::uint64_t length = 0;
  const auto [end, why] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (c != '}' || why != std::errc() || end != digits.data() + digits.size()) {
    return failed("IMAP: a literal without length");
  }
  ++at_;
  if (!end_of_line()) return false;
  if (length > largest_) {
    too_large_ = true;
    return failed("IMAP: a message is larger than allowed");
  }
  into.resize(length);
  std::size_t have = std::min<std::size_t>(length, filled_ - at_);
  std::copy_n(buffer_.data() + at_, have, into.data());
  at_ += have;
  while (have < length) {
    const std::size_t got = from_.read(into.data() + have, length - have);
    if (got == 0) return failed("IMAP: " + from_.trouble());
    have += got;
  }
  return true;
}

bool imap_reader::quoted(std::string& into) {
  char c = 0;
  while (peek(c)) {
    ++at_;
    if (c == '"') return true;
    if (c == '\\') {
      if (!peek(c)) return false;
      ++at_;
    } else if (c == '\r' || c == '\n') {
      return failed("IMAP: a line ends inside quotes");
    }
    into += c;
  }
  return false;
}

bool imap_reader::atom(std::string& into) {
  char c = 0;
  while (peek(c) && c != ' ' && c != '(' && c != ')' && c != '\r' && c != '\n' && c != '"') {
    into += c;
    ++at_;
  }
  return trouble_.empty();
}

bool imap_reader::rest_of_line(std::string& into) {
  char c = 0;
  while (peek(c) && c != '\r' && c != '\n') {
    into += c;
    ++at_;
  }
  return trouble_.empty() && end_of_line();
}

bool imap_reader::end_of_line() {
  char c = 0;
  if (!peek(c)) return false;
  if (c == '\r') {
    ++at_;
    if (!peek(c)) return false;
  }
  if (c != '\n') return failed("IMAP: no line end where one is due");
  ++at_;
  return true;
}

bool imap_reader::next(imap_response& into) {
  into.clear();
  line_bytes_ = 0;
  using kind = imap_token::kind;
  char c = 0;
  while (trouble_.empty() && peek(c)) {
    if (c == '\r' || c == '\n') return end_of_line();
    if (c == ' ') {
      ++at_;
      if (into.size() == 2 && is_status(into[1].text)) {
        into.push_back({kind::atom, ""});
        return rest_of_line(into.back().text);
      }
    } else if (c == '(' || c == ')') {
      ++at_;
      into.push_back({c == '(' ? kind::open : kind::close, ""});
    } else if (c == '"' || c == '{') {
      ++at_;
      into.push_back({kind::string, ""});
      if (!(c == '"' ? quoted(into.back().text) : literal(into.back().text))) return false;
    } else {
      into.push_back({kind::atom, ""});
      if (!atom(into.back().text)) return false;
    }
  }
  return false;
}

}  // namespace tenure::dovecot
