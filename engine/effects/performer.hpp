#pragma once
// Carries out effects that were claimed from the outbox. One implementation per group of verbs;
// performers run outside any transaction, on threads of their own, and keep nothing in memory that
// a crash may not lose.

#include "engine/model/account.hpp"
#include "engine/model/effect.hpp"
#include "engine/model/person.hpp"
#include "engine/ports/connector.hpp"

#include <functional>
#include <optional>
#include <span>

namespace tenure::effects {

// An effect with what was known of its account when it was claimed.
struct work {
  tenure::effect effect;
  tenure::account account;
  std::optional<tenure::person> person;
};

class performer {
 public:
  virtual ~performer() = default;
  // Reports each item exactly once, as soon as its outcome is known. May be called from several
  // threads at once.
  virtual void perform(std::span<const work> items, const on_outcome& each) = 0;
};

// Asked right before what cannot be undone: false when the effect was given up meanwhile, a hold
// was placed, or that cannot be found out (fail closed).
using still_wanted = std::function<bool(const work&)>;

}  // namespace tenure::effects
