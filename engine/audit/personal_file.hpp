#pragma once
// personal.jsonl beside an export: the personal values and salts that were not erased, one a line,
// by entry and name: {"index":12,"name":"actor","salt":"<base64>","value":"1042"}

#include "engine/audit/leaf.hpp"
#include "engine/ports/store.hpp"

#include <filesystem>

namespace tenure::audit {

inline constexpr std::string_view personal_name = "personal.jsonl";

// Returns how many values were written.
std::uint64_t write_personal(store& from, instant now, std::uint64_t size,
                             const std::filesystem::path& folder);

// One line with its end.
void append_personal(std::string& out, std::uint64_t index, const personal_value& value);

struct personal_line {
  std::uint64_t index = 0;
  personal_value value;
};
// One line without its end; "audit.export.personal" unless it is exactly in the form above.
result<personal_line> parse_personal(std::string_view line);

// True when the leaf commits to this value: the HMAC under `personal`, or for evidence
// ("facts.<name>", a salt of zeros) the hash under `facts`.
bool committed_to(const leaf& content, const personal_value& value);

}  // namespace tenure::audit
