#pragma once
// A case: what somebody asked for about one mailbox, and what becomes of it. An instance of a
// workflow other than the account's own; many may run beside one account's life.
// Source: engine/decisions/0015-cases-and-grants.md.

#include "engine/model/attributes.hpp"
#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenure {

struct case_file {
  case_id id;
  std::string workflow;  // "emergencyAccess"
  account_id subject;    // whose mailbox it is about
  hr_id requester;       // who asked
  std::string state;     // configuration, as account::state
  attributes context;    // the fields of the request and what its life remembers; personal data
  std::map<std::string, effect_id> pending;  // invoke id -> effect or task it waits for
  instant opened;
  bool closed = false;        // its workflow has come to an end
  std::int64_t revision = 0;  // 0: not stored yet; +1 with every decision (optimistic lock)

  bool operator==(const case_file&) const = default;
};

// The invoke by which a case asks those who may agree: at first, and when what was given is looked
// at again. Empty: it asks nothing now.
inline std::string question_of(const case_file& of) {
  for (const char* invoke : {"decision", "confirmation"}) {
    if (of.pending.contains(invoke)) return invoke;
  }
  return {};
}

// HR ids as facts list them: "1004,1005".
inline std::vector<hr_id> people_in(std::string_view listed) {
  std::vector<hr_id> out;
  while (!listed.empty()) {
    const auto comma = std::min(listed.find(','), listed.size());
    if (comma > 0) out.push_back({std::string(listed.substr(0, comma))});
    listed.remove_prefix(std::min(comma + 1, listed.size()));
  }
  return out;
}

// Everybody whose agreement the case rests on, at whatever stage it was given.
inline std::vector<hr_id> who_agreed(const case_file& of) {
  std::vector<hr_id> out;
  for (const auto& [name, value] : of.context) {
    if (!name.starts_with("agreed.")) continue;
    for (auto& each : people_in(value)) out.push_back(std::move(each));
  }
  return out;
}

// What belongs to a case and is stored under its subject's account (deadline events, the invokes
// of effects and tasks) carries the case in its name: "<case id>/decision".
inline std::string qualified(const case_id& of, std::string_view name) {
  return of.text() + "/" + std::string(name);
}

struct qualified_name {
  case_id of;  // empty: it is the account's own
  std::string_view name;
};

inline qualified_name split_qualified(std::string_view text) {
  auto slash = text.find('/');
  if (slash == std::string_view::npos) return {{}, text};
  auto of = case_id::parse(text.substr(0, slash));
  return of ? qualified_name{*of, text.substr(slash + 1)} : qualified_name{{}, text};
}

}  // namespace tenure
