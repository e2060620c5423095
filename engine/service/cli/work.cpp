// tenure hold, task, brake: what waits for people.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

result<http::request> ask_place(const attributes& given) {
  return post("/v1/holds", body_of(given, {"account", "matter"}));
}
result<http::request> ask_lift(const attributes& given) {
  return remove(http::path_of({"v1", "holds", given.at("hold")}));
}
result<http::request> ask_holds(const attributes& given) {
  return get("/v1/holds", query_of(given, {"account"}));
}
result<http::request> ask_tasks(const attributes& given) {
  return get("/v1/tasks", query_of(given, {"account", "mine"}));
}
result<http::request> ask_task_claim(const attributes& given) {
  return post(http::path_of({"v1", "tasks", given.at("task"), "claim"}));
}
result<http::request> ask_task_release(const attributes& given) {
  return post(http::path_of({"v1", "tasks", given.at("task"), "release"}));
}
result<http::request> ask_task(const attributes& given) {
  return get(http::path_of({"v1", "tasks", given.at("task")}));
}
result<http::request> ask_task_done(const attributes& given) {
  return post(http::path_of({"v1", "tasks", given.at("task"), "done"}),
              body_of(given, {"note", "approved", "decision", "to", "unit"}));
}
result<http::request> ask_task_cancel(const attributes& given) {
  return post(http::path_of({"v1", "tasks", given.at("task"), "cancel"}),
              body_of(given, {"reason"}));
}
result<http::request> ask_brakes(const attributes&) { return get("/v1/brakes"); }
result<http::request> ask_brake_release(const attributes& given) {
  return post(http::path_of({"v1", "brakes", given.at("brake"), "release"}),
              body_of(given, {"reason"}));
}

void show_hold_fields(const json::value& hold, screen& to) {
  to.fields({{"Hold", text(hold, "id")},
             {"Account", text(hold, "account")},
             {"Matter", text(hold, "matter")},
             {"Placed by", text(hold, "placedBy")},
             {"Placed", text(hold, "placed")},
             {"Lifted", text(hold, "lifted")}});
}

int show_hold(const json::value& body, const attributes&, screen& to) {
  show_hold_fields(body, to);
  return done;
}

int show_holds(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& h : list(body, "holds")) {
    rows.push_back({text(h, "id"), text(h, "account"), text(h, "matter"), text(h, "placedBy"),
                    text(h, "placed"), text(h, "lifted")});
  }
  if (rows.empty()) to.line("No legal hold.");
  if (!rows.empty()) to.table({"HOLD", "ACCOUNT", "MATTER", "PLACED BY", "PLACED", "LIFTED"}, rows);
  return done;
}

int show_tasks(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& t : list(body, "tasks")) {
    rows.push_back({text(t, "id"), text(t, "account"), text(t, "kind"), text(t, "assignee"),
                    text(t, "claimedBy"), text(t, "due")});
  }
  if (rows.empty()) to.line("No open task.");
  if (!rows.empty()) to.table({"TASK", "ACCOUNT", "KIND", "ASSIGNEE", "TAKEN ON BY", "DUE"}, rows);
  return done;
}

int show_task(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Task", text(body, "id")},
             {"Account", text(body, "account")},
             {"Kind", text(body, "kind")},
             {"Assignee", text(body, "assignee")},
             {"Taken on by", text(body, "claimedBy")},
             {"Status", text(body, "status")},
             {"Opened", text(body, "opened")},
             {"Due", text(body, "due")},
             {"To know", counts(body, "input")}});
  return done;
}

int show_brakes(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& b : list(body, "brakes")) {
    rows.push_back({text(b, "id"), text(b, "verb"), text(b, "counted"), text(b, "limit"),
                    flag(b, "pulled") ? "pulled" : "free", text(b, "reason"),
                    joined(b, "releasedBy")});
  }
  if (rows.empty()) to.line("No brake is configured.");
  if (!rows.empty()) {
    to.table({"BRAKE", "VERB", "COUNTED", "LIMIT", "STATE", "WHY", "RELEASED BY"}, rows);
  }
  return done;
}

int show_brake_release(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Brake", text(body, "id")},
             {"State", flag(body, "pulled") ? "pulled" : "free"},
             {"Released by", joined(body, "releasedBy")}});
  if (!flag(body, "pulled")) return done;
  to.line("A second, different person has to release it too.", screen::tone::warning);
  return held;
}

const argument which_task{"TASK", "The task's id, from `tenure task list`", true};

const command commands[] = {
    {"hold place", "Place a legal hold: nothing of the account is archived away or deleted",
     "Several matters may hold one account. Only the authority that placed a hold lifts it.\n\n"
     "Example:\n  tenure hold place 1042 --matter \"Case 24-117\"\n",
     {{"ACCOUNT", "Account id, sign-in name, address or HR id", true},
      {"--matter TEXT", "The proceeding's reference", true}},
     ask_place, show_hold},
    {"hold lift", "Lift a legal hold",
     "What the hold stopped goes on afterwards.\n\nExample:\n  tenure hold lift 01J...\n",
     {{"HOLD", "The hold's id, from `tenure hold list`", true}}, ask_lift, show_hold,
     "Lift this hold? What it stopped, deletion too, goes on."},
    {"hold list", "List legal holds", "Example:\n  tenure hold list --account 1042\n",
     {{"--account ACCOUNT", "Only those of this account"}}, ask_holds, show_holds},
    {"task list", "List open tasks", "Example:\n  tenure task list --mine\n",
     {{"--account ACCOUNT", "Only those of this account"},
      {"--mine", "Only what waits for you: yours, and what your office could take on"}},
     ask_tasks, show_tasks},
    {"task claim", "Take a task on, so that no two do it",
     "Who could finish it may. Nobody else finishes it until it is given back.\n\n"
     "Example:\n  tenure task claim 01J...\n", {which_task}, ask_task_claim, show_task},
    {"task release", "Give a task back that you have taken on",
     "The helpdesk may give back what somebody else has taken on.\n\n"
     "Example:\n  tenure task release 01J...\n", {which_task}, ask_task_release, show_task},
    {"task show", "Show one task", "Example:\n  tenure task show 01J...\n", {which_task},
     ask_task, show_task},
    {"task done", "Say that a task is done; its workflow goes on",
     "Example:\n  tenure task done 01J... --note \"mail extracted to project folder\"\n",
     {which_task,
      {"--note TEXT", "What was done; kept in the trail"},
      {"--approved TEXT", "Of a question: false to refuse"},
      {"--decision WORD", "Of a decision: delete, redirect or transfer"},
      {"--to PERSON", "To whom mail is redirected: HR id, sign-in name or address"},
      {"--unit UNIT", "To which unit a leaver's mailbox is transferred"}},
     ask_task_done, show_task},
    {"task cancel", "Cancel a task that is not needed any more",
     "Whose task it is cancels it, and the helpdesk any. The account stays as it is. What an\n"
     "account waits for, a question or a repair, is not cancelled but answered or done; a letter\n"
     "that need not be written is.\n\n"
     "Example:\n  tenure task cancel 01J... --reason \"she was told in person\"\n",
     {which_task, {"--reason TEXT", "Why; kept in the trail", true}}, ask_task_cancel, show_task,
     "Cancel this task?"},
    {"brake list", "Show the brakes against mass changes", "Example:\n  tenure brake list\n", {},
     ask_brakes, show_brakes},
    {"brake release", "Let a pulled brake go; two different people are needed",
     "Example:\n  tenure brake release delete --reason \"School closed, list checked\"\n",
     {{"BRAKE", "Its id, from `tenure brake list`", true},
      {"--reason TEXT", "Why it is right; kept in the trail", true}},
     ask_brake_release, show_brake_release, "Release this brake?"},
};

}  // namespace

std::span<const command> work_commands() { return commands; }

}  // namespace tenure::cli
