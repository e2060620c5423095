#include "engine/statechart/checker.hpp"

#include "engine/statechart/resolver.hpp"

#include <algorithm>

namespace tenure::statechart {
namespace {

class checker {
 public:
  checker(const chart& in, findings& wrong) : in_(in), wrong_(wrong) {}

  void run() {
    check_reachable();
    for (const auto& state : in_.states) {
      check_way_out(state);
      check_candidates(state);
    }
    for (const auto& each : in_.transitions) check_transition(each);
    check_cycles();
  }

 private:
  const chart& in_;
  findings& wrong_;
  std::vector<bool> reached_;

  std::string place(state_index state) const { return place_in(in_, state); }

  // ---- reachable

  void check_reachable() {
    reached_.assign(in_.states.size(), false);
    reach(0);
    for (bool more = true; more;) {
      more = false;
      for (const auto& each : in_.transitions) {
        if (!reached_[each.source]) continue;
        for (auto target : each.targets) more = reach(target) || more;
      }
    }
    for (const auto& state : in_.states) {
      bool reported = state.parent != no_state && !reached_[state.parent];  // with its parent
      if (reached_[state.index] || reported) continue;
      wrong_.add(state.line, place(state.index), "nothing leads to this state",
                 "Target it somewhere, or remove it");
    }
  }

  // Entering `state` enters its ancestors, their other regions, and what it begins with.
  bool reach(state_index state) {
    bool fresh = false;
    for (auto at = state; at != no_state; at = in_.states[at].parent) {
      fresh = enter(at) || fresh;
      if (at != state && in_.states[at].type != state_type::parallel) continue;
      for (auto child : in_.states[at].children) {
        bool begins =
            in_.states[at].type == state_type::parallel || child == in_.states[at].initial;
        if (begins && !reached_[child]) fresh = reach(child) || fresh;
      }
    }
    return fresh;
  }

  bool enter(state_index state) {
    bool fresh = !reached_[state];
    reached_[state] = true;
    return fresh;
  }

  // ---- ways out

  void check_way_out(const state_node& state) {
    bool leaf = state.children.empty();
    if (!leaf || state.type == state_type::final || !reached_[state.index]) return;
    auto leaves = [&](const transition& each) { return leads_out(each, state.index); };
    if (std::ranges::any_of(in_.transitions, leaves)) return;
    wrong_.add(state.line, place(state.index), "is not final and nothing leads out of it",
               "Add a transition, a deadline or an invoke; or `type: final`");
  }

  bool leads_out(const transition& by, state_index from) const {
    if (by.targets.empty() || by.targets.front() == from) return false;
    bool own = by.source == from || in_.below(from, by.source);
    if (own && by.by == trigger::state_done) return false;  // it is never done while here
    return (own || together(by.source, from)) && in_.below(from, above(by));
  }

  // What a transition of a leaf to a sibling exits is below the parent of both.
  state_index above(const transition& by) const { return domain_of(in_, by); }

  bool together(state_index a, state_index b) const {
    auto at = in_.states[a].parent;
    while (at != no_state && !in_.below(b, at)) at = in_.states[at].parent;
    return at != no_state && in_.states[at].type == state_type::parallel;
  }

  // ---- candidates

  void check_candidates(const state_node& state) {
    check_shadowed(state.always);
    check_shadowed(state.handlers);
    if (!can_be_done(state)) {
      for (auto index : state.handlers) {
        const auto& each = in_.transitions[index];
        if (each.by != trigger::state_done) continue;
        wrong_.add(each.line, place(state.index) + ".onDone", "it can never be done",
                   "Give it (or each of its regions) a final state, or remove onDone");
      }
    }
  }

  void check_shadowed(const std::vector<std::uint16_t>& candidates) {
    for (std::size_t i = 0; i + 1 < candidates.size(); ++i) {
      const auto& first = in_.transitions[candidates[i]];
      const auto& second = in_.transitions[candidates[i + 1]];
      if (first.guard || first.event != second.event) continue;
      wrong_.add(second.line,
                 place(second.source) + "." + (second.event.empty() ? "always" : second.event),
                 "is never tried: the candidate before it has no guard",
                 "Guard the one before, change their order, or remove it");
    }
  }

  bool can_be_done(const state_node& state) const {
    auto done = [&](state_index child) { return can_be_done(in_.states[child]); };
    auto final = [&](state_index child) { return in_.states[child].type == state_type::final; };
    if (state.type == state_type::final) return true;
    if (state.type == state_type::parallel) return std::ranges::all_of(state.children, done);
    return std::ranges::any_of(state.children, final);
  }

  // ---- always

  void check_transition(const transition& each) {
    if (each.by != trigger::always) return;
    bool stays =
        each.targets.empty() || std::ranges::find(each.targets, each.source) != each.targets.end();
    if (!stays) return;
    wrong_.add(each.line, place(each.source) + ".always", "leads nowhere else and would never end",
               "Give it another state as target, or use `entry`");
  }

  // The unguarded `always` that is taken as soon as the state is active; nullptr: none.
  const transition* forced(state_index state) const {
    for (auto index : in_.states[state].always) {
      if (!in_.transitions[index].guard) return &in_.transitions[index];
      if (in_.states[state].always.size() == 1) break;
    }
    return nullptr;
  }

  enum class mark : char { fresh, open, closed };

  void check_cycles() {
    std::vector<mark> marks(in_.states.size(), mark::fresh);
    std::vector<state_index> path;
    for (const auto& state : in_.states) walk(state.index, marks, path);
  }

  // Guarded candidates before the unguarded one do not break the cycle for good, but they can: only
  // states whose first candidate is unguarded count.
  void walk(state_index state, std::vector<mark>& marks, std::vector<state_index>& path) {
    const auto* next = forced(state);
    if (next == nullptr || next != &in_.transitions[in_.states[state].always.front()]) return;
    if (marks[state] == mark::closed) return;
    if (marks[state] == mark::open) return report(state, *next, path);
    marks[state] = mark::open;
    path.push_back(state);
    for (auto target : next->targets) {
      for (auto entered : entered_with(target)) walk(entered, marks, path);
    }
    path.pop_back();
    marks[state] = mark::closed;
  }

  // The target, its ancestors, and what it begins with.
  std::vector<state_index> entered_with(state_index target) const {
    std::vector<state_index> entered;
    for (auto at = in_.states[target].parent; at != no_state; at = in_.states[at].parent) {
      entered.push_back(at);
    }
    begin(target, entered);
    return entered;
  }

  void begin(state_index state, std::vector<state_index>& entered) const {
    entered.push_back(state);
    for (auto child : in_.states[state].children) {
      bool begins =
          in_.states[state].type == state_type::parallel || child == in_.states[state].initial;
      if (begins) begin(child, entered);
    }
  }

  void report(state_index state, const transition& at, const std::vector<state_index>& path) {
    std::string cycle;
    for (auto it = std::ranges::find(path, state); it != path.end(); ++it) {
      cycle += in_.states[*it].path + " -> ";
    }
    wrong_.add(at.line, place(state) + ".always",
               "a cycle of `always` without guards: " + cycle + in_.states[state].path,
               "Guard one of them");
  }
};

}  // namespace

void check(const chart& in, findings& wrong) { checker(in, wrong).run(); }

}  // namespace tenure::statechart
