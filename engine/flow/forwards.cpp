#include "engine/flow/forwards.hpp"

namespace tenure::flow {

bool note_forwards(engine& on,
                   const std::vector<std::pair<const effects::work*, attributes>>& found) try {
  on.run([&](line& tx) {
    for (const auto& [item, had] : found) {
      tx.in.inbox().put({.id = item->effect.id.derive<event_id>("forwards"),
                         .name = "forwards.noted", .at = tx.now, .account = item->account.id,
                         .by = the_engine(), .data = had});
    }
    return true;
  });
  return true;
} catch (const std::exception&) {
  return false;
}

}  // namespace tenure::flow
