#include "engine/effects/last_look.hpp"

namespace tenure::effects {

void last_look::perform(std::span<const work> items, const on_outcome& each) {
  std::vector<work> left;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (may_(items[i])) {
      left.push_back(items[i]);
      places.push_back(i);
      continue;
    }
    outcome no;
    no.kind = outcome_class::denied;
    no.detail = "what was agreed to does not stand any more";
    each(i, no);
  }
  if (left.empty()) return;
  within_->perform(left, [&](std::size_t index, const outcome& how) { each(places[index], how); });
}

}  // namespace tenure::effects
