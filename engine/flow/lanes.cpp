// The threads that carry effects out. What comes of one waits for the line's next turn.

#include "engine/flow/parts.hpp"

#include <utility>

namespace tenure::flow {

void engine::parts::perform(lane_state& lane, std::vector<effects::work> items,
                            bool inline_results) {
  std::vector<bool> reported(items.size());
  auto take = [&](std::size_t i, const outcome& how) {
    std::lock_guard lock(guard);
    reported[i] = true;
    results.push_back({items[i], how});
    if (!inline_results) work_for_line.notify_one();
  };
  outcome lost{.kind = outcome_class::unknown_outcome, .detail = "the connector gave no answer"};
  try {
    lane.lane.performer->perform(items, take);
  } catch (const std::exception& e) {
    lost.detail = e.what();
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!reported[i]) take(i, lost);
  }
  std::lock_guard lock(guard);
  --lane.busy;
  work_for_line.notify_one();
}

void engine::parts::lane_loop(lane_state& lane) {
  for (;;) {
    std::vector<effects::work> items;
    {
      std::unique_lock lock(guard);
      work_for_lanes.wait(lock, [&] { return stopping || !lane.waiting.empty(); });
      if (stopping) return;
      items = std::move(lane.waiting.front());
      lane.waiting.pop_front();
    }
    perform(lane, std::move(items), false);
  }
}

}  // namespace tenure::flow
