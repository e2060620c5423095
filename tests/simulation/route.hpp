#pragma once
// The shortest way through a workflow to one of its states, as if every guard said yes.

#include "engine/statechart/chart.hpp"
#include "engine/statechart/configuration.hpp"

#include <optional>
#include <vector>

namespace tenure::test {

class route {
 public:
  route(const statechart::chart& in, statechart::state_index goal);

  // How many events away; nullopt: there is no way.
  std::optional<int> distance(const statechart::configuration& from) const;
  // What leads closer when it happens; empty where only guards decide, or there is no way.
  std::vector<const statechart::transition*> next(const statechart::configuration& from) const;

 private:
  int after(const statechart::transition& way) const;
  void add_entered(statechart::state_index state);
  bool improve(const statechart::transition& way);

  const statechart::chart* in_;
  std::vector<int> events_;  // from each leaf
  std::vector<std::vector<statechart::state_index>> entered_;  // leaves entered with each state
};

}  // namespace tenure::test
