#include "engine/store/text.hpp"

#include "engine/model/refusal.hpp"

#include <boost/algorithm/hex.hpp>
#include <boost/locale/utf.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace tenure::storage {

bool storable_text(std::string_view text) {
  using decoder = boost::locale::utf::utf_traits<char>;
  for (auto at = text.begin(); at != text.end();) {
    if (*at == '\0') return false;
    if (static_cast<unsigned char>(*at) < 0x80) {
      ++at;
      continue;
    }
    auto point = decoder::decode(at, text.end());
    if (point == boost::locale::utf::illegal || point == boost::locale::utf::incomplete) {
      return false;
    }
  }
  return true;
}

std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  boost::algorithm::hex_lower(bytes.begin(), bytes.end(), std::back_inserter(out));
  return out;
}

std::optional<std::string> from_hex(std::string_view digits) try {
  std::string out;
  out.reserve(digits.size() / 2);
  boost::algorithm::unhex(digits.begin(), digits.end(), std::back_inserter(out));
  return out;
} catch (const boost::algorithm::hex_decode_error&) {
  return std::nullopt;
}

std::string join_lines(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) {
    if (item.find('\n') != item.npos) throw std::logic_error("a list item with a line feed");
    out += item + "\n";
  }
  return out;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size() - 1);
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string actors_text(const std::vector<actor>& actors) {
  std::vector<std::string> lines;
  for (const auto& [who, capacity, proof] : actors) {
    lines.push_back(to_json({{"who", who}, {"capacity", capacity}, {"proof", proof}}));
  }
  return join_lines(lines);
}

std::vector<actor> actors_from(std::string_view text) {
  std::vector<actor> out;
  for (const auto& line : split_lines(text)) {
    auto one = attributes_from(line);
    out.push_back({one["who"], one["capacity"], one["proof"]});
  }
  return out;
}

attributes attributes_from(std::string_view json) {
  if (json == "{}") return {};
  auto out = attributes_from_json(json);
  if (!out) throw environment_lost("the store holds attributes that cannot be read");
  return *std::move(out);
}

std::string pending_text(const pending_map& pending) {
  attributes out;
  for (const auto& [invoke, waits_for] : pending) out.emplace(invoke, waits_for.text());
  return to_json(out);
}

pending_map pending_from(std::string_view json) {
  pending_map out;
  for (const auto& [invoke, text] : attributes_from(json)) {
    auto id = effect_id::parse(text);
    if (!id) throw environment_lost("the store holds a pending id that cannot be read");
    out.emplace(invoke, *id);
  }
  return out;
}

}  // namespace tenure::storage
