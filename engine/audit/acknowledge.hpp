#pragma once
// The way out of a database that does not continue its trail: a person says so, and that is an
// entry itself. The old trail is set aside, never deleted.

#include "engine/audit/note.hpp"
#include "engine/model/actor.hpp"
#include "engine/ports/entropy.hpp"
#include "engine/ports/store.hpp"

#include <filesystem>

namespace tenure::audit {

// Appends "audit.acknowledged" with what is given up, then moves `trail` to
// "<trail>.abandoned.<size>.<first digits of the root>". The next publish() starts a new trail.
// Only for audit.rolled_back, audit.forked and audit.checkpoint_missing; any other refusal of the
// start check is returned as it is, and "audit.nothing_to_acknowledge" when there is none.
// Witnesses will not follow a second history under the same key: use a new key when there are any.
result<std::uint64_t> acknowledge(store& in, instant now, entropy& ids, const verifier_key& log,
                                  const std::filesystem::path& trail, const actor& by,
                                  const std::string& reason);

// Completes an acknowledge() that was interrupted between its two steps. True when it moved.
bool set_aside_acknowledged(store& in, instant now, const verifier_key& log,
                            const std::filesystem::path& trail);

}  // namespace tenure::audit
