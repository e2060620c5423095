#include "engine/http/target.hpp"

#include <boost/url.hpp>

#include <algorithm>

namespace tenure::http {
namespace {

namespace urls = boost::urls;

refusal malformed(std::string message) {
  return {"request.target.malformed", std::move(message), "", "", ""};
}

// Nothing Tenure names holds a control character; one in a log line or header would be an attack.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

std::string encoded(std::string_view text) { return urls::encode(text, urls::unreserved_chars); }

result<void> read_query(const urls::url_view& url, attributes& to) {
  for (const auto& parameter : url.params()) {
    if (has_control(parameter.key) || has_control(parameter.value)) {
      return malformed("The query holds a control character");
    }
    if (!to.emplace(parameter.key, parameter.value).second) {
      return malformed("The query names \"" + parameter.key + "\" twice");
    }
  }
  return {};
}

}  // namespace

std::string path_of(std::initializer_list<std::string_view> segments) {
  std::string out;
  for (auto segment : segments) out += "/" + encoded(segment);
  return out;
}

std::string target_of(const request& what) {
  std::string out = what.path;
  char separator = '?';
  for (const auto& [name, value] : what.query) {
    out += separator + encoded(name) + "=" + encoded(value);
    separator = '&';
  }
  return out;
}

result<void> read_target(std::string_view target, request& to) {
  auto url = urls::parse_origin_form(target);
  if (!url) return malformed("The request target is no path with an optional query");
  to.path = std::string(url->encoded_path());
  if (auto segments = split_path(to.path); !segments) return segments.error();
  return read_query(*url, to.query);
}

result<std::vector<std::string>> split_path(std::string_view path) {
  auto url = urls::parse_origin_form(path);
  if (!url || url->has_query()) return malformed("The path is not well formed");
  std::vector<std::string> out;
  for (const auto& segment : url->segments()) {
    if (has_control(segment)) return malformed("The path holds a control character");
    out.push_back(segment);
  }
  return out;
}

}  // namespace tenure::http
