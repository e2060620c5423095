#pragma once
// Sends notices to people. Templates belong to the policy pack; this port gets finished text.

#include "engine/model/effect.hpp"
#include "engine/model/instant.hpp"

#include <string>

namespace tenure {

struct notice {
  effect_id id;     // becomes the Message-ID: the same notice sent twice is recognisable
  std::string to;   // one address
  std::string subject;
  std::string text;  // UTF-8, lines end in LF
  std::string html;  // may be empty
  instant at;        // when the notice was decided: its Date; the epoch stands for "not said"
};

class notifier {
 public:
  virtual ~notifier() = default;
  // `done` once the mail server took responsibility for it; facts "reply" (its last line).
  virtual outcome send(const notice& what) = 0;
};

}  // namespace tenure
