#pragma once
// What a case takes out of a mailbox: copies of identified messages for a colleague, evidence under
// seal, and its end. Each verb may be claimed again after a crash or a lost answer and then finds
// out what is there already.

#include "engine/effects/performer.hpp"
#include "engine/model/case_file.hpp"
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

// The package of one evidence object.
mailbox_ref evidence_package(const case_id& of, int number);

// "collectEvidence": finds what fits and seals it as the package of input "case" and "object".
// facts: evidence.act=collected, .object, .package, .digest, .messages, .bytes. A hold does not
// stop it: it takes nothing away. not_found: no message fits, and no package is left.
class evidence_keeping final : public performer {
 public:
  evidence_keeping(archive& into, message_finder& from, still_wanted waited_for)
      : into_(into), from_(from), waited_for_(std::move(waited_for)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  outcome keep(const work& item);
  archive& into_;
  message_finder& from_;
  still_wanted waited_for_;
};

// "destroyEvidence": the packages of objects 1 to input "objects", each looked for afterwards; asks
// `wanted` before each. facts: evidence.act=destroyed, .objects, .certificates (by blanks).
class evidence_destruction final : public performer {
 public:
  evidence_destruction(archive& kept, still_wanted wanted)
      : kept_(kept), wanted_(std::move(wanted)) {}
  void perform(std::span<const work> items, const on_outcome& each) override;

 private:
  outcome destroy(const work& item);
  archive& kept_;
  still_wanted wanted_;
};

}  // namespace tenure::effects
