#include "engine/decide/deliberation.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace tenure::decide {

deliberation::deliberation(const snapshot& k, const event& w, const rules& r)
    : known(k), what(w), by(r) {
  out.next = k.account;
  out.next_case = k.of_case;
}

const statechart::chart& deliberation::chart() const {
  if (!out.next_case) return by.chart;
  return *by.cases->find(out.next_case->workflow)->second;
}

const std::string& deliberation::state() const {
  static const std::string not_begun;
  if (!out.next_case) return known.account.state;
  return known.of_case ? known.of_case->state : not_begun;
}

attributes& deliberation::context() {
  return out.next_case ? out.next_case->context : out.next.context;
}

std::map<std::string, effect_id>& deliberation::pending() {
  return out.next_case ? out.next_case->pending : out.next.pending;
}

const std::map<std::string, effect_id>& deliberation::pending() const {
  return out.next_case ? out.next_case->pending : out.next.pending;
}

std::string deliberation::stored(std::string_view name) const {
  bool plain = name.empty() || !out.next_case;
  return plain ? std::string(name) : qualified(out.next_case->id, name);
}

const policy::case_rule& deliberation::rule() {
  const auto& found = by.pack.cases.find(out.next_case->workflow)->second;
  clauses.insert(found.clause);
  return found;
}

bool deliberation::guard(const statechart::named& guard, std::string_view) {
  return answer_guard(*this, guard.type);
}

void deliberation::action(const statechart::named& action) {
  take_action(*this, action.type, action.params);
}

void deliberation::start(const statechart::invocation& invoke) { start_actor(*this, invoke); }

void deliberation::stop(const std::string& invoke) {
  // What this very event finished is not abandoned: its row is closed already.
  bool finished_by_event = invoke_of(what.name) == invoke;
  if (pending().erase(invoke) > 0 && !finished_by_event) out.abandoned.push_back(stored(invoke));
}

void deliberation::set_deadline(const statechart::delay& wanted) {
  auto event = stored(wanted.event);
  std::erase(out.cleared, event);
  auto due = due_instant(*this, wanted.name);
  if (due != not_ever) out.deadlines.push_back({out.next.id, std::move(event), due});
}

void deliberation::clear_deadline(const std::string& event) {
  auto name = stored(event);
  std::erase_if(out.deadlines, [&](const deadline& d) { return d.event == name; });
  out.cleared.push_back(std::move(name));
}

const policy::setting& deliberation::setting(std::string_view name) {
  const auto& found = by.pack.get(name, out.next.kind, known.units);
  if (!found.clause.empty()) clauses.insert(found.clause);
  return found;
}

period deliberation::period_of(std::string_view name) {
  setting(name);
  return by.pack.period_of(name, out.next.kind, known.units);
}

std::int64_t deliberation::number(std::string_view name) {
  setting(name);
  return by.pack.number(name, out.next.kind);
}

void deliberation::add_effect(std::string verb, std::string invoke, attributes input) {
  auto id = what.id.derive<effect_id>("effect:" + verb + ":" + invoke + ":" +
                                      std::to_string(out.effects.size()));
  if (!invoke.empty()) pending()[invoke] = id;
  out.effects.push_back({.id = id, .account = out.next.id, .verb = std::move(verb),
                         .invoke = stored(invoke), .input = std::move(input), .desired = {},
                         .created = what.at, .not_before = what.at});
}

void deliberation::add_task(std::string kind, std::string assignee, std::string invoke,
                            attributes input) {
  auto id = what.id.derive<task_id>("task:" + kind + ":" + std::to_string(out.tasks.size()));
  if (!invoke.empty()) pending()[invoke] = effect_id{id.bits};
  if (out.next_case) input["case"] = out.next_case->id.text();
  explain("a task for " + assignee + ": " + kind);
  out.tasks.push_back({.id = id, .account = out.next.id, .kind = std::move(kind),
                       .assignee = std::move(assignee), .invoke = stored(invoke),
                       .input = std::move(input), .opened = what.at, .due = {}});
}

bool deliberation::waits_for(std::string_view invoke) const {
  return pending().contains(std::string(invoke)) && invoke_of(what.name) != invoke;
}

}  // namespace tenure::decide
