#pragma once
// Brings a mailbox into its desired condition and reads it back, over all the systems that govern a
// part of it. Disabling, undoing and repairing drift are this one mechanism.

#include "engine/effects/performer.hpp"

#include <vector>

namespace tenure::effects {

class reconciler final : public performer {
 public:
  // In the order in which they are to act: the directory before the mail store, so that nobody
  // signs in again between the two.
  explicit reconciler(std::vector<connector*> connectors);

  void perform(std::span<const work> items, const on_outcome& each) override;

  // What the systems show, merged. Kind of the outcome: the first trouble, else done.
  void observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each);

 private:
  std::vector<connector*> connectors_;
};

}  // namespace tenure::effects
