#include "engine/flow/wanted.hpp"

namespace tenure::flow {

namespace {

bool pending(line& tx, const effects::work& item, const account& now) {
  auto [of_case, invoke] = split_qualified(item.effect.invoke);
  auto asked = of_case.empty() ? std::nullopt : tx.in.cases().load(of_case);
  const auto& waits = asked ? asked->pending : now.pending;
  auto waiting = waits.find(std::string(invoke));
  return waiting != waits.end() && waiting->second == item.effect.id;
}

// Whether `question` of the account as it is now is answered with yes; any trouble is a no.
bool asked_now(engine& on, const effects::work& item,
               const std::function<bool(line&, const account&)>& question) {
  bool yes = false;
  try {
    on.run([&](line& tx) {
      auto now = tx.in.accounts().load(item.effect.account);
      yes = now && pending(tx, item, *now) && question(tx, *now);
      return false;
    });
  } catch (const std::exception&) {
    yes = false;
  }
  return yes;
}

}  // namespace

bool still_wanted(engine& on, const effects::work& item) {
  return asked_now(on, item, [&](line& tx, const account& now) {
    return tx.in.holds().active_on(now.id).empty();
  });
}

bool still_waited_for(engine& on, const effects::work& item) {
  return asked_now(on, item, [](line&, const account&) { return true; });
}

std::optional<mailbox_ref> recipient_now(engine& on, const effects::work& item) {
  std::optional<mailbox_ref> out;
  auto id = account_id::parse(value_of(item.effect.input, "toAccount"));
  bool may = id && asked_now(on, item, [&](line& tx, const account& now) {
    auto theirs = tx.in.accounts().load(*id);
    if (!theirs || !decide::is_in_use(*theirs, tx.of.rules)) return false;
    if (decide::is_secure(*theirs) || decide::is_secure(now)) return false;
    out = ref_of(*theirs);
    return true;
  });
  return may ? out : std::nullopt;
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
