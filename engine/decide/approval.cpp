// Stages of agreement: who is asked next, and whether an answer counts. Separation of duties is
// judged on people (HR ids), at the moment of the answer: no second account, no designee and no
// change of post gets round it.

#include "engine/decide/certifying.hpp"
#include "engine/decide/conversation.hpp"
#include "engine/decide/handing_over.hpp"

#include <algorithm>
#include <charconv>

namespace tenure::decide {
namespace {

constexpr std::size_t told_max = 5;  // approvers told by mail of one question

std::size_t number_in(const attributes& of, std::string_view name) {
  std::size_t value = 0;
  auto text = value_of(of, name);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Who can never agree: whose mailbox it is (but about a right in it), who asked, who would gain.
std::vector<hr_id> barred(deliberation& d) {
  std::vector<hr_id> out{d.out.next_case->requester};
  if (!owner_decides(d)) out.push_back(d.out.next.person);
  if (auto gains = recipient_of(d); !gains.empty()) out.push_back(gains);
  return out;
}

std::vector<std::string> who_agreed(deliberation& d, std::size_t stage) {
  return kinds_in(value_of(d.context(), agreed_key(stage)));
}

bool concerns(deliberation& d, std::size_t stage) {
  return stages_of(d)[stage].is_for(d.out.next.kind);
}

// The policy's own case (CAM-9.2.2a): the one who asks is the one who may agree, in their own
// right, and gains nothing by it.
bool requester_agrees(deliberation& d, std::size_t stage) {
  const auto& rule = d.rule();
  const auto& who = d.out.next_case->requester;
  if (rule.requester_may_agree.value != "true") return false;
  const auto& wanted = stages_of(d)[stage];
  if (wanted.least > 1) return false;
  if (who == d.out.next.person || who == recipient_of(d)) return false;
  auto standing = standing_of(who, wanted, *d.known.person, *d.known.people, {});
  return standing.holds && standing.principal == who;
}

std::size_t next_stage(deliberation& d, std::size_t from) {
  const auto& stages = stages_of(d);
  for (; from < stages.size(); ++from) {
    if (!concerns(d, from)) continue;
    if (!requester_agrees(d, from)) break;
    d.context()[agreed_key(from)] = d.out.next_case->requester.value;
    d.clauses.insert(d.rule().requester_may_agree.clause);
  }
  return from;
}

std::vector<hr_id> eligible(deliberation& d, const policy::authority_rule& stage) {
  auto out = holders_of(stage, *d.known.person, *d.known.people);
  auto never = barred(d);
  std::erase_if(out, [&](const hr_id& who) {
    return std::find(never.begin(), never.end(), who) != never.end();
  });
  return out;
}

policy::authority_rule stage_now(deliberation& d, std::size_t index) {
  auto rule = d.rule();
  rule.agree = stages_of(d);
  return stage_of(d.context(), rule, index);
}

refusal refuse(std::string code, std::string message, const policy::authority_rule& stage) {
  return {.code = std::move(code), .message = std::move(message), .place = "approval",
          .rule = stage.clause, .way_out = "These may decide: " + in_words(stage)};
}

std::optional<refusal> separation(deliberation& d, const policy::authority_rule& stage,
                                  std::size_t index) {
  const hr_id who{d.what.by.who};
  if (who == d.out.next.person && !owner_decides(d)) {
    return refuse("approval.own_mailbox.denied", "nobody decides about their own mailbox", stage);
  }
  if (who == d.out.next_case->requester) {
    return refuse("approval.own_request.denied", "nobody agrees to what they asked for", stage);
  }
  if (who == recipient_of(d)) {
    return refuse("approval.own_benefit.denied", "nobody agrees to what they would gain", stage);
  }
  auto before = who_agreed(d, index);
  if (std::find(before.begin(), before.end(), who.value) != before.end()) {
    return refuse("approval.answered_twice.denied",
                  "they have agreed already; somebody else has to", stage);
  }
  return std::nullopt;
}

result<standing> eligible_answer(deliberation& d, const policy::authority_rule& stage,
                                 std::size_t index) {
  if (auto why = separation(d, stage, index)) return *why;
  auto found = standing_of({d.what.by.who}, stage, *d.known.person, *d.known.people, barred(d));
  if (found.holds) return found;
  return refuse("approval.denied", "it is not theirs to decide", stage);
}

// Who agrees may shorten the time; beyond the longest that the rule allows nobody can give it.
std::optional<refusal> time_of_answer(deliberation& d, const policy::authority_rule& stage) {
  auto text = value_of(d.what.data, "until");
  if (text.empty()) return std::nullopt;
  const auto& longest = d.rule().longest;
  const auto& calendar = d.by.calendar;
  auto last = calendar.local_date(
      calendar.add(d.out.next_case->opened, *parse_period(longest.value)));
  auto day = parse_date(text);
  if (day && *day >= calendar.local_date(d.what.at) && *day <= last) return std::nullopt;
  auto why = refuse("approval.until.invalid",
                    "'" + std::string(text) + "' is no day from today to " + to_text(last), stage);
  why.rule = longest.clause;
  why.way_out = "Name a day like " + to_text(last);
  return why;
}

void remember_agreement(deliberation& d, std::size_t stage, const standing& how) {
  auto& who = d.context()[agreed_key(stage)];
  who += (who.empty() ? "" : ",") + d.what.by.who;
  if (how.principal.value != d.what.by.who) {
    d.context()["for." + d.what.by.who] = how.principal.value;
    d.facts["as"] = "designee";
    d.facts["designation"] = how.by.text();
  }
}

void tell_each(deliberation& d, const std::vector<hr_id>& people, const std::string& notice) {
  for (std::size_t i = 0; i < people.size() && i < told_max; ++i) {
    d.add_effect("notify", "", {{"template", notice}, {"to", "person:" + people[i].value},
                                {"case", d.out.next_case->id.text()}});
  }
}

// By which template somebody hears that they are asked.
std::string notice_of(const deliberation& d) {
  const auto& workflow = d.out.next_case->workflow;
  if (workflow == access_review) return "certifyAsked";
  return workflow == hand_over ? std::string(hand_over) : "accessAsked";
}

bool is_finding_approver(const deliberation& d) {
  const auto& open = d.known.open_tasks;
  return std::any_of(open.begin(), open.end(), [&](const task& t) {
    return t.kind == "findApprover" &&
           value_of(t.input, "case") == d.out.next_case->id.text();
  });
}

// Those who may answer and are asked. Where nobody can, and the workflow cannot wait for a post to
// be filled, those above are asked at once.
std::vector<hr_id> whom_to_ask(deliberation& d, policy::authority_rule& stage,
                               std::size_t index) {
  auto people = asked_first(d, eligible(d, stage));
  const auto& above = d.rule().escalate;
  bool could = !above.after.empty() && index < stages_of(d).size() && vacancy_escalates(d);
  if (!people.empty() || !could || d.context().contains(escalated_key(index))) return people;
  d.context()[escalated_key(index)] = "true";
  d.clauses.insert(above.to.clause);
  d.facts["escalated"] = in_words(above.to);
  stage = stage_now(d, index);
  return eligible(d, stage);
}

}  // namespace

bool agreement_needed(deliberation& d) { return next_stage(d, 0) < stages_of(d).size(); }

void ask_stage(deliberation& d, const std::string& invoke) {
  const auto& stages = stages_of(d);
  auto index = next_stage(d, number_in(d.context(), "stage"));
  // A workflow that always asks: the requester's own word is never all of it, and where the rule
  // names no stage, nobody can say yes and silence refuses.
  if (!stages.empty()) index = std::min(index, stages.size() - 1);
  d.context()["stage"] = std::to_string(index);
  auto stage = stages.empty() ? policy::authority_rule() : stage_now(d, index);
  d.clauses.insert(stages.empty() ? d.rule().clause : stage.clause);
  auto people = whom_to_ask(d, stage, index);
  std::string listed;
  for (const auto& who : people) listed += (listed.empty() ? "" : ",") + who.value;
  d.add_task("approve:" + d.out.next_case->workflow,
             people.size() == 1 ? "person:" + people.front().value : "approver", invoke,
             {{"who", in_words(stage)}, {"clause", stage.clause}, {"eligible", listed}});
  tell_each(d, people, notice_of(d));
  // A designee may still answer; the helpdesk sees to it that the post is filled.
  if (people.empty() && !is_finding_approver(d)) {
    d.add_task("findApprover", "helpdesk", "", {{"who", in_words(stage)}});
  }
}

// Worked out anew: who held the office when it was asked may have left. Who agreed already, where
// several must, is left in peace.
void remind_deciders(deliberation& d, const std::string& notice) {
  const auto& stages = stages_of(d);
  auto index = number_in(d.context(), "stage");
  if (index >= stages.size()) return;
  auto people = eligible(d, stage_now(d, index));
  auto agreed = who_agreed(d, index);
  std::erase_if(people, [&](const hr_id& who) {
    return std::find(agreed.begin(), agreed.end(), who.value) != agreed.end();
  });
  tell_each(d, people, notice);
}

// What was agreed by people who cannot agree any more is struck out; the first stage that lacks
// somebody is asked.
void ask_again(deliberation& d, const std::string& invoke) {
  const auto& stages = stages_of(d);
  auto last = std::min(number_in(d.context(), "stage") + 1, stages.size());
  std::size_t first = last;
  for (std::size_t stage = last; stage-- > 0;) {
    std::string kept;
    std::size_t count = 0;
    for (const auto& who : who_agreed(d, stage)) {
      auto how = standing_of({who}, stage_now(d, stage), *d.known.person, *d.known.people,
                             barred(d));
      if (how.holds) kept += (kept.empty() ? "" : ",") + who, ++count;
    }
    d.context()[agreed_key(stage)] = kept;
    if (concerns(d, stage) && count < stages[stage].least) first = stage;
  }
  d.context()["stage"] = std::to_string(first);
  d.pending().erase(invoke);
  d.out.abandoned.push_back(d.stored(invoke));
  ask_stage(d, invoke);
}

// Those above may answer from now on, and are asked; who was asked first still may.
void escalate(deliberation& d, const std::string& invoke) {
  auto index = number_in(d.context(), "stage");
  const auto& rule = d.rule();
  bool wanted = !rule.escalate.after.empty() && index < stages_of(d).size();
  if (!wanted || !d.pending().contains(invoke)) return;
  d.context()[escalated_key(index)] = "true";
  d.clauses.insert(rule.escalate.to.clause);
  d.facts["escalated"] = in_words(rule.escalate.to);
  ask_again(d, invoke);
}

result<void> judge_asking_back(deliberation& d) {
  auto index = number_in(d.context(), "stage");
  if (index >= stages_of(d).size()) {
    return refusal{.code = "approval.conflict", .message = "nobody is asked to decide",
                   .place = "approval", .rule = d.rule().clause,
                   .way_out = "See `tenure case show` for where it stands"};
  }
  auto may = eligible_answer(d, stage_now(d, index), index);
  if (!may) return may.error();
  return {};
}

result<answer> judge_answer(deliberation& d) {
  std::string invoke(value_of(d.what.data, "invoke"));
  auto waiting = d.pending().find(invoke);
  auto index = number_in(d.context(), "stage");
  const auto& stages = stages_of(d);
  if (waiting == d.pending().end() || index >= stages.size() ||
      waiting->second.text() != value_of(d.what.data, "effect")) {
    return refusal{.code = "approval.conflict", .message = "this question is not open any more",
                   .place = "approval", .rule = d.rule().clause,
                   .way_out = "See `tenure case show` for where it stands"};
  }
  const auto stage = stage_now(d, index);
  auto how = eligible_answer(d, stage, index);
  if (!how) return how.error();
  if (value_of(d.what.data, "reason").find_first_not_of(" \t\n") == std::string_view::npos) {
    return refuse("approval.reason.invalid", "a decision needs its reason", stage);
  }
  if (auto why = time_of_answer(d, stage)) return *why;
  d.clauses.insert(stage.clause);
  if (value_of(d.what.data, "approved") != "true") return answer::refused;
  remember_agreement(d, index, *how);
  if (who_agreed(d, index).size() < stage.least) return answer::more_needed;
  auto next = next_stage(d, index + 1);
  d.context()["stage"] = std::to_string(next);
  if (next == stages.size()) return answer::agreed;
  d.pending().erase(invoke);
  ask_stage(d, invoke);
  return answer::more_needed;
}

}  // namespace tenure::decide
