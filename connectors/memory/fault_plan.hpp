#pragma once
// What goes wrong, and when: the n-th call of a verb, the n-th call of a verb on one mailbox, or a
// share of all calls drawn from a seed. The draw depends on (seed, verb, mailbox, its n-th call)
// only, so a run repeats exactly whatever the threads do.
//
// Verbs: observe apply create remove read (mail_system), keep verify destroy (archive_shelf), send
// (notice_box). One item of a batch is one call.

#include "engine/model/account.hpp"
#include "engine/model/effect.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenure::memory {

struct fault {
  outcome_class answer = outcome_class::unknown_outcome;
  bool persists = false;  // the call took effect all the same
  std::int64_t retry_after_seconds = 0;
};

// The two ways to lose an answer.
inline constexpr fault fail_and_not_persist{outcome_class::unknown_outcome, false, 0};
inline constexpr fault fail_but_persist{outcome_class::unknown_outcome, true, 0};
constexpr fault refuse(outcome_class answer) { return {answer, false, 0}; }
constexpr fault throttle(std::int64_t seconds) {
  return {outcome_class::throttled, false, seconds};
}

// Safe to use from several threads.
class fault_plan {
 public:
  explicit fault_plan(std::uint64_t seed = 0) : seed_(seed) {}

  // `nth` counts from 1, over all calls of the verb.
  void at(std::string verb, std::uint64_t nth, fault what);
  // `nth` counts from 1, over the calls of the verb on this mailbox.
  void at(std::string verb, account_id mailbox, std::uint64_t nth, fault what);
  // From now on a share of the calls (0..1), on top of the ones above; 0 ends it.
  void sometimes(std::string verb, double share, fault what);

  // Counts the call and says what happens to it; nullopt: it works.
  std::optional<fault> next(std::string_view verb, account_id mailbox);

  // Calls so far.
  std::uint64_t calls(std::string_view verb) const;
  std::uint64_t calls(std::string_view verb, account_id mailbox) const;

 private:
  using per_mailbox = std::pair<std::string, account_id>;

  std::uint64_t seed_;
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> calls_;
  std::map<per_mailbox, std::uint64_t> mailbox_calls_;
  std::map<std::pair<std::string, std::uint64_t>, fault> planned_;
  std::map<std::pair<per_mailbox, std::uint64_t>, fault> mailbox_planned_;
  std::map<std::string, std::pair<double, fault>, std::less<>> shares_;
};

// The outcome a caller sees of a fault.
outcome as_outcome(const fault& what);

}  // namespace tenure::memory
