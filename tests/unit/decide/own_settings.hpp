#pragma once
// Rows of guards_test: whether what closing took away from a mailbox is back.

#include "tests/unit/decide/posts.hpp"

#include <vector>

namespace tenure::test {

inline constexpr const char* active = "employed.presence.active,employed.employment.staying";

inline void took_forwards(desk& d) {
  d.remember("forwardingBefore", "jane@home.example");
  d.remember("autoReplyBefore", "Gone.");
}

// A condition was reached in this state, and this was read back.
inline void reached(desk& d, const char* state, const char* forwarding, const char* reply) {
  d.known.account.state = state;
  d.what.data["observed"] = to_json(mailbox_condition{.forwarding = forwarding,
                                                      .auto_reply = reply});
}

// These rows, and those given.
inline std::vector<guard_case> with_own_settings(std::vector<guard_case> all) {
  const std::vector<guard_case> rows{
      {"forwardsGivenBack", "nothing was taken", false,
       [](desk& d) { reached(d, active, "jane@home.example", ""); }},
      {"forwardsGivenBack", "both are back", true,
       [](desk& d) { took_forwards(d), reached(d, active, "jane@home.example", "Gone."); }},
      {"forwardsGivenBack", "only a forward was taken, and it is back", true,
       [](desk& d) {
         d.remember("forwardingBefore", "jane@home.example");
         reached(d, active, "jane@home.example", "");
       }},
      {"forwardsGivenBack", "one of two is missing", false,
       [](desk& d) { took_forwards(d), reached(d, active, "jane@home.example", ""); }},
      {"forwardsGivenBack", "another address", false,
       [](desk& d) { took_forwards(d), reached(d, active, "sam@home.example", "Gone."); }},
      {"forwardsGivenBack", "nothing was read back", false,
       [](desk& d) { took_forwards(d), d.known.account.state = active; }},
      {"forwardsGivenBack", "seen late: the mailbox is to be closed again by now", false,
       [](desk& d) {
         took_forwards(d);
         reached(d, "employed.presence.absent.closed,employed.employment.staying",
                 "jane@home.example", "Gone.");
       }},
      {"forwardsGivenBack", "a secure mailbox gets nothing back", false,
       [](desk& d) {
         took_forwards(d), d.remember("secure", "true");
         reached(d, active, "jane@home.example", "Gone.");
       }},
  };
  all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace tenure::test
