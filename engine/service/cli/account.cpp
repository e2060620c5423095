// tenure account: looking at accounts, and the events of one account's life.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

result<http::request> ask_list(const attributes& given) {
  return get("/v1/accounts", query_of(given, {"state", "person", "limit", "after"}));
}

result<http::request> ask_show(const attributes& given) {
  return get(http::path_of({"v1", "accounts", given.at("account")}));
}

result<http::request> ask_explain(const attributes& given) {
  return get(http::path_of({"v1", "accounts", given.at("account"), "explanation"}));
}

// Without the digest of a preview it is the preview that is asked for.
result<http::request> ask_erase(const attributes& given) {
  auto path = http::path_of({"v1", "accounts", given.at("account"), "erasure"});
  if (given.contains("digest")) return post(path, body_of(given, {"digest", "reason"}));
  if (!given.contains("reason")) return get(path);
  return refusal{"cli.argument.missing", "The preview's digest is missing", "--digest", "",
                 "See first what would go: tenure account erase " + given.at("account")};
}

result<http::request> event_on(const attributes& given, std::string_view name,
                               std::initializer_list<std::string_view> data) {
  return post(http::path_of({"v1", "accounts", given.at("account"), "events"}),
              "{\"name\":" + http::json_text(name) + ",\"data\":" + body_of(given, data) + "}");
}

result<http::request> ask_withdraw(const attributes& given) {
  return event_on(given, "leaver.withdrawn", {"reason"});
}
result<http::request> ask_redate(const attributes& given) {
  return event_on(given, "leaver.redated", {"date=leavingDate", "reason=leavingReason"});
}
result<http::request> ask_rehire(const attributes& given) {
  return event_on(given, "person.rehired", {"start", "reason"});
}
result<http::request> ask_rename(const attributes& given) {
  if (!given.contains("given-name") && !given.contains("surname")) {
    return refusal{"cli.argument.missing", "A new name is missing", "", "",
                   "Give --given-name, --surname or both."};
  }
  return event_on(given, "person.renamed", {"given-name=givenName", "surname", "reason"});
}
result<http::request> ask_transfer(const attributes& given) {
  return event_on(given, "person.transferred", {"unit", "reason"});
}
result<http::request> ask_suspend(const attributes& given) {
  return event_on(given, "account.suspended", {"reason"});
}
result<http::request> ask_reinstate(const attributes& given) {
  return event_on(given, "account.reinstated", {"reason"});
}

int show_list(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& a : list(body, "accounts")) {
    auto state = text(a, "stateInWords");
    rows.push_back({text(a, "person"), text(a, "address"), text(a, "displayName"),
                    state.empty() ? text(a, "state") : state, text(a, "since")});
  }
  if (rows.empty()) {
    to.line("No account matches.");
    return nothing;
  }
  to.table({"PERSON", "ADDRESS", "NAME", "STATE", "SINCE"}, rows);
  if (auto after = text(body, "after"); !after.empty()) {
    to.line("There are more: add --after " + after);
  }
  return done;
}

void show_next(const json::value& body, screen& to) {
  const auto& next = list(body, "next");
  if (next.empty()) return;
  to.line();
  to.line("What happens next:");
  for (const auto& each : next) {
    auto clause = text(each, "clause");
    auto when = text(each, "when");
    to.item((when.empty() ? "" : when + ": ") + text(each, "what") +
            (clause.empty() ? "" : " (" + clause + ")"));
  }
}

void show_all(const json::value& body, std::string_view name, std::string_view title, screen& to,
              screen::tone tone = screen::tone::plain) {
  const auto& items = list(body, name);
  if (items.empty()) return;
  to.line();
  to.line(title);
  for (const auto& each : items) to.item(sentence(each), tone);
}

std::string erased_when(const json::value& body) {
  const auto& context = member(body, "context");
  auto at = text(context, "erasedAt");
  return at.empty() ? "" : at + " (entry " + text(context, "erasedEntry") + " of the trail)";
}

int show_erasure_preview(const json::value& body, const attributes& given, screen& to) {
  std::vector<std::vector<std::string>> rows;
  if (const auto* kinds = member(body, "kinds").if_object()) {
    for (const auto& kind : *kinds) {
      rows.push_back({std::string(kind.key()), text(member(body, "kinds"), kind.key())});
    }
  }
  if (!rows.empty()) to.table({"VALUE IN THE TRAIL", "TIMES"}, rows);
  to.line(text(body, "values") + " value(s) in " + text(body, "entries") + " entries would go, "
          "each with its salt.");
  show_all(body, "goes", "With them would go:", to, screen::tone::warning);
  show_all(body, "stays", "What stays:", to);
  to.line();
  to.line("Nothing was changed. Digest " + text(body, "digest"));
  to.line("It cannot be taken back. Erase exactly this with: tenure account erase " +
              given.at("account") + " --digest " + text(body, "digest") + " --reason \"...\"",
          screen::tone::warning);
  return done;
}

int show_erased(const json::value& body, const attributes& given, screen& to) {
  if (!given.contains("digest")) return show_erasure_preview(body, given, to);
  to.line("Erased: " + text(body, "values") + " value(s) in " + text(body, "entries") +
              " entries. Entry " + text(body, "entry") + " of the trail says so.",
          screen::tone::good);
  return done;
}

int show_account(const json::value& body, const attributes&, screen& to) {
  auto state = text(body, "stateInWords");
  to.fields({{"Account", text(body, "id")},
             {"Person", text(body, "person")},
             {"Kind", text(body, "kind")},
             {"Name", text(body, "displayName")},
             {"State", state.empty() ? text(body, "state")
                                     : state + " (" + text(body, "state") + ")"},
             {"Since", text(body, "since")},
             {"Sign-in name", text(body, "login")},
             {"Address", text(body, "address")},
             {"Aliases", joined(body, "aliases")},
             {"Observed", counts(body, "observed")},
             {"Erased", erased_when(body)}});
  show_next(body, to);
  show_all(body, "holds", "Legal holds:", to, screen::tone::warning);
  show_all(body, "tasks", "Open tasks:", to);
  return done;
}

int show_explanation(const json::value& body, const attributes&, screen& to) {
  for (const auto& sentence : list(body, "sentences")) {
    if (sentence.is_string()) to.line(sentence.get_string());
  }
  show_next(body, to);
  show_all(body, "prevents", "What stands in the way:", to, screen::tone::warning);
  show_all(body, "clauses", "Rules it rests on:", to);
  return done;
}

int show_event(const json::value& body, const attributes& given, screen& to) {
  to.line(given.at("account") + " is now: " + (text(body, "stateInWords").empty()
                                                   ? text(body, "state")
                                                   : text(body, "stateInWords")),
          screen::tone::good);
  show_next(body, to);
  return done;
}

const argument which{"ACCOUNT", "Account id, sign-in name, address or HR id", true};
const argument why{"--reason TEXT", "Why; kept in the trail"};

const command commands[] = {
    {"account list", "List accounts",
     "STATE takes a state and all states within it.\n\nExamples:\n"
     "  tenure account list --state employed\n  tenure account list --person 1042\n",
     {{"--state STATE", "Only those in this state (`tenure status` counts the states)"},
      {"--person ID", "Only those of this HR id, former ones too"},
      {"--limit N", "At most N (default 100)"},
      {"--after ACCOUNT", "Continue after this account"}},
     ask_list, show_list},
    {"account show", "Show one account: where it stands and what comes next",
     "Example:\n  tenure account show jane.smith@example.org\n", {which}, ask_show, show_account},
    {"account explain", "Say in sentences why an account is as it is",
     "Names what happened, on whose authority, what happens next, what prevents more, and the\n"
     "clause of each rule.\n\nExample:\n  tenure account explain 1042\n",
     {which}, ask_explain, show_explanation},
    {"account withdraw-leaver", "HR withdrew the leaving date: the person stays",
     "Example:\n  tenure account withdraw-leaver 1042 --reason \"contract extended\"\n",
     {which, why}, ask_withdraw, show_event},
    {"account redate-leaver", "HR changed the leaving date",
     "Example:\n  tenure account redate-leaver 1042 --date 2026-12-31\n",
     {which, {"--date DATE", "The new leaving date, YYYY-MM-DD", true}, why},
     ask_redate, show_event},
    {"account rehire", "The person is employed again",
     "Restores a mailbox that is closed but not deleted yet.\n\nExample:\n"
     "  tenure account rehire 1042 --start 2027-01-04\n",
     {which, {"--start DATE", "First day, YYYY-MM-DD"}, why}, ask_rehire, show_event},
    {"account rename", "HR changed the person's name",
     "The old address stays as an alias.\n\nExample:\n"
     "  tenure account rename 1042 --surname Jones\n",
     {which,
      {"--given-name NAME", "The new given name"},
      {"--surname NAME", "The new surname"},
      why},
     ask_rename, show_event},
    {"account transfer", "HR moved the person to another unit",
     "Example:\n  tenure account transfer 1042 --unit U-7\n",
     {which, {"--unit UNIT", "The unit's id", true}, why}, ask_transfer, show_event},
    {"account erase", "Erase the personal values of an account whose life is over",
     "The trail keeps names, addresses, HR numbers and what people wrote beside its entries.\n"
     "This deletes them and their salts, and what accounts, cases and lists repeat of them. The\n"
     "entries stay and every proof still holds. It cannot be taken back.\n\n"
     "Without --digest it says what would go and what would stay, and changes nothing; with the\n"
     "digest that it printed, exactly that goes. When anything changed since, nothing happens and\n"
     "the exit code is 4. It takes the Data Protection Officer (role dpo), and never erases\n"
     "themselves. Refused (exit code 1) before the account is ended and its archive destroyed,\n"
     "under a legal hold on any account of the person, while a case is open or keeps evidence,\n"
     "and while something is still to be done. Exit code 3: nothing is left to erase. The reason\n"
     "stays in the trail, so it may not name the person: give the request's number.\n\n"
     "One account at a time. Whose it is and their others, before the first is erased:\n"
     "tenure account show ACCOUNT, then tenure account list --person ID.\n\nExamples:\n"
     "  tenure account erase 4f1c...\n"
     "  tenure account erase 4f1c... --digest 9a02... --reason \"request 2026-17\"\n",
     {which,
      {"--digest DIGEST", "As the preview printed it"},
      {"--reason TEXT", "Why; kept in the trail, so without any name"}},
     ask_erase, show_erased},
    {"account suspend", "Withdraw access at once",
     "Sign-in is blocked; the mailbox and its mail stay.\n\nExample:\n"
     "  tenure account suspend 1042 --reason \"investigation 7\"\n",
     {which, {"--reason TEXT", "Why; kept in the trail", true}}, ask_suspend, show_event,
     "Withdraw this person's access now?"},
    {"account reinstate", "Give access back after a suspension",
     "Example:\n  tenure account reinstate 1042 --reason \"investigation 7 closed\"\n",
     {which, {"--reason TEXT", "Why; kept in the trail", true}}, ask_reinstate, show_event},
};

}  // namespace

std::span<const command> account_commands() { return commands; }

}  // namespace tenure::cli
