#pragma once
// Looks once more at each item before the performer within is given it: what must not be done any
// more is answered `denied`, and the workflow goes on from there.

#include "engine/effects/performer.hpp"

#include <memory>

namespace tenure::effects {

class last_look final : public performer {
 public:
  last_look(std::unique_ptr<performer> within, still_wanted may)
      : within_(std::move(within)), may_(std::move(may)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  std::unique_ptr<performer> within_;
  still_wanted may_;
};

}  // namespace tenure::effects
