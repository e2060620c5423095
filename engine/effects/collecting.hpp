#pragma once
// What a case takes out of a mailbox: copies of identified messages for a colleague, evidence under
// seal, and its end. Each verb may be claimed again after a crash or a lost answer and then finds
// out what is there already.

#include "engine/effects/performer.hpp"
#include "engine/ports/archive.hpp"
#include "engine/ports/messages.hpp"

namespace tenure::effects {

// Identified messages are few. More is a sign that the criteria say too little.
inline constexpr std::size_t messages_max = 200;
inline constexpr std::uint64_t collected_bytes_max = 64ULL << 20;

// What the request calls "messageFrom", "messageSubject", "messageId", "messageFolder",
// "messagesSince", "messagesBefore".
message_criteria criteria_in(const attributes& input);

// Where copies go, asked right before the first is put: nullopt when nobody may receive them now.
using recipient_lookup = std::function<std::optional<mailbox_ref>(const work&)>;

// "copyMessages": finds what fits in the account's mailbox and puts copies into the recipient's, in
// the folder input "toFolder". facts: copied.messages, copied.bytes, copied.digests (SHA-256, by
// blanks), copied.messageIds (personal). not_found: no message fits.
class extraction final : public performer {
 public:
  extraction(message_finder& from, message_courier& to, recipient_lookup who)
      : from_(from), to_(to), who_(std::move(who)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  outcome copy(const work& item);
  message_finder& from_;
  message_courier& to_;
  recipient_lookup who_;
};

}  // namespace tenure::effects
