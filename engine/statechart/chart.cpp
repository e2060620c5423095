#include "engine/statechart/chart.hpp"

#include <algorithm>

namespace tenure::statechart {
namespace {

template <class Item, class Field>
const Item* find_by(const std::vector<Item>& items, Field field, std::string_view value) {
  auto found = std::ranges::find(items, value, field);
  return found == items.end() ? nullptr : &*found;
}

// The nearest proper ancestor of the first target that is above the other targets and the source.
state_index least_common_ancestor(const chart& in, const transition& of) {
  state_index at = in.states[of.targets.front()].parent;
  for (; at != no_state; at = in.states[at].parent) {
    auto covers = [&](state_index state) { return in.below(state, at); };
    if (covers(of.source) && std::ranges::all_of(of.targets, covers)) return at;
  }
  return no_state;
}

}  // namespace

bool state_node::tagged(std::string_view tag) const {
  return std::ranges::find(tags, tag) != tags.end();
}

const state_node* chart::find(std::string_view path) const {
  return find_by(states, &state_node::path, path);
}

const invocation* chart::find_invoke(std::string_view invoke_id) const {
  return find_by(invokes, &invocation::id, invoke_id);
}

const delay* chart::find_delay(std::string_view event) const {
  return find_by(delays, &delay::event, event);
}

bool answers(std::string_view descriptor, std::string_view event) {
  if (descriptor == event || descriptor == "*") return true;
  if (!descriptor.ends_with(".*")) return false;
  auto prefix = descriptor.substr(0, descriptor.size() - 2);
  return event == prefix || (event.starts_with(prefix) && event[prefix.size()] == '.');
}

state_index domain_of(const chart& in, const transition& of) {
  auto inside = [&](state_index target) {
    return target == of.source || in.below(target, of.source);
  };
  if (!of.reenter && std::ranges::all_of(of.targets, inside)) return of.source;
  state_index common = least_common_ancestor(in, of);
  return common == no_state && !of.reenter ? state_index{0} : common;
}

std::string_view to_text(state_type type) {
  constexpr std::string_view names[] = {"atomic", "compound", "parallel", "final"};
  return names[static_cast<std::size_t>(type)];
}

}  // namespace tenure::statechart
