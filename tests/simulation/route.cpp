#include "tests/simulation/route.hpp"

#include <algorithm>
#include <limits>

namespace tenure::test {
namespace {

using statechart::configuration;
using statechart::state_index;
using statechart::state_type;
using statechart::transition;
using statechart::trigger;

constexpr int no_way = std::numeric_limits<int>::max() / 2;

bool by_itself(const transition& way) {
  return way.by == trigger::always || way.by == trigger::state_done;
}

bool is_leaf(const statechart::state_node& of) { return of.children.empty(); }

}  // namespace

// Children stand behind their parents, so what they enter is known when a parent is looked at.
route::route(const statechart::chart& in, state_index goal)
    : in_(&in), events_(in.states.size(), no_way), entered_(in.states.size()) {
  for (auto at = in.states.size(); at-- > 0;) add_entered(static_cast<state_index>(at));
  for (auto at = goal; at == goal || in.below(at, goal); ++at) events_[at] = 0;
  bool better = true;
  while (better) {
    better = false;
    for (const auto& way : in.transitions) better = improve(way) || better;
  }
}

void route::add_entered(state_index state) {
  const auto& of = in_->states[state];
  if (is_leaf(of)) entered_[state] = {state};
  for (auto child : of.children) {
    bool too = of.type == state_type::parallel || child == of.initial;
    if (too) entered_[state].insert(entered_[state].end(), entered_[child].begin(),
                                    entered_[child].end());
  }
}

int route::after(const transition& way) const {
  int least = no_way;
  for (auto target : way.targets) {
    for (auto leaf : entered_[target]) least = std::min(least, events_[leaf]);
  }
  return least;
}

bool route::improve(const transition& way) {
  const int then = after(way) + (by_itself(way) ? 0 : 1);
  const auto& from = in_->states[way.source];
  bool better = false;
  for (auto at = way.source; at < std::max<std::size_t>(from.end, way.source + 1u); ++at) {
    bool may = is_leaf(in_->states[at]) && (way.by != trigger::state_done ||
               in_->states[at].type == state_type::final);
    if (!may || events_[at] <= then) continue;
    events_[at] = then;
    better = true;
  }
  return better;
}

std::optional<int> route::distance(const configuration& from) const {
  int least = no_way;
  for (auto at : from.active) {
    if (is_leaf(in_->states[at])) least = std::min(least, events_[at]);
  }
  return least == no_way ? std::nullopt : std::optional(least);
}

std::vector<const transition*> route::next(const configuration& from) const {
  std::vector<const transition*> out;
  auto now = distance(from);
  if (!now) return out;
  for (const auto& way : in_->transitions) {
    bool leads = !by_itself(way) && after(way) < *now;
    if (leads && statechart::is_active(from, way.source)) out.push_back(&way);
  }
  return out;
}

}  // namespace tenure::test
