#include "engine/statechart/resolver.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace tenure::statechart {
namespace {

class resolver {
 public:
  resolver(draft& of, findings& wrong) : draft_(of), in_(of.in), wrong_(wrong) {}

  void run() {
    for (auto& state : in_.states) {
      note_id(state);
      check_shape(state);
      set_initial(state);
      order_handlers(state);
    }
    check_invoke_ids();
    for (std::size_t i = 0; i < in_.transitions.size(); ++i) {
      for (const auto& name : draft_.targets[i]) add_target(in_.transitions[i], name);
      check_targets(in_.transitions[i]);
    }
  }

 private:
  draft& draft_;
  chart& in_;
  findings& wrong_;
  std::map<std::string, state_index, std::less<>> ids_;

  // Dotted ids are the paths; only the root's and those written out can be targeted with '#'.
  void note_id(const state_node& state) {
    bool written = state.parent == no_state || state.id != in_.id + "." + state.path;
    if (written && !ids_.emplace(state.id, state.index).second) {
      wrong_.add(state.line, place_in(in_, state.index), "the id '" + state.id + "' is taken",
                 "Give it another, or none");
    }
  }

  void check_shape(const state_node& state) {
    auto place = place_in(in_, state.index);
    bool has_states = !state.children.empty();
    if (state.parent == no_state && !has_states) {
      wrong_.add(state.line, place, "a workflow without states", "Write `states:`");
    }
    if (state.type == state_type::parallel && !has_states) {
      wrong_.add(state.line, place, "is parallel and has no states", "Write its regions");
    }
    if (state.type == state_type::final) check_final(state, place, has_states);
  }

  void check_final(const state_node& state, const std::string& place, bool has_states) {
    bool acts = !state.handlers.empty() || !state.always.empty() || !state.invokes.empty() ||
                !state.delays.empty();
    if (acts) {
      wrong_.add(state.line, place, "is final and yet has transitions, deadlines or an invoke",
                 "Nothing happens any more in a final state: remove them, or `type: final`");
    }
    if (has_states) {
      wrong_.add(state.line, place, "is final and yet has states", "Remove one of the two");
    }
  }

  void set_initial(state_node& state) {
    const auto& name = draft_.initials[state.index];
    auto place = place_in(in_, state.index);
    if (state.type != state_type::compound) {
      if (!name.empty()) {
        wrong_.add(state.line, place, "has `initial` and yet no choice of states",
                   "Remove `initial`");
      }
      return;
    }
    for (auto child : state.children) {
      if (in_.states[child].key == name) state.initial = child;
    }
    if (state.initial != no_state) return;
    auto what =
        name.empty() ? "has states and no `initial`" : "has no state '" + name + "' to begin with";
    wrong_.add(state.line, place, what,
               did_you_mean(name, keys_of(state), "Say with `initial` where it begins"));
    if (!state.children.empty()) state.initial = state.children.front();
  }

  std::vector<std::string_view> keys_of(const state_node& state) const {
    std::vector<std::string_view> keys;
    for (auto child : state.children) keys.push_back(in_.states[child].key);
    return keys;
  }

  // Exact descriptors as written, then wildcards, the longest first.
  void order_handlers(state_node& state) {
    auto rank = [&](std::uint16_t index) {
      const auto& event = in_.transitions[index].event;
      bool wildcard = event.ends_with('*');
      return std::tuple(wildcard, wildcard ? -static_cast<int>(event.size()) : 0, index);
    };
    std::ranges::sort(state.handlers, {}, rank);
  }

  void check_invoke_ids() {
    std::map<std::string_view, int> seen;
    for (const auto& each : in_.invokes) {
      auto [first, fresh] = seen.emplace(each.id, each.line);
      if (fresh || each.id.empty()) continue;
      auto taken_on = " is taken (line " + std::to_string(first->second) + ")";
      wrong_.add(each.line, place_in(in_, each.state) + ".invoke",
                 "the invoke id '" + each.id + "'" + taken_on,
                 "Give it another: results are told apart by it");
    }
  }

  void add_target(transition& of, const std::string& name) {
    auto place = place_in(in_, of.source);
    state_index at = no_state;
    std::string_view rest = name;
    if (name.starts_with('#')) {
      auto id = rest.substr(1, rest.find('.') == rest.npos ? rest.npos : rest.find('.') - 1);
      auto found = ids_.find(id);
      if (found != ids_.end()) at = found->second;
      rest.remove_prefix(std::min(rest.size(), id.size() + 2));
    } else if (name.starts_with('.')) {
      at = of.source;
      rest.remove_prefix(1);
    } else {
      at = in_.states[of.source].parent;
    }
    at = at == no_state ? at : descend(at, rest);
    if (at != no_state && !name.empty()) {
      of.targets.push_back(at);
      return;
    }
    wrong_.add(of.line, place, "the target '" + name + "' does not exist", way_to(of, name));
  }

  state_index descend(state_index from, std::string_view path) const {
    while (!path.empty() && from != no_state) {
      auto key = path.substr(0, path.find('.'));
      path.remove_prefix(std::min(path.size(), key.size() + 1));
      state_index next = no_state;
      for (auto child : in_.states[from].children) {
        if (in_.states[child].key == key) next = child;
      }
      from = next;
    }
    return from;
  }

  std::string way_to(const transition& of, const std::string& name) const {
    const auto& source = in_.states[of.source];
    if (source.parent == no_state && !name.starts_with('#') && !name.starts_with('.') &&
        descend(0, name) != no_state) {
      return "From the root write '." + name + "'";
    }
    std::vector<std::string> names;
    for (const auto& state : in_.states) {
      if (state.parent == no_state) continue;
      if (state.parent == source.parent) names.push_back(state.key);
      else if (state.parent == source.index) names.push_back("." + state.key);
      else names.push_back("#" + in_.id + "." + state.path);
    }
    for (const auto& state : in_.states) {
      if (state.key == name) return "Did you mean '#" + in_.id + "." + state.path + "'?";
    }
    return did_you_mean(name, {names.begin(), names.end()},
                        "Name a sibling, a child ('.child') or any state ('#" + in_.id + ".a.b')");
  }

  // Several targets must be able to be active together: in different regions of a parallel state.
  void check_targets(const transition& of) {
    for (std::size_t i = 0; i < of.targets.size(); ++i) {
      for (std::size_t j = i + 1; j < of.targets.size(); ++j) {
        if (together(of.targets[i], of.targets[j])) continue;
        wrong_.add(of.line, place_in(in_, of.source),
                   "its targets '" + in_.states[of.targets[i]].path + "' and '" +
                       in_.states[of.targets[j]].path + "' cannot be active together",
                   "Several targets must lie in different regions of one parallel state");
      }
    }
  }

  bool together(state_index a, state_index b) const {
    if (a == b || in_.below(a, b) || in_.below(b, a)) return false;
    auto at = in_.states[a].parent;
    while (!in_.below(b, at)) at = in_.states[at].parent;
    return in_.states[at].type == state_type::parallel;
  }
};

}  // namespace

void resolve(draft& of, findings& wrong) { resolver(of, wrong).run(); }

std::string place_in(const chart& in, state_index state) {
  const auto& path = in.states[state].path;
  return path.empty() ? in.id : in.id + "." + path;
}

}  // namespace tenure::statechart
