#pragma once
// One decision in the making: what is known, and what has been decided so far. The statechart asks
// it for guards and tells it the actions, in the order in which they happen, so that an action may
// change what a later guard answers.

#include "engine/decide/decide.hpp"
#include "engine/statechart/step.hpp"

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

// Every name that the engine answers to, by kind: "guards", "actions", "actors", "delays".
std::vector<std::string_view> known_names(std::string_view kind);

// Gives a new account its login, address and display name, or an existing one its new name.
void take_name(deliberation& d);
// The names that an adopted mailbox had before (facts of mailbox_creator::create).
void take_found_names(deliberation& d);

}  // namespace tenure::decide
