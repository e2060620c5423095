#pragma once
// Brings a mailbox into its desired condition and reads it back, over all the systems that govern a
// part of it. Disabling, undoing and repairing drift are this one mechanism.

#include "engine/effects/performer.hpp"

#include <utility>
#include <vector>

namespace tenure::effects {

// What mailboxes have that is about to be taken away: attributes "forwardingBefore",
// "autoReplyBefore". True once that is durable; false: it could not be made so.
using note_before =
    std::function<bool(const std::vector<std::pair<const work*, attributes>>& found)>;

class reconciler final : public performer {
 public:
  // In the order in which they are to act: the directory before the mail store, so that nobody
  // signs in again between the two. Forwards and auto-replies are noted before they are taken away:
  // after a crash between the two nobody could read what they were. What cannot be noted, or read
  // for the moment, is not taken away either: the effect comes back.
  explicit reconciler(std::vector<connector*> connectors, note_before note = {});

  // `invalid` once everything else is done: a right to send on behalf that no system keeps.
  void perform(std::span<const work> items, const on_outcome& each) override;

  // What the systems show, merged. Kind of the outcome: the first trouble, else done.
  void observe(std::span<const mailbox_ref> mailboxes, const on_outcome& each);

 private:
  struct passage;
  struct step;
  step step_of(connector& through, std::span<const work> items, const passage& all) const;
  void look_beforehand(connector& through, std::span<const work> items, step& now, passage& all);

  std::vector<connector*> connectors_;
  note_before note_;
};

}  // namespace tenure::effects
