#pragma once
// snapshot + event + rules -> decision. Pure: no clock, no I/O, no randomness. Time is the event's,
// ids are derived from the event's, so the same three arguments always give the same decision;
// that is why preview, simulation and execution can share it.

#include "engine/decide/authority.hpp"
#include "engine/model/decision.hpp"
#include "engine/model/person.hpp"
#include "engine/model/refusal.hpp"
#include "engine/policy/calendar.hpp"
#include "engine/policy/pack.hpp"
#include "engine/statechart/chart.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::statechart {
struct macrostep;
}

namespace tenure::decide {

// The workflows of cases, by id.
using case_charts =
    std::map<std::string, std::shared_ptr<const statechart::chart>, std::less<>>;

// Hears of every step that a workflow takes; no decision depends on it.
using step_listener =
    std::function<void(const statechart::chart&, const statechart::macrostep&)>;

// What one organisation goes by. All of it outlives every decision.
struct rules {
  const statechart::chart& chart;  // the account's own life
  const policy::pack& pack;
  const policy::calendar& calendar;
  const case_charts* cases = nullptr;
  step_listener on_step = {};  // for who counts which transitions happen
  bool entries = true;  // false: for who only asks where it leads, and journals nothing
};

// Somebody else: empty without such a person, `login` and `address` without a mailbox in use.
struct colleague {
  hr_id person;
  std::string login;
  std::string address;
};

// What the store knows of the account when the event is handled.
struct snapshot {
  tenure::account account;               // revision 0 and an empty state: not created yet
  std::optional<tenure::person> person;  // as HR's latest list has them
  std::vector<hold> holds;               // active ones
  bool holds_readable = true;            // false: treated as held (fail closed)
  std::vector<task> open_tasks;
  hr_id head_of_unit;   // of the person's unit; empty while vacant
  int next_number = 0;  // free for every stem that stems_wanted() named
  deletion_counts deletions;
  // The account's unit and those above it, innermost first: whose retention schedule counts.
  std::vector<std::string> units;
  // Of who leaves or moves on; filled where the pack asks for a decision, a review or aliases. An
  // agency is the unit below the root.
  colleague manager;
  colleague head;           // of the unit the account belongs to
  colleague named;          // in the event's `to`: an HR id, a login or an address
  hr_id head_of_agency;     // of the agency the account belongs to
  std::string agency, new_agency;  // before and after a transfer
  account_id holder_of_alias;      // who has or had the address in the event's `alias`
  std::vector<grant> grants;  // every one there ever was in this mailbox
  // Of a case only; `account` and `person` are then its subject.
  std::optional<case_file> of_case;
  std::vector<case_file> open_cases;  // about this mailbox
  organisation_chart* people = nullptr;
  std::vector<attestation> attestations;  // about who asks, whose mailbox it is, who gains
};

// The stems (of address and login) for which decide() will need a number that is free for all of
// them; empty when it needs none. Refused as propose_name() refuses.
result<std::vector<std::string>> stems_wanted(const snapshot& known, const event& what,
                                              const rules& by);

// Refused only when the account's stored state does not fit the chart (chart.configuration), the
// chart does not settle, a new account cannot be named (naming.*), nobody is known whom it would be
// for (person.unknown), or something other than joiner.notified comes to an account that does not
// exist (account.unknown). An event that means nothing in
// the account's state is a decision with `changed` false.
result<decision> decide(const snapshot& known, const event& what, const rules& by);

// The same for a case: `known.of_case` is the case, or empty for a "case.asked" that would begin
// one. Refused, besides as above: what judge_request() and judge_answer() refuse, case.unknown.
result<decision> decide_case(const snapshot& known, const event& what, const rules& by);

// The condition the account's state asks for, its names included, and what its open grants add: a
// closed or secure mailbox takes none. `grants`: all there ever were, so that the rights of an
// ended one are taken away.
mailbox_condition desired_condition(const account& of, const rules& by,
                                    const std::vector<grant>& grants = {});

// The address of a mailbox of a unit or group by the name that was asked for. Refused as
// policy::shared_address() refuses.
result<std::string> mailbox_address(const rules& by, std::string_view name);

// Whether somebody works with the mailbox: it exists and is neither left nor gone.
bool is_in_use(const account& of, const rules& by);

// When the person's work ends by the pack's rule; nullopt without a leaving date.
std::optional<instant> leaving_instant(const account& of, const rules& by);

// Whether an active state of the account, or one around it, carries the workflow's tag ("left").
bool has_tag(const account& of, const rules& by, std::string_view tag);
// Whether the root of a kind of case carries the tag ("keepsMail"); false of an unknown one.
bool workflow_tagged(const rules& by, std::string_view workflow, std::string_view tag);

// Nobody else's, ever: a mailbox of the secure network (CAM-12c, CAM-16).
bool is_secure(const account& of);

// The state for people: the descriptions of its active leaves, "In normal use.".
std::string state_in_words(const account& of, const rules& by);
std::string state_in_words(const case_file& of, const rules& by);

}  // namespace tenure::decide
