#pragma once
// What is recorded about people and units, and what follows when it is withdrawn: every open case
// that may rest on it hears of it, in the same transaction.
// Source: engine/decisions/0022-attestations.md.

#include "engine/flow/advance.hpp"

namespace tenure::flow {

// Both enter it into the trail, with `cause`. Whether who acts may is the caller's question.
void record_attestation(line& on, const attestation& made, const event_id& cause);
// It stands no more from now on.
void withdraw_attestation(line& on, attestation of, const event_id& cause, const actor& by);

}  // namespace tenure::flow
