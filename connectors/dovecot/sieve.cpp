#include "connectors/dovecot/sieve.hpp"

#include "connectors/dovecot/mapping.hpp"

#include <algorithm>

namespace tenure::dovecot {
namespace {

constexpr std::string_view title = "# Made by Tenure; a change by hand is undone. Format 1.\n";
constexpr std::size_t longest_text = 64 << 10;

bool good_text(std::string_view text) {
  return text.size() <= longest_text && std::ranges::all_of(text, [](unsigned char c) {
    return (c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t';
  });
}

void normalise(std::string& text) {
  for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) {
    text.erase(at, 1);
  }
}

std::string field(std::string_view name, std::string_view value) {
  return "# " + std::string(name) + ": " + base64(value) + "\n";
}

// Takes "# name: base64\n" off the front of `script`.
bool take_field(std::string_view& script, std::string_view name, std::string& into) {
  const std::string start = "# " + std::string(name) + ": ";
  const auto end = script.find('\n');
  if (!script.starts_with(start) || end == std::string_view::npos) return false;
  const auto value = base64_decode(script.substr(start.size(), end - start.size()));
  if (!value) return false;
  into = *value;
  script.remove_prefix(end + 1);
  return true;
}

}  // namespace

std::string sieve_string(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::optional<std::string> sieve_script(sieve_content content) {
  normalise(content.auto_reply);
  const bool forwards = !content.forwarding.empty(), replies = !content.auto_reply.empty();
  if ((forwards && !good_address(content.forwarding)) ||
      (replies && !good_address(content.address)) || !good_text(content.auto_reply) ||
      !good_text(content.previous)) {
    return std::nullopt;
  }
  std::string out(title);
  out += field("forwarding", content.forwarding);
  out += field("autoReply", content.auto_reply);
  out += field("address", content.address);
  out += field("previous", content.previous);
  out += field("keepCopy", content.keep_copy ? "true" : "false");
  out += "require [\"copy\", \"vacation\"];\n";
  if (replies) {
    out += "vacation :days 1 :handle \"tenure\" :addresses [" + sieve_string(content.address) +
           "]\n" + sieve_string(content.auto_reply) + ";\n";
  }
  if (forwards) {
    out += std::string("redirect ") + (content.keep_copy ? ":copy " : "") +
           sieve_string(content.forwarding) + ";\n";
  }
  return out;
}

std::optional<sieve_content> read_sieve(std::string_view script) {
  std::string text(script);
  normalise(text);
  std::string_view rest = text;
  if (!rest.starts_with(title)) return std::nullopt;
  rest.remove_prefix(title.size());
  sieve_content out;
  std::string keep_copy;
  if (!take_field(rest, "forwarding", out.forwarding) ||
      !take_field(rest, "autoReply", out.auto_reply) ||
      !take_field(rest, "address", out.address) || !take_field(rest, "previous", out.previous) ||
      !take_field(rest, "keepCopy", keep_copy)) {
    return std::nullopt;
  }
  out.keep_copy = keep_copy == "true";
  return sieve_script(out) == text ? std::optional(out) : std::nullopt;
}

}  // namespace tenure::dovecot
