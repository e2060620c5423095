#pragma once
// What performs notices where no mail server is configured.

#include "engine/effects/performer.hpp"

namespace tenure::service {

// Notices with nobody to send them: the trail says so instead of the outbox filling up.
class no_mailer final : public effects::performer {
 public:
  void perform(std::span<const effects::work> items, const on_outcome& each) override {
    for (std::size_t i = 0; i < items.size(); ++i) {
      each(i, {.kind = outcome_class::invalid, .detail = "no smtp connector is configured"});
    }
  }
};

}  // namespace tenure::service
