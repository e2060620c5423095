// Nothing waits for somebody who has left: tasks go to who holds the post now, questions are asked
// again of those who can answer, and cases hear of answers that do not stand any more.
#include "engine/flow/advance.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace tenure::flow {
namespace {

constexpr std::size_t tasks_max = 10'000, page = 1000;

bool agreed(const case_file& of, const hr_id& who) {
  return std::ranges::count(who_agreed(of), who) > 0;
}

bool asked(transaction& in, const case_file& of, const hr_id& who) {
  auto waiting = of.pending.find(question_of(of));
  if (waiting == of.pending.end()) return false;
  auto task = in.tasks().load(task_id{waiting->second.bits});
  return task && (std::ranges::count(people_in(value_of(task->input, "eligible")), who) > 0 ||
                  task->assignee == "person:" + who.value);
}

// Then the case hears that they are not there any more, and asks again.
bool concerns(transaction& in, const case_file& of, const hr_id& who) {
  return !who.empty() && (agreed(of, who) || asked(in, of, who));
}

// All open cases that this person has agreed to or is asked about now, and no other is looked at.
std::vector<case_file> resting_on(transaction& in, const hr_id& who) {
  if (who.empty()) return {};
  std::map<case_id, case_file> out;
  for (auto& each : in.cases().agreed_by(who)) out.emplace(each.id, std::move(each));
  auto questions = in.tasks().asking(who);
  for (auto& each : in.tasks().of_assignee("person:" + who.value, tasks_max)) {
    questions.push_back(std::move(each));
  }
  for (const auto& each : questions) {
    auto id = case_id::parse(value_of(each.input, "case"));
    auto found = id && !out.contains(*id) ? in.cases().load(*id) : std::nullopt;
    if (found && !found->closed && asked(in, *found, who)) out.emplace(*id, std::move(*found));
  }
  std::vector<case_file> cases;
  for (auto& [id, each] : out) cases.push_back(std::move(each));
  return cases;
}

bool follows_post(const case_file& of, const decide::rules& by) {
  return decide::workflow_tagged(by, of.workflow, "followsPost");
}

// Whether this person may answer what the case asks now, and was not asked.
bool could_be_asked(line& on, const case_file& of, const person& subject, const hr_id& who) {
  auto rule = on.of.rules.pack.cases.find(of.workflow);
  if (question_of(of).empty() || who.empty() || rule == on.of.rules.pack.cases.end()) return false;
  std::size_t stage = 0;
  auto text = value_of(of.context, "stage");
  std::from_chars(text.data(), text.data() + text.size(), stage);
  if (stage >= rule->second.agree.size() || asked(on.in, of, who)) return false;
  staff people(on.in, on.of.rules, on.of.roles, on.now);
  auto may = decide::holders_of(decide::stage_of(of.context, rule->second, stage), subject, people);
  return std::find(may.begin(), may.end(), who) != may.end();
}

// Nearest above whom the mailbox belongs to; what a case asked of one person is nobody else's.
std::string next_for(line& on, const task& of, const hr_id& left) {
  auto about = on.in.accounts().load(of.account);
  auto subject = about ? on.in.people().load(about->person) : std::nullopt;
  if (!subject || of.input.contains("case")) return "helpdesk";
  staff people(on.in, on.of.rules, on.of.roles, on.now);
  const policy::authority_rule above{.who = {"headOfUnitOrAbove"}, .least = 1, .clause = {}};
  for (const auto& head : decide::holders_of(above, *subject, people)) {
    if (head != left) return "person:" + head.value;
  }
  return "helpdesk";
}

}  // namespace

void line::hand_on_tasks(const hr_id& who, const event& cause) {
  for (const auto& each : in.tasks().of_assignee("person:" + who.value, tasks_max)) {
    bool question = each.input.contains("case") && each.kind.starts_with("approve:");
    if (question) continue;  // asked again below, of everybody who can answer
    auto to = next_for(*this, each, who);
    in.tasks().hand_on(each.id, to);
    in.journal().append({.at = now, .account = each.account, .cause = cause.id,
                         .event = "task.handedOn", .from = "", .to = "", .by = cause.by,
                         .rules = {},
                         .facts = {{"task", each.kind},
                                   {"handedTo", to == "helpdesk" ? to : "post"}},
                         .personal = {{"from", who.value}, {"assignee", to}}});
  }
}

void line::tell_about_approver(const hr_id& who, const event& cause) {
  for (const auto& open : resting_on(in, who)) {
    in.inbox().put({.id = cause.id.derive<event_id>("approver:" + who.value + open.id.text()),
                    .name = "approver.left", .at = now, .account = open.subject, .by = cause.by,
                    .data = {{"case", open.id.text()}}});
  }
}

void line::replace(const person& before, const event& cause) {
  person comes = before;
  comes.id = {std::string(value_of(cause.data, "worker"))};
  comes.given_name = value_of(cause.data, "givenName");
  comes.surname = value_of(cause.data, "surname");
  comes.contact.clear();
  comes.on_staff = true;
  person gone = before;
  gone.on_staff = false;
  in.people().save(gone);
  in.people().save(comes);
  hand_on_from(before.id, cause);
}

void line::hand_on_from(const hr_id& who, const event& cause) {
  hand_on_tasks(who, cause);
  tell_about_approver(who, cause);
}

void line::post_changed(const unit& before, const unit& after, const event& cause) {
  units_.reset();
  if (!before.head.empty()) tell_about_approver(before.head, cause);
  case_id last;
  for (auto some = in.cases().open_before(last, page); !some.empty();
       some = in.cases().open_before(last, page)) {
    for (const auto& open : some) tell_about_post(open, before, after, cause);
    last = some.back().id;
  }
}

void line::tell_about_post(const case_file& open, const unit& before, const unit& after,
                           const event& cause) {
  const bool follows = follows_post(open, of.rules);
  if (!follows && question_of(open).empty()) return;
  auto about = in.accounts().load(open.subject);
  auto home = about ? in.people().load(about->person) : std::nullopt;
  if (!home) return;
  event told{.id = cause.id.derive<event_id>("post:" + open.id.text()), .name = "post.changed",
             .at = now, .account = open.subject, .by = cause.by,
             .data = {{"case", open.id.text()}}};
  if (follows && home->unit == after.id) {
    in.inbox().put(told);
    (void)advance(told);
  } else if (!concerns(in, open, before.head) &&
             could_be_asked(*this, open, *home, after.head)) {
    in.inbox().put(told);
  }
}

}  // namespace tenure::flow
