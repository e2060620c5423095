#include "engine/flow/wanted.hpp"

#include "engine/decide/agreement.hpp"
#include "engine/decide/sweep.hpp"

#include <algorithm>

namespace tenure::flow {

namespace {

bool pending(line& tx, const effects::work& item, const account& now) {
  auto [of_case, invoke] = split_qualified(item.effect.invoke);
  auto asked = of_case.empty() ? std::nullopt : tx.in.cases().load(of_case);
  const auto& waits = asked ? asked->pending : now.pending;
  auto waiting = waits.find(std::string(invoke));
  return waiting != waits.end() && waiting->second == item.effect.id;
}

std::optional<case_file> case_of(line& tx, const effects::work& item) {
  auto of = split_qualified(item.effect.invoke).of;
  return of.empty() ? std::nullopt : tx.in.cases().load(of);
}

bool agreed_now(line& tx, const case_file& of, const account& about) {
  auto subject = tx.in.people().load(about.person);
  staff people(tx.in, tx.of.rules, tx.of.roles, tx.now);
  return subject && decide::agreement_stands(of, tx.of.rules, *subject, people);
}

bool agreed_now(line& tx, const effects::work& item, const account& about) {
  auto of = case_of(tx, item);
  return !of || agreed_now(tx, *of, about);
}

// What passes on with a post (a unit's mailbox) was agreed to once, when it came to be.
bool follows_post(line& tx, const case_file& of) {
  return decide::workflow_tagged(tx.of.rules, of.workflow, "followsPost");
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

bool may_sweep(engine& on, const effects::work& item) {
  return asked_now(on, item, [&](line& tx, const account& now) {
    return decide::why_not_swept(now, tx.in.holds().active_on(now.id),
                                 tx.in.cases().open_on(now.id), tx.of.rules).empty();
  });
}

bool still_waited_for(engine& on, const effects::work& item) {
  return asked_now(on, item, [&](line& tx, const account& now) {
    return agreed_now(tx, item, now);
  });
}

// A case that takes its rights away has none open: that is never held up.
bool may_open(engine& on, const effects::work& item) {
  if (split_qualified(item.effect.invoke).of.empty()) return true;
  bool yes = false;
  try {
    on.run([&](line& tx) {
      auto of = case_of(tx, item);
      auto all = tx.in.grants().on(item.effect.account);
      bool opens = of && std::any_of(all.begin(), all.end(), [&](const grant& g) {
        return g.from_case == of->id && !g.closed;
      });
      auto about = tx.in.accounts().load(item.effect.account);
      yes = !opens || follows_post(tx, *of) || (about && agreed_now(tx, *of, *about));
      return false;
    });
  } catch (const std::exception&) {
    yes = false;
  }
  return yes;
}

std::optional<mailbox_ref> recipient_now(engine& on, const effects::work& item) {
  std::optional<mailbox_ref> out;
  auto id = account_id::parse(value_of(item.effect.input, "toAccount"));
  bool may = id && asked_now(on, item, [&](line& tx, const account& now) {
    auto theirs = tx.in.accounts().load(*id);
    if (!theirs || !decide::is_in_use(*theirs, tx.of.rules)) return false;
    if (decide::is_secure(*theirs) || decide::is_secure(now)) return false;
    if (!agreed_now(tx, item, now)) return false;
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
