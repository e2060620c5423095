// tenure designation: who may decide for whom.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

result<http::request> ask_add(const attributes& given) {
  return post("/v1/designations",
              body_of(given, {"of=principal", "to=designee", "from", "until", "deputy"}));
}
result<http::request> ask_list(const attributes& given) {
  return get("/v1/designations", query_of(given, {"all"}));
}
result<http::request> ask_end(const attributes& given) {
  return post(http::path_of({"v1", "designations", given.at("designation"), "end"}));
}

int show_one(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Designation", text(body, "id")},
             {"Of", text(body, "principal")},
             {"To", text(body, "designee")},
             {"When", flag(body, "deputy") ? "while the other is absent" : "at any time"},
             {"From", text(body, "from")},
             {"Until", text(body, "until")},
             {"Made by", text(body, "madeBy")},
             {"Ended", text(body, "ended")}});
  return done;
}

int show_list(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& d : list(body, "designations")) {
    auto ended = text(d, "ended");
    rows.push_back({text(d, "id"), text(d, "principal"), text(d, "designee"),
                    flag(d, "deputy") ? "deputy" : "designee", text(d, "from"),
                    ended.empty() ? text(d, "until") : "ended " + ended, text(d, "madeBy")});
  }
  if (rows.empty()) to.line("Nobody decides for another.");
  if (!rows.empty()) to.table({"DESIGNATION", "OF", "TO", "AS", "FROM", "UNTIL", "MADE BY"}, rows);
  return done;
}

const command commands[] = {
    {"designation add", "Let somebody decide for another, within dates",
     "Who lends their own authority needs no role; the HR officer or the administrator may do it\n"
     "for others, never to themselves. A deputy decides only while the other is absent.\n\n"
     "Example:\n  tenure designation add --of eve.director --to ian.clerk --until 2026-12-31\n",
     {{"--of PERSON", "Whose authority it is", true},
      {"--to PERSON", "Who may use it", true},
      {"--until DATE", "The last day, at most a year on", true},
      {"--from DATE", "The first day; today when it is missing"},
      {"--deputy", "Only while the other is absent"}},
     ask_add, show_one},
    {"designation list", "List who may decide for whom",
     "Example:\n  tenure designation list --all\n", {{"--all", "Those that are over, too"}},
     ask_list, show_list},
    {"designation end", "End a designation now",
     "Either of the two, or who may make one for others.\n\n"
     "Example:\n  tenure designation end 1f0c...\n",
     {{"DESIGNATION", "The id, from `tenure designation list`", true}}, ask_end, show_one},
};

}  // namespace

std::span<const command> designation_commands() { return commands; }

}  // namespace tenure::cli
