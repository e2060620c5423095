#include "engine/flow/wanted.hpp"

namespace tenure::flow {

bool still_wanted(engine& on, const effects::work& item) {
  bool wanted = false;
  try {
    on.run([&](line& tx) {
      auto account = tx.in.accounts().load(item.effect.account);
      if (!account || !tx.in.holds().active_on(item.effect.account).empty()) return false;
      auto [of_case, invoke] = split_qualified(item.effect.invoke);
      auto asked = of_case.empty() ? std::nullopt : tx.in.cases().load(of_case);
      const auto& pending = asked ? asked->pending : account->pending;
      auto waiting = pending.find(std::string(invoke));
      wanted = waiting != pending.end() && waiting->second == item.effect.id;
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
  auto [of_case, invoke] = split_qualified(finished.invoke);
  if (!of_case.empty()) out.data["case"] = of_case.text();
  out.name = invoke.empty() ? "task.done." + finished.kind
                            : "xstate.done.actor." + std::string(invoke);
  out.data["effect"] = finished.id.text();
  out.data["task"] = finished.kind;
  return out;
}

}  // namespace tenure::flow
