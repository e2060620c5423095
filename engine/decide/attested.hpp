#pragma once
// What must be on record about people before a case gives anything: training done, a commitment
// signed. Nothing is believed longer than its days. Private to decide.
// Source: engine/decisions/0022-attestations.md.

#include "engine/decide/deliberation.hpp"

#include <optional>

namespace tenure::decide {

// For a request: what the rule wants on record and the workflow does not have signed itself.
// Refused: case.attestation.denied.
result<void> judge_attested(deliberation& d);

// Of a case: whether something that the rule wants on record is not, or not any more.
bool attestation_missing(deliberation& d);
// The first instant at which something that the rule wants does not stand any more; nullopt where
// it wants nothing.
std::optional<instant> attested_until(deliberation& d);
// Records what the rule lets the workflow have signed, until `until`.
void record_attestations(deliberation& d, instant until);

}  // namespace tenure::decide
