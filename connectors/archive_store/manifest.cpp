#include "connectors/archive_store/manifest.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <numeric>

namespace tenure::archive_store {
namespace {

namespace json = boost::json;

constexpr std::string_view format = "tenure-archive-1";

// Folder names come from mail clients: what is no UTF-8 is kept as it is.
json::parse_options lenient() {
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  return options;
}

std::optional<json::object> object_of(std::string_view text) {
  json::error_code trouble;
  auto value = json::parse(json::string_view(text.data(), text.size()), trouble, {}, lenient());
  if (trouble || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

// Reads fields and remembers whether all were there.
struct fields {
  const json::object& from;
  bool good = true;

  std::uint64_t number(std::string_view name) {
    const auto* value = from.if_contains(json::string_view(name.data(), name.size()));
    json::error_code trouble;
    const auto out = value ? value->to_number<std::uint64_t>(trouble) : 0;
    good = good && value && !trouble;
    return out;
  }
  std::string text(std::string_view name) {
    const auto* value = from.if_contains(json::string_view(name.data(), name.size()));
    good = good && value && value->is_string();
    return good ? std::string(value->as_string()) : std::string();
  }
  const json::array& list(std::string_view name) {
    static const json::array nothing;
    const auto* value = from.if_contains(json::string_view(name.data(), name.size()));
    good = good && value && value->is_array();
    return good ? value->as_array() : nothing;
  }
};

json::object object_of(const segment_trailer& trailer) {
  return {{"messages", trailer.messages},
          {"bytes", trailer.bytes},
          {"dataSize", trailer.data.size},
          {"dataSha256", trailer.data.sha256}};
}

segment_trailer trailer_of(fields& from) {
  return {from.number("messages"), from.number("bytes"),
          {from.number("dataSize"), from.text("dataSha256")}};
}

std::string numbered(std::size_t segment, std::string_view ending) {
  std::string digits = std::to_string(segment);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return digits.append(ending);
}

}  // namespace

std::uint64_t manifest::messages() const {
  return std::accumulate(segments.begin(), segments.end(), std::uint64_t{0},
                         [](auto sum, const auto& s) { return sum + s.trailer.messages; });
}

std::uint64_t manifest::bytes() const {
  return std::accumulate(segments.begin(), segments.end(), std::uint64_t{0},
                         [](auto sum, const auto& s) { return sum + s.trailer.bytes; });
}

std::string to_json(const message_entry& entry) {
  json::array flags;
  for (const auto& flag : entry.flags) flags.emplace_back(flag);
  return json::serialize(json::object{{"folder", entry.folder},
                                      {"uidValidity", entry.uid_validity},
                                      {"uid", entry.uid},
                                      {"flags", std::move(flags)},
                                      {"received", to_text(entry.received)},
                                      {"offset", entry.offset},
                                      {"size", entry.size},
                                      {"sha256", entry.sha256}});
}

std::string to_json(const segment_trailer& trailer) { return json::serialize(object_of(trailer)); }

std::string to_json(const manifest& whole) {
  json::array segments;
  for (const auto& segment : whole.segments) {
    json::object line = object_of(segment.trailer);
    line["indexSize"] = segment.index.size;
    line["indexSha256"] = segment.index.sha256;
    segments.push_back(std::move(line));
  }
  return json::serialize(json::object{{"format", format},
                                      {"account", whole.account.text()},
                                      {"package", whole.package.text()},
                                      {"messages", whole.messages()},
                                      {"bytes", whole.bytes()},
                                      {"segments", std::move(segments)}});
}

std::optional<message_entry> message_from_json(std::string_view line) {
  auto object = object_of(line);
  if (!object) return std::nullopt;
  fields from{*object};
  message_entry out;
  out.folder = from.text("folder");
  out.uid_validity = from.number("uidValidity");
  out.uid = from.number("uid");
  for (const auto& flag : from.list("flags")) {
    if (!flag.is_string()) return std::nullopt;
    out.flags.emplace_back(flag.as_string());
  }
  const auto received = parse_instant(from.text("received"));
  out.offset = from.number("offset");
  out.size = from.number("size");
  out.sha256 = from.text("sha256");
  if (!from.good || !received) return std::nullopt;
  out.received = *received;
  return out;
}

std::optional<segment_trailer> trailer_from_json(std::string_view line) {
  auto object = object_of(line);
  if (!object) return std::nullopt;
  fields from{*object};
  auto out = trailer_of(from);
  return from.good ? std::optional(out) : std::nullopt;
}

std::optional<manifest> manifest_from_json(std::string_view text) {
  auto object = object_of(text);
  if (!object) return std::nullopt;
  fields from{*object};
  manifest out;
  const auto account = account_id::parse(from.text("account"));
  const auto package = package_id::parse(from.text("package"));
  if (from.text("format") != format || !account || !package) return std::nullopt;
  out.account = *account;
  out.package = *package;
  for (const auto& item : from.list("segments")) {
    if (!item.is_object()) return std::nullopt;
    fields segment{item.as_object()};
    segment_entry entry;
    entry.trailer = trailer_of(segment);
    entry.index = {segment.number("indexSize"), segment.text("indexSha256")};
    if (!segment.good) return std::nullopt;
    out.segments.push_back(entry);
  }
  const bool adds_up = from.number("messages") == out.messages() &&
                       from.number("bytes") == out.bytes();
  return from.good && adds_up ? std::optional(out) : std::nullopt;
}

std::string data_name(std::size_t segment) { return numbered(segment, ".data"); }
std::string index_name(std::size_t segment) { return numbered(segment, ".index"); }

}  // namespace tenure::archive_store
