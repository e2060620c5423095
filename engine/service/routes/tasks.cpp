// tenure task: list, show, done, cancel.
#include "engine/flow/wanted.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/exact_name.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

#include <algorithm>
#include <set>

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::size_t tasks_shown_max = 10'000;
constexpr std::string_view duties = "separation of duties";

// "1004,1005" names "1004" and not "100".
bool names(std::string_view list, std::string_view who) {
  auto whole = "," + std::string(list) + ",";
  return whole.find("," + std::string(who) + ",") != std::string::npos;
}

refusal no_task() { return {.code = "task.not_found", .message = "there is no such task"}; }

// What waits for this person: their own, what they have taken on, and what their office could.
bool waits_for(const task& of, const hr_id& me, const std::set<std::string>& roles) {
  auto eligible = value_of(of.input, "eligible");
  if (of.assignee == "person:" + me.value || of.claimed_by == me) return true;
  if (!eligible.empty()) return names(eligible, me.value);
  return of.claimed_by.empty() && roles.contains(of.assignee);
}

answer list_mine(application& app, const http::request& asked) {
  auto who = who_is(asked, app);
  if (!who) return who.error();
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto me = person_named(on.in, who->by.who);
    json::array mine;
    for (const auto& task : on.in.tasks().open_tasks({}, tasks_shown_max)) {
      if (waits_for(task, me, who->roles)) mine.push_back(task_json(task));
    }
    return ok(json::object{{"tasks", std::move(mine)}});
  });
}

answer list(application& app, const http::request& asked) {
  if (value_of(asked.query, "mine") == "true") return list_mine(app, asked);
  auto name = value_of(asked.query, "account");
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto of = name.empty() ? std::nullopt : find_account(on.in, name);
    if (!name.empty() && !of) return no_account(name);
    json::array all;
    for (const auto& task : on.in.tasks().open_tasks(of ? of->id : account_id{}, tasks_shown_max)) {
      all.push_back(task_json(task));
    }
    return ok(json::object{{"tasks", std::move(all)}});
  });
}

answer show(application& app, const http::request& asked) {
  auto id = task_id::parse(value_of(asked.path_parameters, "task"));
  return on_engine<answer>(app, [&](flow::line& on, bool&) -> answer {
    auto found = id ? on.in.tasks().load(*id) : std::nullopt;
    if (!found) return no_task();
    return ok(task_json(*found));
  });
}

// A question ("approve:...") is answered: yes unless the body says approved: "false".
attributes answer_data(const task& of, const json::object& body, const std::string& note) {
  attributes data;
  if (!note.empty()) data["note"] = note;
  if (of.kind.starts_with("approve:")) {
    auto given = text_in(body, "approved");
    data["approved"] = given && *given == "false" ? "false" : "true";
  }
  if (of.kind.starts_with("decide:")) {
    for (auto name : {"decision", "to", "unit"}) {
      auto given = text_in(body, name);
      if (given && !given->empty()) data[name] = *given;
    }
  }
  return data;
}

// An answer that would only be asked again is refused, and the task stays open.
std::optional<refusal> unusable(flow::line& on, const task& of, const attributes& data) {
  if (!of.kind.starts_with("decide:")) return std::nullopt;
  auto decision = value_of(data, "decision");
  if (decision != "delete" && decision != "redirect" && decision != "transfer") {
    return refusal{.code = "task.answer.malformed", .message = "this task asks for a decision",
                   .way_out = "Decide: delete, redirect or transfer"};
  }
  event asked{.name = "task", .at = on.now, .account = of.account, .data = data};
  if (decision == "redirect" && on.know(asked).named.address.empty()) {
    return refusal{.code = "task.answer.recipient", .message = "nobody with a mailbox in use is so "
                                                               "called",
                   .place = std::string(value_of(data, "to")),
                   .way_out = "Name somebody by HR id, sign-in name or address"};
  }
  return std::nullopt;
}

bool about(const task& of, const acting_person& who, transaction& in) {
  auto account = in.accounts().load(of.account);
  if (!account) return false;
  auto key = person_key(who.by.who);
  return person_key(account->person.value) == key || person_key(account->login) == key;
}

// The office in which somebody answers a question; whether it is the right one for this account is
// judged again where it is decided.
result<actor> in_office(const acting_person& who, const application& app, const task& of) {
  if (!is_role(app.pack, of.assignee) || of.assignee == "approver") {
    return judged(who, app, "task.approve");
  }
  if (who.any_role || who.roles.contains(of.assignee)) {
    return actor{who.by.who, of.assignee, who.by.proof};
  }
  act only{"task.approve", "answer this question", {of.assignee}, duties};
  return not_allowed(only, who.roles, app.config.roles);
}

// Whose task it is: the assignee's; a question goes to an approver other than the person it is
// about; the helpdesk finishes everything else for whoever does not come to it.
result<actor> may_finish(const acting_person& who, const application& app, const task& of,
                         transaction& in) {
  constexpr std::string_view person = "person:";
  bool mine = of.assignee.starts_with(person) &&
              exact_name(of.assignee.substr(person.size())) == exact_name(who.by.who);
  bool question = of.kind.starts_with("approve:");
  bool judges = question || of.kind.starts_with("decide:");
  if (judges && about(of, who, in)) {
    return refusal{"task.own.denied", "Nobody answers a question about their own account", "",
                   "separation of duties", "Somebody else has to"};
  }
  if (mine) return actor{who.by.who, "assignee", who.by.proof};
  return question ? in_office(who, app, of) : judged(who, app, "task.finish");
}

// An account's life goes on with this task's end, waited for or not: the mailbox is tried again, an
// archive is destroyed after all. Without it nothing would.
bool goes_on_with(const application& app, const task& of) {
  if (!of.invoke.empty()) return true;
  const auto& all = app.chart->transitions;
  return std::any_of(all.begin(), all.end(), [name = "task.done." + of.kind](const auto& each) {
    return each.event == name;
  });
}

// In the trail, although no workflow hears of it. Why is in people's words: it can be erased.
void note_end(flow::line& on, application& app, const task& of, std::string_view how,
              const actor& by, const std::string& why) {
  attributes words;
  if (!why.empty()) words["reason"] = why;
  on.in.journal().append(
      {.at = on.now, .account = of.account, .cause = new_id<event_id>(app.random),
       .event = "task." + std::string(how), .from = "", .to = "", .by = by, .rules = {},
       .facts = {{"task", of.kind}, {"taskId", of.id.text()}}, .personal = std::move(words)});
}

answer finish(application& app, const http::request& asked, bool done) {
  auto body = body_of(asked);
  if (!body) return body.error();
  auto note = text_in(*body, done ? "note" : "reason");
  if (!note) return note.error();
  auto who = who_acts(asked, app, "task.finish");
  if (!who) return who.error();
  auto id = task_id::parse(value_of(asked.path_parameters, "task"));
  std::optional<refusal> denied;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = id ? on.in.tasks().load(*id) : std::nullopt;
    if (!found) return no_task();
    auto by = may_finish(*who, app, *found, on.in);
    if (!by) {
      denied = by.error();
      return *denied;
    }
    if (found->status != "open") {
      return refusal{.code = "task.conflict",
                     .message = "the task is " + found->status + " already"};
    }
    auto me = person_named(on.in, who->by.who);
    if (!found->claimed_by.empty() && found->claimed_by != me) {
      return refusal{.code = "task.conflict",
                     .message = found->claimed_by.value + " has taken it on",
                     .way_out = "They, or the helpdesk, give it back: tenure task release " +
                                id->text()};
    }
    if (found->input.contains("case") && found->kind.starts_with("approve:")) {
      return refusal{.code = "task.decision.denied",
                     .message = "this is a decision, not a task to be ticked off",
                     .way_out = "Decide: tenure case agree|refuse " +
                                std::string(value_of(found->input, "case"))};
    }
    if (!done && goes_on_with(app, *found)) {
      return refusal{.code = "task.cancel.denied",
                     .message = "an account waits for this task; without it there is no way on",
                     .way_out = "Finish it: tenure task done " + id->text()};
    }
    auto data = answer_data(*found, *body, *note);
    if (auto why = done ? unusable(on, *found, data) : std::nullopt) return *why;
    const char* how = done ? "done" : "cancelled";
    on.in.tasks().finish(*id, how, *by, on.now);
    bool heard = done && !found->account.empty();
    if (!heard) note_end(on, app, *found, how, *by, *note);
    if (heard) {
      auto what = flow::task_event(*found, *by, std::move(data), on.now);
      on.in.inbox().put(what);
      auto made = on.advance(what);
      if (!made) return made.error();
    }
    commit = true;
    return ok(task_json(*on.in.tasks().load(*id)));
  });
  if (denied) note_refusal(app, {who->by.who, "none", who->by.proof}, "task.finish", *denied);
  return out;
}

void note_claim(flow::line& on, application& app, const task& of, const char* event,
                const actor& by) {
  on.in.journal().append(
      {.at = on.now, .account = of.account, .cause = new_id<event_id>(app.random), .event = event,
       .from = "", .to = "", .by = by, .rules = {},
       .facts = {{"task", of.kind}, {"taskId", of.id.text()}}, .personal = {}});
}

result<actor> may_release(const acting_person& who, const application& app, const task& of,
                          const hr_id& me) {
  if (of.claimed_by == me) return actor{me.value, "assignee", who.by.proof};
  return judged(who, app, "task.finish");
}

// One of those whose office it is takes it on, so that no two do it; or gives it back.
answer claim(application& app, const http::request& asked, bool takes) {
  auto who = who_acts(asked, app, "task.finish");
  if (!who) return who.error();
  auto id = task_id::parse(value_of(asked.path_parameters, "task"));
  std::optional<refusal> denied;
  auto out = on_engine<answer>(app, [&](flow::line& on, bool& commit) -> answer {
    auto found = id ? on.in.tasks().load(*id) : std::nullopt;
    if (!found) return no_task();
    auto me = person_named(on.in, who->by.who);
    auto by = takes ? may_finish(*who, app, *found, on.in) : may_release(*who, app, *found, me);
    if (!by) {
      denied = by.error();
      return *denied;
    }
    bool free = found->claimed_by.empty();
    if (found->status != "open" || free != takes) {
      return refusal{.code = "task.conflict",
                     .message = found->status != "open" ? "the task is over"
                                : takes ? found->claimed_by.value + " has taken it on"
                                        : "nobody has taken it on"};
    }
    on.in.tasks().claim(*id, takes ? me : hr_id{});
    note_claim(on, app, *found, takes ? "task.claimed" : "task.released", *by);
    commit = true;
    return ok(task_json(*on.in.tasks().load(*id)));
  });
  if (denied) note_refusal(app, {who->by.who, "none", who->by.proof}, "task.finish", *denied);
  return out;
}

}  // namespace

void add_task_routes(http::router& to, application& app) {
  auto with = [&app](auto handler) {
    return [&app, handler](const http::request& asked) { return handler(app, asked); };
  };
  to.add("GET", "/v1/tasks", with(list), "List open tasks");
  to.add("GET", "/v1/tasks/{task}", with(show), "Show a task");
  to.add("POST", "/v1/tasks/{task}/done",
         [&app](const http::request& asked) { return finish(app, asked, true); }, "Finish a task");
  to.add("POST", "/v1/tasks/{task}/cancel",
         [&app](const http::request& asked) { return finish(app, asked, false); }, "Cancel a task");
  to.add("POST", "/v1/tasks/{task}/claim",
         [&app](const http::request& asked) { return claim(app, asked, true); }, "Take a task on");
  to.add("POST", "/v1/tasks/{task}/release",
         [&app](const http::request& asked) { return claim(app, asked, false); },
         "Give a task back");
}

}  // namespace tenure::service
