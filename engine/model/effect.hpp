#pragma once
// Something to be done in the world, and how it went. Effects are written with the decision,
// claimed from the outbox afterwards, at least once; each is idempotent or reads back first.

#include "engine/model/attributes.hpp"
#include "engine/model/condition.hpp"
#include "engine/model/id.hpp"
#include "engine/model/instant.hpp"

#include <string>
#include <string_view>

namespace tenure {

// Verbs: "reconcile" (bring the mailbox into `desired` and read it back), "createMailbox",
// "archiveMailbox", "deleteMailbox", "deleteEntry", "destroyArchive", "notify".
struct effect {
  effect_id id;  // stable over retries: the idempotency key a connector may use
  account_id account;
  std::string verb;
  std::string invoke;         // id of the workflow's invoke that waits for it; empty: nobody waits
  attributes input;           // what the verb needs besides the account
  mailbox_condition desired;  // the condition the account's state asked for when it was decided
  instant created;
  instant not_before;  // earliest (next) attempt
  int attempts = 0;    // attempts made so far
  bool operator==(const effect&) const = default;
};

// The class of an outcome decides what happens next.
enum class outcome_class {
  done,             // true and read back
  transient,        // may work later: retried with back-off
  throttled,        // the server asks for patience: retried after `retry_after`
  denied,           // the engine's rights do not suffice: a helpdesk task
  not_found,        // the mailbox is not there
  conflict,         // something else has the name or changed it meanwhile
  invalid,          // the server refuses the values for good
  unknown_outcome,  // the call was sent, the answer was lost: never repeated before reading back
};

std::string_view to_text(outcome_class kind);  // "done", "transient", ..., "unknownOutcome"

struct outcome {
  outcome_class kind = outcome_class::done;
  std::string detail;          // for people; no secrets, no personal data
  attributes facts;            // evidence for the trail: digest, count, bytes, directoryId, ...
  mailbox_condition observed;  // the condition read back, as far as the connector can tell
  std::int64_t retry_after_seconds = 0;  // of `throttled`; 0: the engine's own back-off
  bool operator==(const outcome&) const = default;
};

}  // namespace tenure
