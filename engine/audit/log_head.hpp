#pragma once
// What the store keeps beside the newest entry: enough to append the next one.

#include "engine/audit/frontier.hpp"
#include "engine/model/instant.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenure::audit {

struct log_head {
  frontier tree;
  instant committed;  // of the newest entry: the next one is not older, whatever the clock says
  bool operator==(const log_head&) const = default;
};

// Commit time in microseconds as 8 bytes big endian, then frontier::text(). Empty: an empty log.
std::string to_text(const log_head& head);
std::optional<log_head> parse_head(std::string_view text);

}  // namespace tenure::audit
