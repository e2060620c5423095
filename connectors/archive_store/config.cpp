#include "connectors/archive_store/config.hpp"

#include "connectors/common/settings.hpp"

#include <algorithm>

namespace tenure::archive_store {
namespace {

bool good_key_name(std::string_view name) {
  return !name.empty() && name.size() <= 16 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

result<config> parse_config(std::string_view yaml, const std::string& place) {
  auto tree = parse_yaml(std::string(yaml), place);
  if (!tree) return tree.error();
  connectors::settings from(*tree, place);
  config out;
  out.folder = from.text("folder");
  out.key = from.text("key");
  const auto megabytes = from.number("segmentMegabytes", 16, 1, 1024);
  out.segment_bytes = static_cast<std::uint64_t>(megabytes) << 20;
  out.compression = static_cast<int>(from.number("compression", 2, 1, 19));

  connectors::settings keys(from.node("keys"), place);
  for (const auto& item : from.node("keys").items) {
    if (!good_key_name(item.key)) {
      keys.refuse("config.key_name", "key names are a-z, 0-9 and '-', at most 16", item.key);
    }
    out.keys[item.key] = keys.text(item.key);
  }
  if (auto why = from.finish()) return *why;
  if (auto why = keys.finish()) return *why;
  if (!out.keys.contains(out.key)) {
    from.refuse("config.key_without_file", "`key` names none of `keys`", "key");
    return *from.finish();
  }
  return out;
}

}  // namespace tenure::archive_store
