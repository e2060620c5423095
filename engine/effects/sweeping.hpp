#pragma once
// "sweepFolders": old messages go from folders of a mailbox that is in use.

#include "engine/effects/performer.hpp"
#include "engine/ports/messages.hpp"

namespace tenure::effects {

// For each input "before.FOLDER" (an instant): what was received earlier goes and is counted once
// more. Asks `wanted` before each folder. facts: "swept.FOLDER", how many this call removed; after
// a crash in between, a repeat removes and counts only what is left. Folders that were swept before
// another failed are among the facts of the failure. denied: not wanted any more; invalid: an input
// is no instant.
class sweeping final : public performer {
 public:
  sweeping(message_sweeper& from, still_wanted wanted) : from_(from), wanted_(std::move(wanted)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  outcome sweep(const work& item);
  outcome sweep_folder(const mailbox_ref& mailbox, const std::string& folder, instant before);
  message_sweeper& from_;
  still_wanted wanted_;
};

}  // namespace tenure::effects
