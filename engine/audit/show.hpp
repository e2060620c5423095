#pragma once
// The trail for people: a line an entry.

#include "engine/audit/leaf.hpp"
#include "engine/ports/store.hpp"

#include <iosfwd>
#include <optional>

namespace tenure::audit {

// "#12 2026-11-22 01:26:20Z account 0001...: leaver.notified, active -> leaving.waiting, by hr
// (peer uid 1000), under CAM-11a; row=12; actor=1042". `personal` are the values not erased.
std::string in_words(const leaf& content, const std::vector<personal_value>& personal);

struct show_request {
  std::optional<account_id> account;  // only its entries
  std::uint64_t from = 0;             // first index, when no account is given
  std::size_t limit = 1000;
  bool personal = false;  // with personal values; only for who may read them
  bool json = false;      // the leaves themselves, a line each
};

// Writes the entries; returns how many. An entry that cannot be read is a refusal that names it.
result<std::size_t> show(store& from, instant now, const show_request& request, std::ostream& out);

}  // namespace tenure::audit
