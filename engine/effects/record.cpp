#include "engine/effects/record.hpp"

#include "engine/model/case_file.hpp"

#include <algorithm>

namespace tenure::effects {
namespace {

constexpr std::size_t effects_max = 1000;

bool worth_another_attempt(outcome_class kind) {
  return kind == outcome_class::transient || kind == outcome_class::throttled ||
         kind == outcome_class::unknown_outcome;
}

// "condition.reached" for a reconcile that nobody waits for, "notice.sent" for such a notice.
std::string unasked_event(std::string_view verb, bool done) {
  if (verb == "notify") return done ? "notice.sent" : "notice.failed";
  return done ? "condition.reached" : "condition.failed";
}

// Which notice it was and to whom: whoever looks into a case must see who was told what.
void note_notice(event& result, const effect& what) {
  if (what.verb != "notify") return;
  result.data["notice"] = value_of(what.input, "template");
  result.data["noticeTo"] = value_of(what.input, "to");
  if (auto of = value_of(what.input, "case"); !of.empty()) result.data["ofCase"] = of;
  if (auto of = value_of(what.input, "resendOf"); !of.empty()) result.data["resendOf"] = of;
}

// Whom a notice reached and what it said is personal: it belongs into the trail, where it can be
// erased, and does not stay with the closed effect.
outcome as_kept(const effect& what, const outcome& how) {
  outcome out = how;
  if (what.verb == "notify") std::erase_if(out.facts, [](const auto& fact) {
    return fact.first.starts_with("notice");
  });
  return out;
}

// The open outage task of a verb, by a setting: an outage is told once, however many effects it
// stops, and the next outage is a task of its own.
std::string outage_setting(std::string_view verb) { return "outage." + std::string(verb); }

std::optional<task> open_outage(transaction& in, std::string_view verb) {
  auto id = task_id::parse(in.settings().get(outage_setting(verb)).value_or(""));
  auto told = id ? in.tasks().load(*id) : std::nullopt;
  return told && told->status == "open" ? told : std::nullopt;
}

void tell_helpdesk(transaction& in, const effect& what, const outcome& how, instant now) {
  if (open_outage(in, what.verb)) return;
  auto id = what.id.derive<task_id>("outage");
  in.tasks().open({.id = id, .account = {}, .kind = "serverUnreachable", .assignee = "helpdesk",
                   .invoke = "", .input = {{"verb", what.verb}, {"trouble", how.detail}},
                   .opened = now, .due = {}});
  in.settings().put(outage_setting(what.verb), id.text());
}

// One effect of the verb got through: the outage is over.
void end_outage(transaction& in, std::string_view verb, instant now) {
  auto told = open_outage(in, verb);
  if (!told) return;
  in.tasks().finish(told->id, "done", the_engine(), now);
  in.settings().put(outage_setting(verb), "");
}

// Whether the effect is still open, so that somebody with a later epoch works on it, or will.
bool still_open(transaction& in, const effect& what) {
  for (const auto& [open, trouble] : in.outbox().open_effects(what.account, effects_max)) {
    if (open.id == what.id) return true;
  }
  return false;
}

}  // namespace

bool is_outage(const effect& what, const outcome& how, const retry_rules& by) {
  return worth_another_attempt(how.kind) && what.attempts + 1 >= by.attempts_before_task;
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
  auto [of_case, invoke] = split_qualified(what.invoke);
  if (!of_case.empty()) result.data["case"] = of_case.text();
  if (what.invoke.empty()) {
    result.name = unasked_event(what.verb, done);
  } else {
    result.name = (done ? "xstate.done.actor." : "xstate.error.actor.") + std::string(invoke);
  }
  note_notice(result, what);
  result.data["effect"] = what.id.text();
  result.data["outcome"] = to_text(how.kind);
  if (!how.detail.empty()) result.data["detail"] = how.detail;
  if (!says_nothing(how.observed)) result.data["observed"] = to_json(how.observed);
  return result;
}

void record(transaction& in, const work& item, std::int64_t epoch, const outcome& how, instant now,
            const retry_rules& by) {
  const effect& what = item.effect;
  if (worth_another_attempt(how.kind)) {
    bool ours = in.outbox().postpone(what.id, epoch, next_attempt(what, how, now, by), how);
    if (ours && what.attempts + 1 == by.attempts_before_task) tell_helpdesk(in, what, how, now);
    return;
  }
  // Not ours any more and still open: a later epoch has it and reads back what is true by then.
  if (!in.outbox().finish(what.id, epoch, as_kept(what, how)) && still_open(in, what)) return;
  if (how.kind == outcome_class::done) end_outage(in, what.verb, now);
  // Closed already: given up meanwhile, or recorded before a commit whose answer was lost. The
  // event goes in all the same; its id makes it count once, and a workflow that no longer waits
  // only notes it: what was done in the world must be in the trail.
  in.inbox().put(result_event(item, how, now));
}

}  // namespace tenure::effects
