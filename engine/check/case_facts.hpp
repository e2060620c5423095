#pragma once
// What of a case the facts speak of: who asked, who agreed, what is on record. Private to check.

#include "engine/check/invariants.hpp"

namespace tenure::check {

inline const witness& seen(const sight& at) { return at.step.after.seen; }

inline const policy::case_rule& rule(const sight& at) {
  return at.in.by.pack.cases.find(at.workflow)->second;
}

inline hr_id requester(const sight& at) {
  return at.step.after.matter ? at.step.after.matter->requester : hr_id{};
}

inline std::string_view field(const sight& at, std::string_view name) {
  return at.step.after.matter ? value_of(at.step.after.matter->context, name) : "";
}

// Every stage in order has its number of yeses, each by somebody else who is entitled.
bool agreed(const sight& at);
// And those still do, without whoever has left since.
bool agreement_stands(const sight& at);
// What the rule wants on record is.
bool on_record(const sight& at);
bool entitled_to_ask(const sight& at);
// A hold that a case set was lifted by the office that set it.
bool lifted_by_its_office(const sight& at);

// Of a grant that is being opened: it ends within the longest time that the rule allows.
bool bounded(const sight& at);
// It lasts beyond the next time at which rights are certified; an owner's own is none.
bool to_be_certified(const sight& at);
// The case is not over, and what it gave is open if it gave anything.
bool goes_on(const sight& at);
// A right was closed in this step although its day has not come.
bool ended_before_its_day(const sight& at);

}  // namespace tenure::check
