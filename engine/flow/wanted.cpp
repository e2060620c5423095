#include "engine/flow/wanted.hpp"

namespace tenure::flow {

bool still_wanted(engine& on, const effects::work& item) {
  bool wanted = false;
  try {
    on.run([&](line& tx) {
      auto account = tx.in.accounts().load(item.effect.account);
      if (!account || !tx.in.holds().active_on(item.effect.account).empty()) return false;
      auto waiting = account->pending.find(item.effect.invoke);
      wanted = waiting != account->pending.end() && waiting->second == item.effect.id;
      return false;
    });
  } catch (const std::exception&) {
    wanted = false;
  }
  return wanted;
}

event task_event(const task& finished, const actor& by, const attributes& data, instant now) {
  event out{.id = finished.id.derive<event_id>("done"), .name = {}, .at = now,
            .account = finished.account, .by = by, .data = data};
  out.name = finished.invoke.empty() ? "task.done." + finished.kind
                                     : "xstate.done.actor." + finished.invoke;
  out.data["effect"] = finished.id.text();
  out.data["task"] = finished.kind;
  return out;
}

}  // namespace tenure::flow
