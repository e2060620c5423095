#include "engine/statechart/step.hpp"

#include <algorithm>
#include <bitset>
#include <deque>

namespace tenure::statechart {
namespace {

using state_set = std::bitset<states_max>;
using enum consequence::kind;

// One macrostep in progress. The names of the algorithm's parts are those of SCXML's appendix D.
class interpreter {
 public:
  interpreter(const chart& in, environment& env, std::string_view event)
      : chart_(in), env_(env), event_(event) {}

  result<macrostep> start();
  result<macrostep> handle(const configuration& from);

 private:
  const chart& chart_;
  environment& env_;
  std::string_view event_;  // being handled; guards may look at it
  macrostep out_;
  std::vector<state_index> active_;  // document order
  std::deque<const std::string*> internal_;
  std::vector<const transition*> enabled_;

  // Selecting
  bool is_active(state_index state) const { return std::ranges::binary_search(active_, state); }
  bool passes(const transition& candidate) {
    return !candidate.guard || env_.guard(*candidate.guard, event_);
  }
  const transition* answer_of(const state_node& state);
  bool select(const state_node& state);
  void select_eventless();
  const transition* eventless_from(state_index leaf);
  bool exits(const transition& by, state_index domain, state_index state) const;
  bool conflict(const transition& a, const transition& b) const;
  void remove_conflicts();

  // Stepping
  bool microstep();
  void exit_states();
  void enter_states(const state_set& entering);
  void exit_state(const state_node& state);
  void enter_state(const state_node& state);
  void raise_done(const state_node& final_state, state_set& completed);
  bool in_final_state(const state_node& state) const;
  void finish();
  void perform(const std::vector<named>& actions);
  result<macrostep> settle_down();
  refusal endless();

  // Entry sets
  state_set entry_set() const;
  void add_target(const transition& by, state_index domain, state_set& set) const;
  void add_descendants(const state_node& state, state_set& set) const;
  void add_ancestors(const transition& by, state_index domain, state_set& set) const;
  void add_regions(const state_node& parallel, state_set& set) const;
};

const transition* interpreter::answer_of(const state_node& state) {
  for (auto index : state.handlers) {
    const auto& candidate = chart_.transitions[index];
    if (answers(candidate.event, event_) && passes(candidate)) return &candidate;
  }
  return nullptr;
}

// Asks the active descendants first; the state itself only when none of them answers.
bool interpreter::select(const state_node& state) {
  bool answered = false;
  for (auto child : state.children) {
    if (is_active(child) && select(chart_.states[child])) answered = true;
  }
  if (answered) return true;
  const auto* own = answer_of(state);
  if (own != nullptr) enabled_.push_back(own);
  return own != nullptr;
}

const transition* interpreter::eventless_from(state_index leaf) {
  for (auto at = leaf; at != no_state; at = chart_.states[at].parent) {
    for (auto index : chart_.states[at].always) {
      if (passes(chart_.transitions[index])) return &chart_.transitions[index];
    }
  }
  return nullptr;
}

void interpreter::select_eventless() {
  enabled_.clear();
  for (auto state : active_) {
    if (!chart_.states[state].children.empty()) continue;
    const auto* found = eventless_from(state);
    if (found != nullptr && std::ranges::find(enabled_, found) == enabled_.end()) {
      enabled_.push_back(found);
    }
  }
}

bool interpreter::exits(const transition& by, state_index domain, state_index state) const {
  return !by.targets.empty() && chart_.below(state, domain);
}

bool interpreter::conflict(const transition& a, const transition& b) const {
  if (a.targets.empty() || b.targets.empty()) return false;
  auto domain_a = domain_of(chart_, a), domain_b = domain_of(chart_, b);
  return std::ranges::any_of(active_, [&](state_index state) {
    return exits(a, domain_a, state) && exits(b, domain_b, state);
  });
}

// Two transitions that would exit the same state: the inner one wins, else the first.
void interpreter::remove_conflicts() {
  if (enabled_.size() < 2) return;
  std::vector<const transition*> kept;
  for (const auto* next : enabled_) {
    std::vector<const transition*> outdone;
    bool preempted = false;
    for (const auto* earlier : kept) {
      if (!conflict(*next, *earlier)) continue;
      preempted = !chart_.below(next->source, earlier->source);
      if (preempted) break;
      outdone.push_back(earlier);
    }
    if (preempted) continue;
    std::erase_if(kept,
                  [&](auto* each) { return std::ranges::find(outdone, each) != outdone.end(); });
    kept.push_back(next);
  }
  enabled_ = std::move(kept);
}

void interpreter::perform(const std::vector<named>& actions) {
  for (const auto& action : actions) {
    env_.action(action);
    out_.consequences.push_back({consequence::kind::action, &action, nullptr, nullptr});
  }
}

void interpreter::exit_state(const state_node& state) {
  perform(state.exit);
  for (auto index : state.delays) {
    out_.consequences.push_back({deadline_cleared, nullptr, nullptr, &chart_.delays[index]});
  }
  for (auto index : state.invokes) {
    out_.consequences.push_back({invoke_stopped, nullptr, &chart_.invokes[index], nullptr});
  }
  out_.exited.push_back(state.index);
}

void interpreter::exit_states() {
  state_set leaving;
  for (const auto* each : enabled_) {
    if (each->targets.empty()) continue;
    auto domain = domain_of(chart_, *each);
    for (auto state : active_) {
      if (chart_.below(state, domain)) leaving.set(state);
    }
  }
  if (leaving.none()) return;
  for (auto at = active_.rbegin(); at != active_.rend(); ++at) {
    if (leaving.test(*at)) exit_state(chart_.states[*at]);
  }
  std::erase_if(active_, [&](state_index state) { return leaving.test(state); });
}

void interpreter::add_descendants(const state_node& state, state_set& set) const {
  if (state.type == state_type::compound) {
    set.set(state.initial);
    add_descendants(chart_.states[state.initial], set);
  } else if (state.type == state_type::parallel) {
    add_regions(state, set);
  }
}

// The regions in which nothing is entered yet get their default entry.
void interpreter::add_regions(const state_node& parallel, state_set& set) const {
  for (auto region : parallel.children) {
    bool entered = false;
    for (auto at = region + 1; at < chart_.states[region].end && !entered; ++at) {
      entered = set.test(static_cast<std::size_t>(at));
    }
    if (entered) continue;
    set.set(region);
    add_descendants(chart_.states[region], set);
  }
}

void interpreter::add_target(const transition& by, state_index domain, state_set& set) const {
  for (auto target : by.targets) {
    if (by.source != target || by.source != domain || by.reenter) set.set(target);
    add_descendants(chart_.states[target], set);
  }
}

void interpreter::add_ancestors(const transition& by, state_index domain, state_set& set) const {
  for (auto target : by.targets) {
    auto at = chart_.states[target].parent;
    if (target == domain) at = no_state;  // the domain's own ancestors stay as they are
    for (; at != no_state; at = chart_.states[at].parent) {
      if (at != domain) set.set(at);
      if (chart_.states[at].type == state_type::parallel) add_regions(chart_.states[at], set);
      if (at == domain) break;
    }
  }
}

state_set interpreter::entry_set() const {
  state_set set;
  for (const auto* each : enabled_) {
    if (each->targets.empty()) continue;
    auto domain = domain_of(chart_, *each);
    add_target(*each, domain, set);
    add_ancestors(*each, domain, set);
  }
  return set;
}

void interpreter::enter_state(const state_node& state) {
  active_.insert(std::ranges::lower_bound(active_, state.index), state.index);
  perform(state.entry);
  for (auto index : state.delays) {
    out_.consequences.push_back({deadline_set, nullptr, nullptr, &chart_.delays[index]});
  }
  for (auto index : state.invokes) {
    out_.consequences.push_back({invoke_started, nullptr, &chart_.invokes[index], nullptr});
  }
  out_.entered.push_back(state.index);
}

bool interpreter::in_final_state(const state_node& state) const {
  if (state.type == state_type::parallel) {
    return std::ranges::all_of(state.children, [&](auto child) {
      return in_final_state(chart_.states[child]);
    });
  }
  if (state.type != state_type::compound) return state.type == state_type::final;
  return std::ranges::any_of(state.children, [&](auto child) {
    return chart_.states[child].type == state_type::final && is_active(child);
  });
}

// A compound is done when a final child is entered; a parallel when all its regions are; the chart
// when that reaches the root.
void interpreter::raise_done(const state_node& final_state, state_set& completed) {
  const auto& parent = chart_.states[final_state.parent];
  auto at = final_state.parent;
  if (parent.type == state_type::compound) {
    internal_.push_back(&parent.done_event);
    at = parent.parent;
  }
  while (at != no_state && chart_.states[at].type == state_type::parallel && !completed.test(at) &&
         in_final_state(chart_.states[at])) {
    completed.set(at);
    internal_.push_back(&chart_.states[at].done_event);
    at = chart_.states[at].parent;
  }
  if (at == no_state) out_.done = true;
}

void interpreter::enter_states(const state_set& entering) {
  if (entering.none()) return;
  state_set completed;
  for (const auto& state : chart_.states) {
    if (!entering.test(state.index)) continue;
    enter_state(state);
    if (state.type == state_type::final) raise_done(state, completed);
  }
}

// At its end the chart leaves every state, innermost first, and stops what still runs.
void interpreter::finish() {
  for (auto at = active_.rbegin(); at != active_.rend(); ++at) {
    const auto& state = chart_.states[*at];
    perform(state.exit);
    for (auto index : state.delays) {
      out_.consequences.push_back({deadline_cleared, nullptr, nullptr, &chart_.delays[index]});
    }
  }
  for (auto state : active_) {
    for (auto index : chart_.states[state].invokes) {
      out_.consequences.push_back({invoke_stopped, nullptr, &chart_.invokes[index], nullptr});
    }
  }
}

// True when something changed that could let another `always` be taken.
bool interpreter::microstep() {
  remove_conflicts();
  if (enabled_.empty()) return false;
  ++out_.microsteps;
  out_.taken = true;
  auto before = active_;
  auto first_new = static_cast<std::ptrdiff_t>(out_.consequences.size());
  out_.transitions.insert(out_.transitions.end(), enabled_.begin(), enabled_.end());
  exit_states();
  for (const auto* each : enabled_) perform(each->actions);
  enter_states(entry_set());
  if (out_.done) finish();
  // A deadline set anew changes nothing that a guard could ask about; XState judges likewise.
  auto counts = [](const consequence& each) { return each.deadline == nullptr; };
  return active_ != before ||
         std::any_of(out_.consequences.begin() + first_new, out_.consequences.end(), counts);
}

refusal interpreter::endless() {
  std::string cycle;
  auto first = out_.transitions.size() - std::min<std::size_t>(out_.transitions.size(), 6);
  for (auto i = first; i < out_.transitions.size(); ++i) {
    const auto& each = *out_.transitions[i];
    cycle += chart_.states[each.source].id + " (line " + std::to_string(each.line) + ") -> ";
  }
  cycle += "...";
  auto bound = std::to_string(microsteps_max) + " microsteps: ";
  return {"chart.endless", "does not come to rest within " + bound + cycle,
          chart_.file, "", "Give one of these transitions a guard that ends the cycle"};
}

result<macrostep> interpreter::settle_down() {
  bool changed = true;
  while (!out_.done) {
    enabled_.clear();
    if (changed) select_eventless();
    changed = true;
    if (!enabled_.empty()) {
      changed = microstep();
    } else if (!internal_.empty()) {
      event_ = *internal_.front();
      internal_.pop_front();
      select(chart_.root());
      microstep();
    } else {
      break;
    }
    if (out_.microsteps > microsteps_max) return endless();
  }
  out_.next.active = std::move(active_);
  return std::move(out_);
}

result<macrostep> interpreter::start() {
  state_set everything_initial;
  everything_initial.set(0);
  add_descendants(chart_.root(), everything_initial);
  ++out_.microsteps;
  out_.taken = true;
  enter_states(everything_initial);
  if (out_.done) finish();
  return settle_down();
}

result<macrostep> interpreter::handle(const configuration& from) {
  active_ = from.active;
  if (is_done(chart_, from)) {
    out_.next = from;
    out_.done = true;
    return std::move(out_);
  }
  select(chart_.root());
  microstep();
  return settle_down();
}

}  // namespace

result<macrostep> initial(const chart& in, environment& env) {
  return interpreter(in, env, "xstate.init").start();
}

result<macrostep> step(const chart& in, const configuration& where, std::string_view event,
                       environment& env) {
  return interpreter(in, env, event).handle(where);
}

}  // namespace tenure::statechart
