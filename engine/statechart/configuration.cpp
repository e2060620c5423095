#include "engine/statechart/configuration.hpp"

#include <algorithm>
#include <bitset>

namespace tenure::statechart {
namespace {

refusal illegal(const chart& in, std::string_view text, std::string what) {
  return {"chart.configuration", "'" + std::string(text) + "' is no configuration of workflow " +
          in.id + ": " + what, {}, {},
          "Migrate the stored state, or restore the workflow version that it was written by"};
}

bool finished(const chart& in, const configuration& where, const state_node& state) {
  auto child_finished = [&](state_index child) {
    return finished(in, where, in.states[child]);
  };
  if (state.type == state_type::parallel) {
    return std::ranges::all_of(state.children, child_finished);
  }
  return std::ranges::any_of(state.children, [&](state_index child) {
    return in.states[child].type == state_type::final && is_active(where, child);
  });
}

using state_set = std::bitset<states_max>;

// Adds the leaf with its ancestors; what is wrong with the leaf, or nothing.
std::string add_leaf(const chart& in, std::string_view path, state_set& to) {
  const auto* leaf = in.find(path);
  if (leaf == nullptr || path.empty()) return "there is no state '" + std::string(path) + "'";
  if (!leaf->children.empty()) return "'" + std::string(path) + "' has states of its own";
  for (auto at = leaf->index; at != no_state; at = in.states[at].parent) to.set(at);
  return {};
}

configuration in_order(const chart& in, const state_set& active) {
  configuration out;
  out.active.reserve(active.count());
  for (std::size_t i = 0; i < in.states.size(); ++i) {
    if (active.test(i)) out.active.push_back(static_cast<state_index>(i));
  }
  return out;
}

// A compound has exactly one active child, a parallel all of them.
std::string check(const chart& in, const configuration& where, const state_set& active) {
  for (auto index : where.active) {
    const auto& state = in.states[index];
    auto count = static_cast<std::size_t>(std::ranges::count_if(
        state.children, [&](state_index child) { return active.test(child); }));
    auto expected = state.type == state_type::parallel ? state.children.size()
                    : state.type == state_type::compound ? 1u : 0u;
    if (count != expected) {
      return "of " + state.id + "'s states " + std::to_string(count) + " are active, not " +
             std::to_string(expected);
    }
  }
  return {};
}

}  // namespace

bool is_active(const configuration& where, state_index state) {
  return std::ranges::binary_search(where.active, state);
}

bool is_done(const chart& in, const configuration& where) {
  return finished(in, where, in.root());
}

std::string to_text(const chart& in, const configuration& where) {
  std::string text;
  for (auto index : where.active) {
    if (!in.states[index].children.empty()) continue;
    if (!text.empty()) text += ',';
    text += in.states[index].path;
  }
  return text;
}

result<configuration> parse(const chart& in, std::string_view text) {
  state_set active;
  for (auto rest = text;;) {
    auto comma = rest.find(',');
    if (auto wrong = add_leaf(in, rest.substr(0, comma), active); !wrong.empty()) {
      return illegal(in, text, wrong);
    }
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  auto parsed = in_order(in, active);
  if (auto wrong = check(in, parsed, active); !wrong.empty()) return illegal(in, text, wrong);
  if (to_text(in, parsed) != text) {
    return illegal(in, text, "its states stand twice or in another order than in the file");
  }
  return parsed;
}

}  // namespace tenure::statechart
