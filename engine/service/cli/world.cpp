// tenure status, doctor, policy, clock, reconcile, sweep, simulate: the service and its world.
#include "engine/http/target.hpp"
#include "engine/model/instant.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

#include <filesystem>

namespace tenure::cli {
namespace {

result<http::request> ask_status(const attributes&) { return get("/v1/status"); }
result<http::request> ask_doctor(const attributes&) { return get("/v1/doctor"); }
result<http::request> ask_policy(const attributes&) { return get("/v1/policy"); }
result<http::request> ask_policy_check(const attributes& given) {
  json::object body;
  auto put = [&](const char* as, const char* name) {
    if (!given.contains(name)) return;
    body[as] = std::filesystem::absolute(given.at(name)).lexically_normal().string();
  };
  put("path", "folder");
  put("workflows", "workflows");
  return post("/v1/policy/checks", json::serialize(body));
}
result<http::request> ask_clock(const attributes&) { return get("/v1/clock"); }
result<http::request> ask_advance(const attributes& given) {
  if (!parse_period(given.at("period"))) {
    return refusal{"cli.argument.malformed", given.at("period") + " is no period", "PERIOD", "",
                   "Write it as in ISO 8601: P30D, P6M, PT15M."};
  }
  return post("/v1/clock", body_of(given, {"period=advance"}));
}
result<http::request> ask_set(const attributes& given) {
  if (!parse_instant(given.at("instant"))) {
    return refusal{"cli.argument.malformed", given.at("instant") + " is no instant", "INSTANT", "",
                   "Write it in UTC: 2026-12-31T17:00:00Z."};
  }
  return post("/v1/clock", body_of(given, {"instant=set"}));
}
result<http::request> ask_reconcile(const attributes& given) {
  json::object body{{"repair", given.contains("repair")}};
  if (given.contains("account")) body["account"] = given.at("account");
  return post("/v1/reconciliations", json::serialize(body));
}
result<http::request> ask_sweep_preview(const attributes& given) {
  return get("/v1/sweep/preview", query_of(given, {"account"}));
}
result<http::request> ask_simulate(const attributes& given) {
  if (!parse_date(given.at("until"))) {
    return refusal{"cli.argument.malformed", given.at("until") + " is no date", "--until", "",
                   "Write it as 2027-03-31."};
  }
  return post("/v1/simulations", body_of(given, {"until"}));
}

int show_status(const json::value& body, const attributes&, screen& to) {
  const auto& checkpoint = member(body, "checkpoint");
  auto signed_at = text(checkpoint, "at");
  to.fields({{"Service", text(body, "service")},
             {"Organisation", text(body, "organisation")},
             {"Store", text(body, "store")},
             {"Now", text(body, "now") + (flag(body, "demonstration") ? " (demonstration)" : "")},
             {"Accounts", counts(body, "accounts")},
             {"Open tasks", text(body, "openTasks")},
             {"Open effects", text(body, "openEffects")},
             {"Oldest effect", text(body, "oldestEffect")},
             {"Checkpoint",
              signed_at.empty() ? "" : text(checkpoint, "size") + " entries, " + signed_at}});
  for (const auto& each : list(body, "problems")) {
    if (each.is_string()) to.item(each.get_string(), screen::tone::warning);
  }
  return done;
}

int show_doctor(const json::value& body, const attributes&, screen& to) {
  int code = done;
  for (const auto& check : list(body, "checks")) {
    bool ok = flag(check, "ok");
    if (!ok) code = environment_gone;
    auto detail = text(check, "detail");
    to.line((ok ? "ok    " : "FAIL  ") + text(check, "what") +
                (detail.empty() ? "" : ": " + detail),
            ok ? screen::tone::good : screen::tone::bad);
    if (auto todo = text(check, "whatToDo"); !ok && !todo.empty()) to.line("      " + todo);
  }
  return code;
}

int show_policy(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Organisation", text(body, "name")},
             {"Pack", text(body, "organisation") + " " + text(body, "version")},
             {"Digest", text(body, "digest")},
             {"Time zone", text(body, "timeZone")}});
  std::vector<std::vector<std::string>> rows;
  for (const auto& s : list(body, "settings")) {
    rows.push_back({text(s, "name"), text(s, "kind"), text(s, "value"), text(s, "clause")});
  }
  if (!rows.empty()) to.table({"SETTING", "KIND", "VALUE", "CLAUSE"}, rows);
  return done;
}

int show_policy_check(const json::value& body, const attributes&, screen& to) {
  bool ok = flag(body, "ok");
  to.line(ok ? "The pack is sound: nothing breaks an invariant in " + text(body, "situations") +
                   " situations (" + text(body, "steps") + " steps), and all " +
                   text(body, "rows") + " rows about it hold."
             : "The pack is refused:",
          ok ? screen::tone::good : screen::tone::bad);
  for (const auto& each : list(body, "problems")) {
    to.item(sentence(each), screen::tone::bad);
    for (const auto& step : list(each, "story")) {
      if (step.is_string()) to.line("    " + std::string(step.get_string()));
    }
  }
  if (!list(body, "warnings").empty()) to.line("With the people that HR last told of:");
  for (const auto& each : list(body, "warnings")) to.item(sentence(each), screen::tone::warning);
  if (!flag(body, "staffLookedAt")) {
    to.line("Whether somebody on the staff list could decide was not looked at: no configuration "
            "names a store.");
  }
  return ok ? done : refused;
}

int show_clock(const json::value& body, const attributes&, screen& to) {
  to.line(text(body, "now") + (flag(body, "demonstration") ? " (demonstration clock)" : ""));
  return done;
}

int show_reconciled(const json::value& body, const attributes& given, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& d : list(body, "differences")) {
    rows.push_back({text(d, "account"), text(d, "field"), text(d, "desired"), text(d, "observed"),
                    text(d, "outcome")});
  }
  if (!rows.empty()) to.table({"ACCOUNT", "FIELD", "SHOULD BE", "IS", "OUTCOME"}, rows);
  to.line(text(body, "checked") + " account(s) looked at, " + std::to_string(rows.size()) +
          " difference(s).");
  if (rows.empty()) return done;
  if (given.contains("repair") && !flag(body, "unrepaired")) return done;
  if (!given.contains("repair")) to.line("Nothing was changed; --repair brings them in order.");
  return differs;
}

int show_sweep_preview(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : list(body, "rows")) {
    auto why = text(each, "why");
    rows.push_back({text(each, "account"), text(each, "folder"), text(each, "messages"),
                    text(each, "before"), text(each, "rule"), why});
  }
  if (!rows.empty()) {
    to.table({"ACCOUNT", "FOLDER", "MESSAGES", "OLDER THAN", "CLAUSE", "WHY NOT"}, rows);
  }
  to.line(text(body, "mailboxes") + " mailbox(es) read, " + text(body, "messages") +
          " message(s) would go, " + text(body, "leftOut") + " mailbox(es) left out. Nothing was "
          "changed.");
  auto next = text(body, "next");
  if (!next.empty()) to.line("Looked for next: " + next);
  if (flag(body, "stopped")) {
    to.line("That is more than " + text(body, "limit") + ", or the brake is on: two people must "
            "release it first (tenure brake list).", screen::tone::warning);
  }
  if (text(body, "unread") == "0") return done;
  to.line(text(body, "unread") + " mailbox(es) could not be read.", screen::tone::bad);
  return environment_gone;
}

std::string joined(const json::array& words) {
  std::string out;
  for (const auto& each : words) {
    out += (out.empty() ? "" : ", ") + std::string(each.is_string() ? each.as_string() : "");
  }
  return out;
}

// Each look, in how many mailboxes it looks into which folders; not what it will find.
void show_foreseen_sweeps(const json::value& body, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : list(body, "sweeps")) {
    rows.push_back({text(each, "at"), text(each, "mailboxes"), text(each, "leftOut"),
                    joined(list(each, "folders")), joined(list(each, "clauses"))});
  }
  if (rows.empty()) return;
  to.line("It is looked for old mail:");
  to.table({"AT", "MAILBOXES", "LEFT OUT", "FOLDERS OF EACH", "CLAUSES"}, rows);
}

int show_simulated(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& e : list(body, "events")) {
    rows.push_back({text(e, "at"), text(e, "account"), text(e, "what"), text(e, "clause")});
  }
  if (rows.empty()) to.line("Nothing happens to any account until then.");
  if (!rows.empty()) to.table({"AT", "ACCOUNT", "WHAT", "CLAUSE"}, rows);
  show_foreseen_sweeps(body, to);
  to.fields({{"Counts", counts(body, "counts")}});
  return done;
}

const command commands[] = {
    {"status", "Say how the service and its work stand", "Example:\n  tenure status\n", {},
     ask_status, show_status},
    {"doctor", "Check store, trail, connectors and files; say what to do",
     "Exit code 5 when a check fails.\n\nExample:\n  tenure doctor\n", {}, ask_doctor, show_doctor},
    {"policy show", "Show the organisation's rules with their clauses",
     "Example:\n  tenure policy show\n", {}, ask_policy, show_policy},
    {"policy check", "Check a policy pack before it is used",
     "Without FOLDER: the pack in use. Without a configuration (--config, ./tenure.yaml,\n"
     "/etc/tenure/tenure.yaml) everything is checked but the staff list; the workflows are then\n"
     "those beside the pack, or beside a folder above it.\n\n"
     "Loads it, compares its values with clauses.yaml, tries every story that can happen under\n"
     "it against workflows/invariants.yaml, plays the rows about it (its cases.yaml, and of the\n"
     "workflows' those that name it), and looks for somebody who could decide about everybody on\n"
     "the staff list. What is broken is shown with the shortest story that breaks it, or the row\n"
     "that does not hold. Where nobody could decide is a warning: silence refuses, nothing\n"
     "opens. Takes seconds.\n"
     "Exit code 1 when the pack is refused.\n\nExample:\n"
     "  tenure policy check config/policies/cambridgeshire\n",
     {{"FOLDER", "The pack's folder"},
      {"--workflows FOLDER", "Check against these workflows, not those in use"}},
     ask_policy_check, show_policy_check, {}, true, false, session_use::carries, true},
    {"clock show", "Say what time it is for the engine", "Example:\n  tenure clock show\n", {},
     ask_clock, show_clock},
    {"clock advance", "Let time pass (demonstration stores only)",
     "Everything that comes due on the way happens in its order.\n\nExample:\n"
     "  tenure clock advance P30D\n",
     {{"PERIOD", "ISO 8601: P30D, P6M, PT15M", true}}, ask_advance, show_clock},
    {"clock set", "Let time pass until an instant (demonstration stores only)",
     "Example:\n  tenure clock set 2026-12-31T17:00:00Z\n",
     {{"INSTANT", "In UTC: 2026-12-31T17:00:00Z; never backwards", true}}, ask_set, show_clock},
    {"reconcile", "Compare mailboxes with what they should be",
     "Reads every mailbox and shows the differences (exit code 4 when there are any). Changes\n"
     "nothing unless --repair is given.\n\nExamples:\n  tenure reconcile\n"
     "  tenure reconcile --account 1042 --repair\n",
     {{"--account ACCOUNT", "Only this account"}, {"--repair", "Bring them in order"}},
     ask_reconcile, show_reconciled},
    {"sweep preview", "Count the messages that are older than the pack allows",
     "Looks into the folders that the policy pack names under `sweep:` and changes nothing. What\n"
     "it counts goes at the next look unless a hold, a case or a withdrawn access keeps it.\n"
     "Exit code 5 when a mailbox could not be read.\n\nExamples:\n  tenure sweep preview\n"
     "  tenure sweep preview --account 1042 --json\n",
     {{"--account ACCOUNT", "Only this account"}}, ask_sweep_preview, show_sweep_preview},
    {"simulate", "Show what will happen until a date, without doing it",
     "Runs the deadlines of all accounts on a copy of the present state.\n\nExample:\n"
     "  tenure simulate --until 2027-03-31\n",
     {{"--until DATE", "YYYY-MM-DD", true}}, ask_simulate, show_simulated},
};

}  // namespace

std::span<const command> world_commands() { return commands; }

}  // namespace tenure::cli
