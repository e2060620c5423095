#pragma once
// Erasing the personal values of one account: what would go, what forbids it, and the deed. An
// account at a time, when its life is over. Why, and which tables hold what:
// engine/decisions/0034-erasing-personal-values.md.

#include "engine/flow/advance.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::service {

struct erasure_preview {
  account of;                                // as it stands
  std::int64_t entries = 0;                  // of the trail that have values
  std::int64_t values = 0;                   // in them; each goes with its salt
  std::map<std::string, std::int64_t> kinds;  // the same by name: "address", "person", "reason"
  std::vector<std::string> goes;             // what goes beside them, in words
  std::vector<std::string> stays;            // what does not, and why
  std::string digest;                        // names all of this: another when anything changed
};

// Refused, in this order: erasure.not_over.denied (its life goes on), erasure.archive_kept.denied,
// erasure.hold.denied (on any of the person's accounts), erasure.case_open.denied,
// erasure.evidence_kept.denied, erasure.work_open.denied (something is still to be done about it),
// erasure.nothing.not_found. Anything that cannot be read counts as a reason against it.
result<erasure_preview> preview_erasure(flow::line& on, const account& of);

// erasure.own.denied: `who` (HR number, sign-in name or address) is the person to be erased.
result<void> refuse_own_erasure(flow::line& on, const account& of, std::string_view who);

// The reason outlives the person: erasure.reason.invalid when there is none,
// erasure.reason_names.invalid when a word of it is a name, address, sign-in name or HR number of
// theirs, or looks like one.
result<void> refuse_reason(flow::line& on, const erasure_preview& what, std::string_view reason);

struct erasure {
  std::uint64_t entry = 0;  // of the trail, which says who, when, why and how many
  std::int64_t entries = 0, values = 0;
};
// Everything in the caller's transaction: after a crash all of it is gone or none.
erasure erase(flow::line& on, const erasure_preview& what, const actor& by,
              std::string_view reason, const event_id& cause);

// Whether this was done to the account; then its names read "erased" wherever it is shown.
inline bool is_erased(const account& of) { return of.context.contains("erasedAt"); }

}  // namespace tenure::service
