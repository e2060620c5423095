#include "engine/audit/log_head.hpp"

#include "engine/audit/encoding.hpp"

namespace tenure::audit {

std::string to_text(const log_head& head) {
  if (head.tree.size() == 0) return {};
  return big_endian(static_cast<std::uint64_t>(head.committed.micros)) + head.tree.text();
}

std::optional<log_head> parse_head(std::string_view text) {
  if (text.empty()) return log_head{};
  if (text.size() < 8) return std::nullopt;
  auto tree = frontier::parse(text.substr(8));
  if (!tree || tree->size() == 0) return std::nullopt;
  return log_head{*tree, {static_cast<std::int64_t>(from_big_endian(text))}};
}

}  // namespace tenure::audit
