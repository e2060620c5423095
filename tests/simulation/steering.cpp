// What may befall a case is read from its workflow: of all that it hears in the states where it
// stands, one thing is made to happen in the world; what leads on more often than what ends it.
#include "tests/simulation/case_year.hpp"

#include "engine/statechart/configuration.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view done = "xstate.done.actor.", error = "xstate.error.actor.",
                           after = "xstate.after.";

bool has_agreement(const case_file& of) {
  return std::ranges::any_of(of.context, [](const auto& fact) {
    return fact.first.starts_with("agreed.") && !fact.second.empty();
  });
}

// Nearly every state hears of what ends the case, and few things lead on; effects end by
// themselves.
std::size_t weight_of(const statechart::chart& in, const std::string& event) {
  if (event == "evidence.wanted") return 3;
  if (!event.starts_with(done)) return 1;
  const auto* invoke = in.find_invoke(event.substr(done.size()));
  if (invoke != nullptr && invoke->src == "approval") return 4;
  return invoke != nullptr && invoke->src.ends_with("Task") ? 3 : 1;
}

}  // namespace

std::vector<std::string> case_year::heard(const case_file& of) {
  const auto& chart = *w.case_charts.find(of.workflow)->second;
  auto at = statechart::parse(chart, of.state);
  std::vector<std::string> out;
  if (!at) return out;
  for (const auto& way : chart.transitions) {
    bool by_itself = way.event.empty() || way.by == statechart::trigger::state_done;
    if (by_itself || !statechart::is_active(*at, way.source)) continue;
    out.insert(out.end(), weight_of(chart, way.event), way.event);
    bool asks_of_holds = way.guard && way.guard->type == "held";
    if (asks_of_holds) out.insert(out.end(), 3, "hold.placed");
  }
  if (of.state.starts_with("destroying") || of.state.find("retaining") != of.state.npos ||
      of.workflow == "disclosure") {
    out.push_back("hold.placed");
  }
  out.push_back("task");
  if (has_agreement(of)) out.push_back("approver.left");
  if (!office_.rules.find(of.workflow)->second.attested.empty()) {
    out.push_back("attestation.lapsed");
  }
  return out;
}

void case_year::steer(const case_file& of) {
  auto events = heard(of);
  if (events.empty()) return;
  const char* then[] = {"account.closing", "mailbox.secured", "case.withdrawn", "grant.revoked"};
  if (chance(0.05)) return two_at_once(of, then[pick(4)]);
  bool before = of.state.starts_with("awaiting") || of.state.starts_with("telling") ||
                of.state == "undertaking" || of.state == "committing" || of.state == "asked";
  if (chance(before ? 0.3 : 0.08)) threaten(of.workflow);
  cause(of, any_of(events));
}

// So that it is found on its way: what it will need is out of reach for a while, or fails.
void case_year::threaten(const std::string& workflow) {
  const auto& chart = *w.case_charts.find(workflow)->second;
  auto effects = weather::effects_of(chart);
  const auto& tags = chart.root().tags;
  bool of_engine = std::ranges::find(tags, "askedByEngine") != tags.end();
  if (of_engine) effects.push_back("createMailbox");
  if (effects.empty()) return;
  if (chance(0.6)) weather_.delay(any_of(effects));
  else weather_.worsen(any_of(effects));
}

// Both wait when the engine comes to look: nothing is done between them.
void case_year::two_at_once(const case_file& of, const std::string& then) {
  gathered_.emplace();
  answer(of);
  cause(of, then);
  auto events = std::move(*gathered_);
  gathered_.reset();
  w.engine->run([&](flow::line& on) {
    for (const auto& each : events) on.in.inbox().put(each);
    return true;
  });
  w.settle();
}

void case_year::cause(const case_file& of, const std::string& event) {
  auto subject = office_.person_of(of.subject);
  if (event.starts_with(done) || event.starts_with(error)) return finish_or_fail(of, event);
  if (event.starts_with(after)) {
    auto due = office_.due(of, event);
    if (!due) return;
    return come_to(*due);
  }
  if (event == "creation.over" && chance(0.7)) {
    agreement_lapses(of);
    if (!gathered_) weather_.clear(), do_a_task(of.subject);  // it is tried again, and asked anew
    return;
  }
  if (event == "account.closing" || event == "creation.over") return leaves_now(of.subject);
  if (event == "handOver.over") return tell(of.subject, "person.rehired");
  if (event == "task") return do_a_task(of.subject);
  if (event == "account.created" || event == "quota.noted") {  // the engine's own to say
    weather_.clear();
    return do_a_task(of.subject);
  }
  if (event == "mailbox.secured") return tell(of.subject, event);
  if (event == "hold.placed") return hold_or_lift(of.subject);
  if (event == "approver.left") return agreement_lapses(of);
  if (event == "attestation.lapsed") return static_cast<void>(office_.withdraw_for(of));
  if (event == "post.changed") {
    return office_.new_head(office_.unit_of(subject), chance(0.4) ? "" : somebody_known());
  }
  if (event == "holder.left") {
    auto holders = holders_of(of);
    // Who holds a right in their own mailbox leaves it only when the account passes to another.
    if (std::ranges::find(holders, subject) != holders.end() && chance(0.8)) {
      auto worker = "V" + std::to_string(pick(10'000));
      return tell(of.subject, "worker.replaced",
                  {{"worker", worker}, {"givenName", "Vic"}, {"surname", "Worker" + worker}});
    }
    return holders.empty() ? leaves_now(of.subject)
                           : leaves_now(office_.account_of(any_of(holders)));
  }
  if (event == "subject.returned") {
    bool away = office_.is_away(of.subject);
    if (!away) tell(of.subject, "absence.started", {{"absentFrom", day_from_now(-3, 0)}});
    if (away || chance(0.9)) tell(of.subject, "absence.ended");
    return;
  }
  if (event.starts_with("member.")) return change_members(of, event);
  act(of, event);
}

// What it waits for is done: a task, an answer, or an effect that works again; or cannot be done.
void case_year::finish_or_fail(const case_file& of, const std::string& event) {
  bool works = event.starts_with(done);
  auto invoke = event.substr(works ? done.size() : error.size());
  if (invoke == question_of(of)) return answer(of);
  auto waiting = of.pending.find(invoke);
  if (waiting == of.pending.end()) return;
  for (const auto& task : w.open_tasks(of.subject)) {
    if (task.id.bits != waiting->second.bits) continue;
    who_acted_.insert("somebody");
    attributes said{{"approved", "true"}};
    if (chance(0.5)) said["outcome"] = chance(0.5) ? "furtherAction" : "noFurtherAction";
    return w.finish_task(task, said);
  }
  if (works) weather_.clear();
  else weather_.worsen(w.case_charts.find(of.workflow)->second->find_invoke(invoke)->src);
  w.run_until(w.clock.now() + 2h);
}

event case_year::answer_by(const case_file& of, const std::string& who, bool approved) {
  const auto& question = question_of(of);
  return {.id = new_id<event_id>(w.random), .name = "case.answered", .at = w.clock.now(),
          .account = of.subject, .by = {who, "approver", "test"},
          .data = {{"case", of.id.text()}, {"invoke", question},
                   {"effect", of.pending.find(question)->second.text()},
                   {"approved", approved ? "true" : "false"}, {"reason", "it is right"}}};
}

// Somebody answers the question that the case waits with; now and then a wrong one, or nobody.
void case_year::answer(const case_file& of) {
  auto waiting = of.pending.find(question_of(of));
  if (waiting == of.pending.end()) return act(of, "case.withdrawn");
  const auto& rule = office_.rules.find(of.workflow)->second;
  if (rule.agree.empty()) return act(of, "case.withdrawn");
  if (!ending_ && chance(0.06)) return converse(of);
  const double certain = of.state.find("reviewing") == of.state.npos ? 0.85 : 0.6;
  auto by = ending_ || chance(0.8) ? one_of(office_.may_all_agree(of)) : somebody_known();
  auto given = answer_by(of, by, chance(certain));
  if (!ending_ && chance(0.04)) given.data["reason"] = "";
  if (ending_) return put(given);
  if (chance(0.03)) given.data["effect"] = of.id.text();
  if (chance(0.4)) given.data["tellSubject"] = chance(0.5) ? "true" : "false";
  if (chance(0.08)) given.data["until"] = day_from_now(1, 900);
  put(given);
}

// Who is to decide asks back, and who asked replies; or the wrong one does, or nothing is said.
void case_year::converse(const case_file& of) {
  bool replies = chance(0.5);
  auto by = replies ? of.requester.value : one_of(office_.may_all_agree(of));
  if (chance(0.2)) by = somebody_known();
  put({.id = new_id<event_id>(w.random), .name = replies ? "case.replied" : "case.questioned",
       .at = w.clock.now(), .account = of.subject, .by = {by, "approver", "test"},
       .data = {{"case", of.id.text()}, {"text", chance(0.1) ? " " : "which messages?"}}});
}

// By who asked, mostly; by whose mailbox it is, by those who may agree or lift, or by anybody.
void case_year::act(const case_file& of, const std::string& name) {
  auto subject = office_.person_of(of.subject);
  const auto& rule = office_.rules.find(of.workflow)->second;
  auto by = of.requester.value;
  if (chance(0.1)) by = anybody();
  if (name == "grant.revoked" && chance(0.4)) by = subject;
  if (name == "hold.released") by = chance(0.7) ? one_of(office_.holders(rule.ask, subject)) : by;
  if (!rule.agree.empty() && chance(0.1)) by = one_of(office_.holders(rule.agree[0], subject));
  event what{.id = new_id<event_id>(w.random), .name = name, .at = w.clock.now(),
             .account = of.subject, .by = {by, "requester", "test"},
             .data = {{"case", of.id.text()},
                      {"outcome", chance(0.5) ? "noFurtherAction" : "furtherAction"}}};
  if (name == "access.over") {
    what.name = "grant.revoked", what.by.who = subject;
    what.data["case"] = office_.case_of_right(of);
  }
  if (name == "evidence.wanted" && !chance(0.05)) what.data["messageSubject"] = "plans";
  put(what);
}

void case_year::change_members(const case_file& of, const std::string& event) {
  auto holders = holders_of(of);
  auto owner = std::string(value_of(w.load(of.subject).context, "owner"));
  auto by = owner.empty() || chance(0.1) ? somebody_known() : owner;
  auto member = holders.empty() || chance(0.7) ? somebody_known() : any_of(holders);
  if (chance(0.2)) member = "X6";
  const char* kinds[] = {"read", "read", "full", "forward"};
  tenure::event said{.id = new_id<event_id>(w.random), .name = event, .at = w.clock.now(),
                     .account = of.subject, .by = {by, "owner", "test"},
                     .data = {{"case", of.id.text()}, {"member", member},
                              {"kind", kinds[pick(4)]}}};
  put(said);
  if (!chance(0.4)) return;
  said.id = new_id<event_id>(w.random);  // said twice
  put(said);
}

std::vector<std::string> case_year::holders_of(const case_file& of) {
  std::vector<std::string> out;
  w.engine->run([&](flow::line& on) {
    for (const auto& each : on.in.grants().on(of.subject)) {
      bool theirs = each.from_case == of.id && !each.closed && !each.holder.empty();
      if (theirs) out.push_back(each.holder.value);
    }
    return false;
  });
  return out;
}

}  // namespace tenure::test
