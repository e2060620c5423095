#pragma once
// One decision in the making: what is known, and what has been decided so far. The statechart asks
// it for guards and tells it the actions, in the order in which they happen, so that an action may
// change what a later guard answers.

#include "engine/decide/decide.hpp"
#include "engine/statechart/step.hpp"

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>

namespace tenure::decide {

class deliberation final : public statechart::environment {
 public:
  deliberation(const snapshot& known, const event& what, const rules& by);

  bool guard(const statechart::named& guard, std::string_view event) override;
  void action(const statechart::named& action) override;

  // Starting and stopping what a state waits for; setting and clearing its deadlines.
  void start(const statechart::invocation& invoke);
  void stop(const std::string& invoke);
  void set_deadline(const statechart::delay& wanted);
  void clear_deadline(const std::string& event);

  // The pack's value for this kind of person; its clause goes into the trail as relied on.
  const policy::setting& setting(std::string_view name);
  bool flag(std::string_view name) { return setting(name).value == "true"; }
  period period_of(std::string_view name);
  std::int64_t number(std::string_view name);

  void explain(std::string sentence) { out.explanation.push_back(std::move(sentence)); }
  void add_effect(std::string verb, std::string invoke, attributes input);
  void add_task(std::string kind, std::string assignee, std::string invoke, attributes input);
  // What this is about: the case, or else the account.
  const statechart::chart& chart() const;
  const std::string& state() const;
  attributes& context();
  std::map<std::string, effect_id>& pending();
  const std::map<std::string, effect_id>& pending() const;
  // As the name is stored: a case's own under its subject's account.
  std::string stored(std::string_view name) const;
  // The pack's rule for the case's workflow; its clause goes into the trail.
  const policy::case_rule& rule();

  bool held() const { return !known.holds_readable || !known.holds.empty(); }
  bool waits_for(std::string_view invoke) const;

  const snapshot& known;
  const event& what;
  const rules& by;
  decision out;
  std::set<std::string> clauses;
  attributes facts;  // for the entry in the trail
  bool repair_wanted = false;  // reconcile although the desired condition is the same
};

// One function per name; the tables stand in guards.cpp, actions.cpp, actors.cpp, delays.cpp.
// An unknown name throws std::logic_error: charts are checked against the vocabulary at load, and a
// test checks the vocabulary against these tables.
bool answer_guard(deliberation& d, std::string_view name);
void take_action(deliberation& d, std::string_view name, const attributes& params);
void start_actor(deliberation& d, const statechart::invocation& invoke);
instant due_instant(deliberation& d, std::string_view delay);
// What never falls due: the pack does not want it. No deadline is set.
inline constexpr instant not_ever{std::numeric_limits<std::int64_t>::max()};

// Every name that the engine answers to, by kind: "guards", "actions", "actors", "delays".
std::vector<std::string_view> known_names(std::string_view kind);

// What may be asked for: judged before there is a case. Refused: case.not_offered.denied,
// case.mailbox.not_found, case.kind_of_person.denied, case.requester.denied, case.ask.denied,
// case.field.invalid, case.purpose.invalid, case.kind.invalid, case.messages.invalid,
// case.until.invalid,
// case.recipient.invalid, case.recipient_outside.denied, case.recipient_is_subject.invalid,
// case.secure_mailbox.denied, case.answer.invalid, case.as_of.invalid, case.quota.invalid,
// case.attestation.denied, case.exists.
result<void> judge_request(deliberation& d);

// "forward,extract" as a list.
std::vector<std::string> kinds_in(std::string_view list);

// Whether somebody besides the requester has to agree.
bool agreement_needed(deliberation& d);
// Whether somebody who agreed has left, or has lost the office in which they did.
bool agreement_lapsed(deliberation& d);
// Whether the event is the engine's own: no request from outside ever has this capacity.
inline bool by_engine(const event& what) { return what.by.capacity == "engine"; }
// What an answer to an approval came to.
enum class answer { more_needed, agreed, refused };
// Refused: approval.denied, approval.own_request.denied, approval.own_mailbox.denied,
// approval.own_benefit.denied, approval.answered_twice.denied, approval.reason.invalid,
// approval.conflict.
result<answer> judge_answer(deliberation& d);
// Whether who acts may: take a request back or say how it came out (who asked), take evidence (also
// who was given the access; case.messages.invalid unless it is named), end the access (who
// asked, whose mailbox it is, who may agree). Other events are the engine's own. Refused:
// case.not_theirs.denied.
result<void> judge_act(deliberation& d);
// Who is to have what the case is about, or has it; empty: nobody.
hr_id recipient_of(deliberation& d);
// Somebody who was asked cannot answer any more: the stage is asked again, of who can.
void ask_again(deliberation& d, const std::string& invoke);
// Nobody answered: the stage is asked again, and those above whom the pack names as well.
void escalate(deliberation& d, const std::string& invoke);
// Opens the task of the stage that is next; when nobody could ever answer, one for the helpdesk.
void ask_stage(deliberation& d, const std::string& invoke);
// Sends the template to each of those who may answer the question that is open, and to nobody else.
void remind_deciders(deliberation& d, const std::string& notice);

// Gives a mailbox of a unit or group the address that was asked for. Nothing to anybody else's.
void take_shared_name(deliberation& d);
// Gives a new account its login, address and display name, or an existing one its new name.
void take_name(deliberation& d);
// The names that an adopted mailbox had before (facts of mailbox_creator::create).
void take_found_names(deliberation& d);

}  // namespace tenure::decide
