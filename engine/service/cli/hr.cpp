// tenure hr: lists from HR, previewed, held, released and applied.
#include "engine/http/target.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/csv.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/fields.hpp"

#include <filesystem>

namespace tenure::cli {
namespace {

// The service may run in another folder; files are named by where they are.
std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

result<http::request> ask_preview(const attributes& given) {
  json::object body{{"kind", given.at("kind")}, {"path", absolute(given.at("file"))}};
  return post("/v1/hr/previews", json::serialize(body));
}

result<http::request> ask_apply(const attributes& given) {
  json::object body{{"digest", given.at("digest")}};
  if (given.contains("file")) body["path"] = absolute(given.at("file"));
  if (given.contains("kind")) body["kind"] = given.at("kind");
  return post("/v1/hr/lists", json::serialize(body));
}

result<http::request> ask_release(const attributes& given) {
  return post(http::path_of({"v1", "hr", "lists", given.at("digest"), "release"}),
              body_of(given, {"reason"}));
}

result<http::request> ask_lists(const attributes&) { return get("/v1/hr/lists"); }

void show_rows(const json::value& body, bool all, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : list(body, "rows")) {
    if (!all && text(row, "what") == "nothing") continue;
    auto why = text(row, "why");
    if (auto rule = text(row, "rule"); !rule.empty()) why += " (" + rule + ")";
    rows.push_back({text(row, "line"), text(row, "person"), text(row, "account"),
                    text(row, "what"), why});
  }
  if (!rows.empty()) to.table({"LINE", "PERSON", "ACCOUNT", "WHAT", "WHY"}, rows);
}

void show_refused(const json::value& body, screen& to) {
  const auto& refused = list(body, "refused");
  if (refused.empty()) return;
  to.line();
  to.line(std::to_string(refused.size()) + " refused row(s):", screen::tone::bad);
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : refused) {
    rows.push_back({text(row, "line"), text(row, "field"), text(row, "code"),
                    text(row, "message")});
  }
  to.table({"LINE", "FIELD", "CODE", "WHY"}, rows);
}

int show_verdict(const json::value& body, screen& to) {
  auto digest = text(body, "digest");
  if (!flag(body, "held")) {
    to.line("Digest " + digest);
    to.line("Apply exactly this with: tenure hr apply " + digest, screen::tone::good);
    return done;
  }
  to.line("The list is held as a whole; nothing of it will happen:", screen::tone::bad);
  for (const auto& why : list(body, "heldReasons")) {
    to.item(sentence(why));
  }
  to.line("Digest " + digest);
  to.line("If it is right all the same, two different people release it: tenure hr release " +
          digest + " --reason \"...\"");
  return held;
}

int show_preview(const json::value& body, const attributes& given, screen& to) {
  auto wanted = value_of(given, "rows");
  if (wanted != "refused") show_rows(body, wanted == "all", to);
  if (wanted != "changes") show_refused(body, to);
  if (wanted == "changes" && !list(body, "refused").empty()) {
    to.line(std::to_string(list(body, "refused").size()) + " refused row(s), see --rows refused",
            screen::tone::bad);
  }
  to.line();
  to.line(text(body, "kind") + " " + text(body, "file") + ": " + counts(body, "counts"));
  for (const auto& each : list(body, "warnings")) {
    to.item(sentence(each), screen::tone::warning);
  }
  if (given.contains("csv")) {
    if (!write_preview_csv(body, given.at("csv"))) {
      to.line(given.at("csv") + " cannot be written", screen::tone::bad);
      return environment_gone;
    }
    to.line("Report written to " + given.at("csv"));
  }
  return show_verdict(body, to);
}

int show_applied(const json::value& body, const attributes&, screen& to) {
  to.line("List " + text(body, "digest") + " is " + text(body, "status") + ".",
          screen::tone::good);
  to.fields({{"Counts", counts(body, "counts")}});
  return done;
}

int show_released(const json::value& body, const attributes&, screen& to) {
  to.fields({{"List", text(body, "digest")},
             {"Status", text(body, "status")},
             {"Released by", joined(body, "releasedBy")}});
  if (text(body, "status") != "held") return done;
  to.line("A second, different person has to release it too.", screen::tone::warning);
  return held;
}

int show_lists(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : list(body, "lists")) {
    rows.push_back({text(each, "at"), text(each, "kind"), text(each, "status"),
                    text(each, "digest"), joined(each, "releasedBy")});
  }
  if (rows.empty()) to.line("No list was previewed yet.");
  if (!rows.empty()) to.table({"AT", "KIND", "STATUS", "DIGEST", "RELEASED BY"}, rows);
  return done;
}

const std::vector<std::string_view> kinds{"joiners", "leavers", "absences", "staff"};

const command commands[] = {
    {"hr preview",
     "Say row by row what an HR list would do; nothing is changed",
     "Reads FILE, checks every row, and decides each against the accounts as they are now, with\n"
     "the same code that will execute it. The digest at the end names file, rules and world: only\n"
     "what you have seen can be applied. A list that is empty, cut off, shrinking or mostly\n"
     "leavers is held as a whole (exit code 6).\n\n"
     "Examples:\n"
     "  tenure hr preview leavers leavers.csv\n"
     "  tenure hr preview staff staff.csv --rows refused --csv report.csv\n",
     {{"KIND", "What the list says: joiners, leavers, absences or staff", true, kinds},
      {"FILE", "The list, as HR exported it (CSV)", true},
      {"--rows WHICH", "all, changes or refused; changes and refused unless given", false,
       {"all", "changes", "refused"}},
      {"--csv FILE", "Also write every row and its verdict to FILE"}},
     ask_preview, show_preview},
    {"hr apply",
     "Apply a previewed list",
     "Applies what `tenure hr preview` showed under DIGEST. When file, rules or accounts have\n"
     "changed since, nothing happens and the exit code is 4: preview again.\n\n"
     "Example:\n"
     "  tenure hr apply 3f9a... leavers.csv\n",
     {{"DIGEST", "As `hr preview` printed it; enough of its beginning", true},
      {"FILE", "The same file, if it moved since the preview"},
      {"--kind KIND", "With FILE: joiners, leavers, absences or staff", false, kinds}},
     ask_apply, show_applied},
    {"hr release",
     "Let a held list go; two different people are needed",
     "Records that you have looked at a held list and stand for it. It can be applied once a\n"
     "second, different person has done the same. Both names and reasons go into the trail.\n\n"
     "Example:\n"
     "  tenure hr release 3f9a... --reason \"School closed, 212 leavers are right\"\n",
     {{"DIGEST", "As `hr preview` printed it", true},
      {"--reason TEXT", "Why it is right; kept in the trail", true}},
     ask_release, show_released, "Release this list?"},
    {"hr lists", "Show the lists that were previewed, held, released or applied",
     "Newest first.\n\nExample:\n  tenure hr lists\n", {}, ask_lists, show_lists},
};

}  // namespace

std::span<const command> hr_commands() { return commands; }

}  // namespace tenure::cli
