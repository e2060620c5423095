#include "engine/model/effect.hpp"

namespace tenure {

std::string_view to_text(outcome_class kind) {
  switch (kind) {
    case outcome_class::done: return "done";
    case outcome_class::transient: return "transient";
    case outcome_class::throttled: return "throttled";
    case outcome_class::denied: return "denied";
    case outcome_class::not_found: return "notFound";
    case outcome_class::conflict: return "conflict";
    case outcome_class::invalid: return "invalid";
    case outcome_class::unknown_outcome: return "unknownOutcome";
  }
  __builtin_unreachable();
}

}  // namespace tenure
