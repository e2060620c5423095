#pragma once
// From Dovecot's ways of failing to the engine's outcome classes.

#include "connectors/dovecot/doveadm.hpp"
#include "engine/model/effect.hpp"

#include <string>

namespace tenure::dovecot {

outcome failed(outcome_class kind, std::string detail);

// Of a request as a whole. `changes`: something may have been changed by it, so that a lost answer
// is an unknown outcome; a lost answer to a mere question is transient.
outcome of_batch(const batch_reply& answer, bool changes);

// Of one command that did not exit 0; `doing` for the detail ("setting the ACL").
outcome of_exit(int exit, const std::string& doing);

}  // namespace tenure::dovecot
