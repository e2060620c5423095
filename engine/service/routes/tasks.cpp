// tenure task: list, show, done, cancel.
#include "engine/flow/wanted.hpp"
#include "engine/service/acting.hpp"
#include "engine/service/exact_name.hpp"
#include "engine/service/routes.hpp"
#include "engine/service/routes/common.hpp"

namespace tenure::service {
namespace {

using answer = result<http::response>;

constexpr std::size_t tasks_shown_max = 10'000;

refusal no_task() { return {.code = "task.not_found", .message = "there is no such task"}; }

answer list(application& app, const http::request& asked) {
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
  return judged(who, app, question ? "task.approve" : "task.finish");
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
    if (found->input.contains("case") && found->kind.starts_with("approve:")) {
      return refusal{.code = "task.decision.denied",
                     .message = "this is a decision, not a task to be ticked off",
                     .way_out = "Decide: tenure case agree|refuse " +
                                std::string(value_of(found->input, "case"))};
    }
    if (!done && !found->invoke.empty()) {
      return refusal{.code = "task.cancel.denied",
                     .message = "an account waits for this task; without it there is no way on",
                     .way_out = "Finish it: tenure task done " + id->text()};
    }
    auto data = answer_data(*found, *body, *note);
    if (auto why = done ? unusable(on, *found, data) : std::nullopt) return *why;
    on.in.tasks().finish(*id, done ? "done" : "cancelled", *by, on.now);
    if (done && !found->account.empty()) {
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
}

}  // namespace tenure::service
