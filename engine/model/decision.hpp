#pragma once
// What deciding one event came to: everything that one transaction writes. decide() makes it,
// flow/advance.cpp records it, preview and simulate only read it.

#include "engine/model/account.hpp"
#include "engine/model/attestation.hpp"
#include "engine/model/case_file.hpp"
#include "engine/model/effect.hpp"
#include "engine/model/event.hpp"
#include "engine/model/grant.hpp"
#include "engine/model/hold.hpp"
#include "engine/model/task.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tenure {

// One line of the trail. `facts` may be published, `personal` is only committed to
// (HMAC with a salt that can be erased), see engine/decisions/0004-audit-trail.md.
struct journal_entry {
  instant at;  // the event's time
  account_id account;
  event_id cause;
  std::string event;  // the event's name
  std::string from;   // configuration before; empty when the account is new
  std::string to;
  actor by;
  std::vector<std::string> rules;  // rule ids and clauses relied on ("CAM-11a")
  attributes facts;                // no personal data
  attributes personal;             // names, addresses, HR ids
  bool operator==(const journal_entry&) const = default;
};

// `event` is sent to the account once `due` has come, unless cleared before. One per account and
// event name: setting it again moves it.
struct deadline {
  account_id account;
  std::string event;  // "xstate.after.retentionTime.account.retained"
  instant due;
  bool operator==(const deadline&) const = default;
};

// An address or login given to an account. Never issued again, whatever becomes of the account,
// unless the pack says so (WYO-III.F). `stem` + `number` is how free names are found.
struct address_claim {
  std::string address;  // whole, lower case: "jane.smith2@example.org"; a login has no '@'
  std::string stem;     // without its number: "jane.smith@example.org"
  int number = 0;       // 0: the stem itself
  account_id account;
  bool found = false;  // the directory gave it before Tenure came: whoever else claimed it loses it
  bool operator==(const address_claim&) const = default;
};

// What the deletion brake counts: deletions decided so far and how many accounts there are.
struct deletion_counts {
  std::int64_t last_hour = 0;
  std::int64_t last_day = 0;  // since 24 h ago, or since the brake was released if that is later
  std::int64_t accounts = 0;
};

// News of an account for the cases that it concerns: those about its mailbox (`as_subject`), or
// those that gave its person a grant in another's.
struct case_news {
  std::string event;  // "subject.returned", "account.closing", "holder.left"
  bool as_subject = true;

  bool operator==(const case_news&) const = default;
};

// A hold that is placed, or lifted when `what.lifted` says since when.
struct hold_change {
  hold what;
  actor by;
  bool operator==(const hold_change&) const = default;
};

struct decision {
  account next;                 // the account after the event; revision not yet raised
  std::optional<case_file> next_case;  // of a case: after the event; `next` is its subject
  bool changed = false;         // false: the event meant nothing here (recorded, nothing moves)
  std::vector<journal_entry> entries;
  std::vector<effect> effects;
  std::vector<std::string> abandoned;  // invoke ids whose open effect or task is given up
  std::vector<deadline> deadlines;     // to set
  std::vector<std::string> cleared;    // deadline events to remove
  std::vector<task> tasks;             // to open
  std::vector<std::string> closed_tasks;  // kinds of open tasks to cancel
  std::vector<address_claim> claims;
  std::vector<grant> grants;      // opened or ended, as they are now
  std::vector<hold_change> holds;
  std::vector<attestation> attestations;  // recorded
  std::vector<event> events;      // for accounts: what a case asks of its subject's life
  std::vector<case_news> news;    // for cases
  std::vector<std::string> brakes;  // brakes that stopped something ("delete")
  std::vector<std::string> explanation;  // what was decided and why, a sentence each, for people
  bool operator==(const decision&) const = default;
};

}  // namespace tenure
