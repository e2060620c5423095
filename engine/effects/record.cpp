#include "engine/effects/record.hpp"

#include <algorithm>

namespace tenure::effects {
namespace {

bool worth_another_attempt(outcome_class kind) {
  return kind == outcome_class::transient || kind == outcome_class::throttled ||
         kind == outcome_class::unknown_outcome;
}

// "condition.reached" for a reconcile that nobody waits for, "notice.sent" for such a notice.
std::string unasked_event(std::string_view verb, bool done) {
  if (verb == "notify") return done ? "notice.sent" : "notice.failed";
  return done ? "condition.reached" : "condition.failed";
}

void tell_helpdesk(transaction& in, const work& item, const outcome& how, instant now) {
  in.tasks().open({.id = outage_task(item.effect.verb), .account = {},
                   .kind = "serverUnreachable", .assignee = "helpdesk", .invoke = "",
                   .input = {{"verb", item.effect.verb}, {"trouble", how.detail}},
                   .opened = now, .due = {}});
}

}  // namespace

task_id outage_task(std::string_view verb) {
  return effect_id{{0x6f7574616765ULL, 1}}.derive<task_id>(verb);
}

instant next_attempt(const effect& what, const outcome& how, instant now, const retry_rules& by) {
  using namespace std::chrono;
  if (how.kind == outcome_class::throttled && how.retry_after_seconds > 0) {
    return now + seconds(how.retry_after_seconds);
  }
  microseconds wait = by.first;
  for (int i = 0; i < what.attempts && wait < by.longest; ++i) wait *= 2;
  wait = std::min<microseconds>(wait, by.longest);
  auto spread = static_cast<std::int64_t>(what.id.bits.low % 1024);
  return now + wait + wait * spread / 4096;
}

event result_event(const work& item, const outcome& how, instant now) {
  bool done = how.kind == outcome_class::done;
  const effect& what = item.effect;
  event result{.id = what.id.derive<event_id>("result"), .name = {}, .at = now,
               .account = what.account, .by = the_engine(), .data = how.facts};
  if (what.invoke.empty()) {
    result.name = unasked_event(what.verb, done);
  } else {
    result.name = (done ? "xstate.done.actor." : "xstate.error.actor.") + what.invoke;
  }
  result.data["effect"] = what.id.text();
  result.data["outcome"] = to_text(how.kind);
  if (!how.detail.empty()) result.data["detail"] = how.detail;
  if (!says_nothing(how.observed)) result.data["observed"] = to_json(how.observed);
  return result;
}

void record(transaction& in, const work& item, std::int64_t epoch, const outcome& how, instant now,
            const retry_rules& by) {
  if (worth_another_attempt(how.kind)) {
    in.outbox().postpone(item.effect.id, epoch, next_attempt(item.effect, how, now, by), how);
    if (item.effect.attempts + 1 == by.attempts_before_task) tell_helpdesk(in, item, how, now);
    return;
  }
  // Not closed any more: given up meanwhile, or recorded before a commit whose answer was lost. The
  // event goes in all the same; its id makes it count once, and a workflow that no longer waits
  // only notes it: what was done in the world must be in the trail.
  in.outbox().finish(item.effect.id, epoch, how);
  in.inbox().put(result_event(item, how, now));
}

}  // namespace tenure::effects
