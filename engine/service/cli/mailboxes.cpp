// tenure mailbox: mailboxes of units and groups.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

result<http::request> ask_new(const attributes& given) {
  return post("/v1/mailboxes",
              body_of(given, {"name", "unit", "owner", "display-name=displayName"}));
}
result<http::request> ask_list(const attributes&) { return get("/v1/mailboxes"); }
result<http::request> ask_show(const attributes& given) {
  return get(http::path_of({"v1", "mailboxes", given.at("mailbox")}));
}
result<http::request> ask_add(const attributes& given) {
  return post(http::path_of({"v1", "mailboxes", given.at("mailbox"), "members"}),
              body_of(given, {"member", "kind"}));
}
result<http::request> ask_remove(const attributes& given) {
  return remove(
      http::path_of({"v1", "mailboxes", given.at("mailbox"), "members", given.at("member")}));
}
result<http::request> ask_close(const attributes& given) {
  return post(http::path_of({"v1", "mailboxes", given.at("mailbox"), "close"}),
              body_of(given, {"on"}));
}

int show_one(const json::value& body, const attributes&, screen& to) {
  auto owner = text(body, "owner");
  to.fields({{"Mailbox", text(body, "address")},
             {"Account", text(body, "id")},
             {"Unit", text(body, "unit")},
             {"Owner", owner.empty() ? "nobody yet" : owner},
             {"Stands", text(body, "stateInWords")},
             {"Case", text(body, "case")},
             {"Which stands", text(body, "caseInWords")}});
  for (const auto& each : list(body, "members")) {
    to.line("Member: " + text(each, "member") + ", " + text(each, "kind") + ", since " +
            text(each, "since"));
  }
  return done;
}

int show_list(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : list(body, "mailboxes")) {
    rows.push_back({text(each, "address"), text(each, "unit"), text(each, "owner"),
                    std::to_string(list(each, "members").size()), text(each, "caseInWords")});
  }
  if (rows.empty()) to.line("No mailbox of a unit or group.");
  if (!rows.empty()) to.table({"MAILBOX", "UNIT", "OWNER", "MEMBERS", "STANDS"}, rows);
  return done;
}

const argument which{"MAILBOX", "Its name, address or account id", true};

const command commands[] = {
    {"mailbox ask", "Ask for a mailbox of a unit or group",
     "Without an owner it belongs to whoever heads the unit, now and later. An address that\n"
     "exists or existed is refused, and its holder named.\n\n"
     "Examples:\n  tenure mailbox ask support --unit U7 --owner jane.smith\n"
     "  tenure mailbox ask sr+d --unit U7\n",
     {{"NAME", "What stands before the @", true},
      {"--unit UNIT", "Whose it is: the unit's id in HR's list", true},
      {"--owner PERSON", "Who owns it while they are here; missing: the unit's head"},
      {"--display-name TEXT", "What the address list shows; missing: the name"}},
     ask_new, show_one},
    {"mailbox list", "List mailboxes of units and groups", "Example:\n  tenure mailbox list\n", {},
     ask_list, show_list},
    {"mailbox show", "Show a mailbox of a unit or group, its owner and members",
     "Example:\n  tenure mailbox show support\n", {which}, ask_show, show_one},
    {"mailbox add", "Let a member into a mailbox", "Only its owner.\n\n"
     "Example:\n  tenure mailbox add support tom.baker --kind onBehalf\n",
     {which,
      {"MEMBER", "Who: HR id, sign-in name or address", true},
      {"--kind KIND", "What they may do", false, {"read", "onBehalf", "full"}}},
     ask_add, show_one},
    {"mailbox remove", "Take a member's right in a mailbox away", "Only its owner.\n\n"
     "Example:\n  tenure mailbox remove support tom.baker\n",
     {which, {"MEMBER", "Who: HR id, sign-in name or address", true}}, ask_remove, show_one},
    {"mailbox close", "Give a mailbox of a unit or group its last day",
     "Its owner, or the HR officer. Then it is closed, archived, kept and deleted like any\n"
     "other.\n\n"
     "Example:\n  tenure mailbox close support --on 2026-12-31\n",
     {which, {"--on DATE", "Its last day", true}}, ask_close, show_one},
};

}  // namespace

std::span<const command> mailbox_commands() { return commands; }

}  // namespace tenure::cli
