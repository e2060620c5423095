// tenure case, grant: asking, deciding, seeing who has which access.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

result<http::request> ask_case(const attributes& given) {
  auto body = json::parse(
              body_of(given, {"workflow", "account", "kind", "recipient", "reason", "purpose",
                              "until", "minimise", "text", "target", "details", "tried", "risk",
                              "controls", "circumstances", "matter", "worker",
                              "given-name=givenName", "surname", "message-from=messageFrom",
                              "message-subject=messageSubject", "message-id=messageId",
                              "message-folder=messageFolder", "messages-since=messagesSince",
                              "messages-before=messagesBefore", "quota", "as-of=asOf"}))
                  .as_object();
  for (const auto& [name, value] : given) {
    if (name.starts_with("answer.")) body[name] = value;
  }
  return post("/v1/cases", json::serialize(body));
}
result<http::request> ask_cases(const attributes& given) {
  return get("/v1/cases", query_of(given, {"account", "all"}));
}
result<http::request> ask_show(const attributes& given) {
  return get(http::path_of({"v1", "cases", given.at("case")}));
}

std::string answer_body(const attributes& given, const char* approved) {
  attributes all = given;
  all["approved"] = approved;
  if (all.contains("tell-subject")) all["tellSubject"] = all["tell-subject"];
  if (all.contains("why-not-told")) all["notToldBecause"] = all["why-not-told"];
  return body_of(all, {"approved", "reason", "tellSubject", "notToldBecause"});
}

result<http::request> ask_agree(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "answer"}),
              answer_body(given, "true"));
}
result<http::request> ask_refuse(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "answer"}),
              answer_body(given, "false"));
}
result<http::request> ask_withdraw(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "withdraw"}),
              body_of(given, {"reason"}));
}
result<http::request> ask_back(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "question"}),
              body_of(given, {"text"}));
}
result<http::request> ask_reply(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "reply"}), body_of(given, {"text"}));
}
result<http::request> ask_conclude(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "conclude"}),
              body_of(given, {"outcome", "note"}));
}
result<http::request> ask_offered(const attributes&) { return get("/v1/workflows"); }
result<http::request> ask_grants(const attributes& given) {
  return get("/v1/grants", query_of(given, {"account", "all", "mine"}));
}
result<http::request> ask_revoke(const attributes& given) {
  return post(http::path_of({"v1", "grants", given.at("grant"), "revoke"}),
              body_of(given, {"reason"}));
}

void show_list_under(const json::value& body, std::string_view name, std::string_view title,
                     screen& to) {
  auto some = list(body, name);
  if (some.empty()) return;
  to.line("");
  to.line(std::string(title));
  for (const auto& each : some) {
    if (each.is_string()) to.line("- " + std::string(each.as_string()));
  }
}

int show_case(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Case", text(body, "id")},
             {"Asked for", text(body, "workflow")},
             {"Mailbox", text(body, "account")},
             {"Asked by", text(body, "requester")},
             {"Stands", text(body, "stateInWords")},
             {"Opened", text(body, "opened")},
             {"Request", counts(body, "asked")}});
  show_list_under(body, "answers", "Asked, and answered:", to);
  for (const auto& t : list(body, "tasks")) {
    to.line("Waits: " + text(t, "assignee") + " has the task " + text(t, "kind") + " (" +
            text(t, "id") + ")");
  }
  for (const auto& g : list(body, "grants")) {
    to.line("Grant: " + text(g, "kind") + " for " + text(g, "holder") + ", " +
            (text(g, "closed").empty() ? "until " + text(g, "ends")
                                       : "ended " + text(g, "closed")) + ", " + text(g, "told"));
  }
  show_list_under(body, "ifAgreed", "If it is agreed:", to);
  return done;
}

int show_cases(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& c : list(body, "cases")) {
    rows.push_back({text(c, "id"), text(c, "workflow"), text(c, "account"), text(c, "requester"),
                    text(c, "stateInWords")});
  }
  if (rows.empty()) to.line("No case.");
  if (!rows.empty()) to.table({"CASE", "ASKED FOR", "MAILBOX", "ASKED BY", "STANDS"}, rows);
  return done;
}

int show_offered(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& w : list(body, "offered")) {
    rows.push_back({text(w, "workflow"), text(w, "ask"), joined(w, "agree"), joined(w, "require"),
                    joined(w, "attested"), text(w, "clause")});
  }
  if (rows.empty()) to.line("The organisation offers nothing to ask for.");
  if (!rows.empty()) {
    to.table({"WORKFLOW", "WHO ASKS", "WHO AGREES", "MUST SAY", "ON RECORD", "CLAUSE"}, rows);
  }
  for (const auto& w : list(body, "offered")) {
    for (const auto& q : list(w, "questions")) {
      to.line(text(w, "workflow") + " asks " + text(q, "id") + ": " + text(q, "text") + " (" +
              text(q, "form") + ", " + text(q, "clause") + ")");
    }
  }
  return done;
}

// When somebody last said that the right is still wanted, and who.
std::string certified(const json::value& right) {
  auto when = text(right, "certified");
  constexpr std::size_t day = 10;  // 2027-05-01
  return when.empty() ? "not yet" : when.substr(0, day) + " by " + text(right, "certifiedBy");
}

int show_grants(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& g : list(body, "grants")) {
    rows.push_back({text(g, "id"), text(g, "kind"), text(g, "holder"), text(g, "purpose"),
                    text(g, "clause"),
                    text(g, "closed").empty() ? text(g, "ends") : "ended " + text(g, "closed"),
                    certified(g), text(g, "told")});
  }
  if (rows.empty()) to.line("Nobody has access to another's mailbox here.");
  if (!rows.empty()) {
    to.table({"GRANT", "KIND", "HOLDER", "PURPOSE", "CLAUSE", "UNTIL", "CERTIFIED", "SUBJECT"},
             rows);
  }
  return done;
}

const argument which_case{"CASE", "The case's id, from `tenure case list`", true};
const argument why{"--reason TEXT", "Why; kept in the trail", true};

const command commands[] = {
    {"case ask", "Ask for something about a mailbox",
     "What may be asked for, by whom and who must agree: tenure case offered. What cannot be\n"
     "granted is refused at once with the rule, and the attempt is in the trail.\n\n"
     "Example:\n  tenure case ask emergencyAccess jane.smith --kind forward \\\n"
     "    --recipient tom.baker --reason \"contract due on Friday\"\n",
     {{"WORKFLOW", "What is asked for", true},
      {"ACCOUNT", "Whose mailbox: account id, sign-in name, address or HR id", true},
      {"--kind LIST", "Which access: forward, extract, read, onBehalf, full, autoReply"},
      {"--recipient PERSON", "Who is to have it"},
      {"--reason TEXT", "Why"},
      {"--purpose NAME", "One of the purposes that the policy knows"},
      {"--until DATE", "Until which day"},
      {"--minimise TEXT", "How intrusion is kept small"},
      {"--text TEXT", "The text of an auto-reply"},
      {"--target ADDRESS", "An address"},
      {"--details TEXT", "The new worker's details"},
      {"--tried TEXT", "Which other ways were tried"},
      {"--risk LEVEL", "How great the risk is"},
      {"--controls TEXT", "Which compensating controls there are"},
      {"--circumstances TEXT", "In which circumstances"},
      {"--matter TEXT", "The proceeding or request that it is for"},
      {"--message-from TEXT", "Of an extract: a part of the sender"},
      {"--message-subject TEXT", "A part of the subject"},
      {"--message-id ID", "The message's own id"},
      {"--message-folder NAME", "Only in this folder"},
      {"--messages-since DATE", "Received that day or later"},
      {"--messages-before DATE", "Received before that day"},
      {"--quota BYTES", "How large the mailbox shall be"},
      {"--as-of DATE", "As of which day lost mail is wanted back"},
      {"--answer ID=TEXT", "The answer to a question of `tenure case offered`; as often as asked"},
      {"--worker PERSON", "Who takes over a temporary account, by HR id"},
      {"--given-name TEXT", "The new worker's first name"},
      {"--surname TEXT", "The new worker's last name"}},
     ask_case, show_case},
    {"case offered", "List what may be asked for, by whom, and who must agree",
     "Example:\n  tenure case offered\n", {}, ask_offered, show_offered},
    {"case list", "List cases", "Open ones, newest first.\n\nExample:\n  tenure case list --all\n",
     {{"--account ACCOUNT", "Only those about this mailbox"}, {"--all", "Closed ones too"}},
     ask_cases, show_cases},
    {"case show", "Show a case, and what happens if it is agreed",
     "Example:\n  tenure case show 1f0c...\n", {which_case}, ask_show, show_case},
    {"case agree", "Agree to what a case asks",
     "Only who may agree by their place in the organisation at this moment, and never about their\n"
     "own mailbox, their own request or what they would gain.\n\n"
     "Example:\n  tenure case agree 1f0c... --reason \"no other way\"\n",
     {which_case, why,
      {"--tell-subject BOOL", "Whether the person is told", false, {"true", "false"}},
      {"--why-not-told TEXT", "If not, why"}},
     ask_agree, show_case},
    {"case refuse", "Refuse what a case asks",
     "Example:\n  tenure case refuse 1f0c... --reason no\n",
     {which_case, why}, ask_refuse, show_case},
    {"case ask-back", "Ask back, before deciding about a case",
     "Whoever could decide it now. Who asked gets a task; the time for the answer runs on.\n\n"
     "Example:\n  tenure case ask-back 1f0c... --text \"Which month?\"\n",
     {which_case, {"--text TEXT", "The question", true}}, ask_back, show_case},
    {"case reply", "Reply to what was asked back", "Only who asked.\n\nExample:\n"
     "  tenure case reply 1f0c... --text October\n",
     {which_case, {"--text TEXT", "The reply", true}}, ask_reply, show_case},
    {"case withdraw", "Take a request back", "Only who asked.\n\nExample:\n"
     "  tenure case withdraw 1f0c... --reason \"she is back\"\n",
     {which_case, why}, ask_withdraw, show_case},
    {"case conclude", "Say how a case came out",
     "Only who asked. Without further action what was collected is destroyed at once.\n\n"
     "Example:\n  tenure case conclude 1f0c... --outcome noFurtherAction\n",
     {which_case,
      {"--outcome NAME", "How it came out", true, {"furtherAction", "noFurtherAction"}},
      {"--note TEXT", "More; kept in the trail"}},
     ask_conclude, show_case},
    {"grant list", "List who has access to others' mailboxes",
     "Example:\n  tenure grant list --account jane.smith --all\n",
     {{"--account ACCOUNT", "Only those in this mailbox: who could open it"},
      {"--mine", "Who could open your own, as far as you are told"},
      {"--all", "Ended ones too"}},
     ask_grants, show_grants},
    {"grant revoke", "End an access now",
     "Who asked for it, whose mailbox it is, or who may agree to it.\n\n"
     "Example:\n  tenure grant revoke 77ab... --reason \"not needed any more\"\n",
     {{"GRANT", "The grant's id, from `tenure grant list`", true}, why}, ask_revoke, show_case,
     "End this access?"},
};

}  // namespace

std::span<const command> case_commands() { return commands; }

}  // namespace tenure::cli
