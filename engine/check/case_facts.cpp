#include "engine/check/case_facts.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

// Whose mailbox it is may say what others keep of it (`certifying`), and gain nothing by it.
std::set<hr_id> barred(const sight& at) {
  std::set<hr_id> out{requester(at)};
  if (at.workflow != certifying) out.insert(at.in.people.subject().id);
  for (const char* name : {"recipient", "holder"}) {
    if (auto gains = field(at, name); !gains.empty()) out.insert({std::string(gains)});
  }
  return out;
}

// The one who asks is the one who may agree, in their own right, gains nothing, and the pack lets
// that count.
bool asking_agrees(const sight& at, const policy::authority_rule& stage) {
  auto who = requester(at);
  bool gains = who == at.in.people.subject().id || who.value == field(at, "recipient");
  return rule(at).requester_may_agree.value == "true" && stage.least == 1 && !gains &&
         at.in.people.entitled(stage).contains(who);
}

bool vacancy_escalates(const sight& at) {
  return decide::workflow_tagged(at.in.by, at.workflow, "vacancyEscalates");
}

// Every stage in order has its number of yeses, each by somebody else who is entitled.
bool agreed_by(const std::vector<hr_id>& votes, bool escalated, const sight& at) {
  auto never = barred(at);
  auto next = votes.begin();
  for (auto stage : rule(at).agree) {
    if (!stage.is_for(at.in.people.subject().kind) || asking_agrees(at, stage)) continue;
    // Where nobody holds the post those above are asked at once, if the workflow says so.
    auto there = at.in.people.entitled(stage);
    std::erase_if(there, [&](const hr_id& who) { return at.in.people.is_gone(who); });
    bool above_too = escalated || (there.empty() && vacancy_escalates(at));
    if (above_too) {
      const auto& above = rule(at).escalate.to.who;
      stage.who.insert(stage.who.end(), above.begin(), above.end());
    }
    auto may = at.in.people.entitled_or_designated(stage, never);
    std::set<hr_id> yes;
    for (; next != votes.end() && yes.size() < stage.least; ++next) {
      if (may.contains(*next)) yes.insert(*next);
    }
    if (yes.size() < stage.least) return false;
  }
  return true;
}

}  // namespace

// A case that ends while it is looked at again had been agreed to.
bool agreed(const sight& at) {
  bool over = at.step.after.matter && at.step.after.matter->closed;
  const auto& it = seen(at);
  return agreed_by(it.votes, it.escalated, at) ||
         (over && agreed_by(it.votes_before, it.escalated_before, at));
}

bool agreement_stands(const sight& at) {
  auto votes = seen(at).votes;
  std::erase(votes, seen(at).left);
  return agreed_by(votes, seen(at).escalated, at);
}

// What the rule wants on record is: nobody has withdrawn it, and what is signed on the way was.
bool on_record(const sight& at) {
  const auto& wanted = rule(at).attested;
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& one) {
    return one.signed_here ? seen(at).signed_here : !seen(at).unattested;
  });
}

bool entitled_to_ask(const sight& at) {
  return at.in.people.entitled_or_designated(rule(at).ask, {}).contains(requester(at));
}

// The office is the first of those the pack names that who asked is, or acts for.
bool lifted_by_its_office(const sight& at) {
  for (const auto& word : rule(at).ask.who) {
    policy::authority_rule office{.who = {word}, .least = 1, .clause = {}};
    auto holders = at.in.people.entitled_or_designated(office, {});
    if (holders.contains(requester(at))) return holders.contains(seen(at).released_by);
  }
  return false;
}

bool bounded(const sight& at) {
  const auto& g = *at.opened;
  auto longest = parse_period(rule(at).longest.value);
  const auto& calendar = at.in.by.calendar;
  constexpr int to_the_end_of_the_day = 1;
  auto latest = calendar.add(calendar.add(at.step.after.matter->opened, *longest),
                             {.days = to_the_end_of_the_day});
  return g.ends && *g.ends <= latest;
}

bool to_be_certified(const sight& at) {
  const auto& g = *at.opened;
  auto rule = at.in.by.pack.cases.find(certifying);
  if (rule == at.in.by.pack.cases.end() || rule->second.review_every.value.empty()) return false;
  auto next = at.in.by.calendar.add(g.opened, *parse_period(rule->second.review_every.value));
  return g.kind != grant_kind::auto_reply && g.purpose != "owner" && (!g.ends || *g.ends > next);
}

bool goes_on(const sight& at) {
  const auto& after = at.step.after;
  return after.matter && !after.matter->closed && (!seen(at).had_grant || grants_open(after));
}

bool ended_before_its_day(const sight& at) {
  const auto& after = at.step.after;
  return std::ranges::any_of(after.grants, [&](const grant& g) {
    return g.closed == after.now && g.ends && *g.ends > after.now;
  });
}

}  // namespace tenure::check
