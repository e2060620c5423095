// tenure audit evidence, tenure case evidence: what proves a case and what it collected; files are
// written for their reader alone.
#include "connectors/common/mail_text.hpp"
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace tenure::cli {
namespace {

namespace fs = std::filesystem;

result<http::request> ask_evidence(const attributes& given) {
  return post(http::path_of({"v1", "audit", "evidence", given.at("case")}));
}

result<http::request> ask_list(const attributes& given) {
  return get(http::path_of({"v1", "cases", given.at("case"), "evidence"}));
}
result<http::request> ask_collect(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "evidence"}),
              body_of(given, {"message-from=messageFrom", "message-subject=messageSubject",
                              "message-id=messageId", "message-folder=messageFolder",
                              "messages-since=messagesSince",
                              "messages-before=messagesBefore", "reason"}));
}
result<http::request> ask_read(const attributes& given) {
  return post(http::path_of({"v1", "cases", given.at("case"), "evidence", given.at("object"),
                             "reading"}));
}

fs::path folder_for(const json::value& body, const attributes& given) {
  auto named = given.find("to");
  if (named != given.end()) return named->second;
  auto object = text(body, "object");
  return "evidence-" + text(body, "case") + (object.empty() ? "" : "-" + object);
}

// A text as it is, or bytes.
std::string content_of(const json::value& file) {
  auto bytes = text(file, "base64");
  return bytes.empty() ? text(file, "text") : connectors::base64_decode(bytes).value_or("");
}

// Names as the service gives them, and none that leads out of the folder.
bool good_name(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos;
}

bool write_files(const json::value& body, const fs::path& folder) {
  for (const auto& each : list(body, "files")) {
    auto name = text(each, "name");
    if (!good_name(name)) return false;
    fs::create_directories((folder / name).parent_path());
    std::ofstream out(folder / name, std::ios::binary);
    out << content_of(each);
    if (!out.flush()) return false;
  }
  return true;
}

int show_evidence(const json::value& body, const attributes& given, screen& to) {
  auto folder = folder_for(body, given);
  std::error_code none;
  if (fs::exists(folder, none) && !fs::is_empty(folder, none)) {
    to.line(folder.string() + " is there already; name an empty folder.", screen::tone::bad);
    return refused;
  }
  // Personal data: for whoever asked, not for everybody on this machine.
  auto before = ::umask(077);
  bool written = write_files(body, folder);
  ::umask(before);
  if (!written) {
    to.line("The pack could not be written to " + folder.string() + ".", screen::tone::bad);
    return environment_gone;
  }
  bool page = fs::exists(folder / "index.html", none);
  to.fields({{"Case", text(body, "case")},
             {"Object", text(body, "object")},
             {"Digest", text(body, "digest")},
             {"Written to", folder.string()},
             {"To read", page ? (folder / "index.html").string() : ""},
             {"Key", text(body, "key")}});
  return done;
}

int show_collected(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& o : list(body, "objects")) {
    rows.push_back({text(o, "object"), text(o, "stands"), text(o, "messages"), text(o, "bytes"),
                    text(o, "at"), text(o, "by"), text(o, "digest") + text(o, "trouble")});
  }
  if (rows.empty()) {
    to.line("The case has collected nothing.");
    return nothing;
  }
  to.table({"OBJECT", "STANDS", "MESSAGES", "BYTES", "AT", "BY", "DIGEST"}, rows);
  return done;
}

int show_wanted(const json::value& body, const attributes&, screen& to) {
  to.line("It is being sealed; `tenure case evidence " + text(body, "id") + "` shows what came of "
          "it.");
  return done;
}

const argument which_case{"CASE", "The case's id, from `tenure case list --all`", true};

const command commands[] = {
    {"audit evidence", "Write the evidence pack of one case to a folder",
     "A page to read, the same as JSON, each entry of the case with the proof that it is in the\n"
     "trail, the personal values that were not erased, and a manifest signed with the trail's\n"
     "key. `tenure audit verify FOLDER --key KEY` checks it anywhere, without a store. For\n"
     "auditors; that it was made is itself an entry of the case.\n\n"
     "Example:\n  tenure audit evidence 1f0c... --to ./case-1f0c\n",
     {{"CASE", "The case's id, from `tenure case list --all`", true},
      {"--to FOLDER", "Where to; made if it is missing (default: evidence-CASE)"}},
     ask_evidence, show_evidence},
    {"case evidence", "List what a case collected",
     "Example:\n  tenure case evidence 1f0c...\n", {which_case}, ask_list, show_collected},
    {"case collect", "Take messages as evidence of a case",
     "While the case is open. They are sealed, read back, and destroyed or kept as the case comes\n"
     "out. Name them by sender, subject or message id: a whole folder is no evidence.\n\n"
     "Example:\n  tenure case collect 1f0c... --message-from bill@firm.example\n",
     {which_case,
      {"--message-from TEXT", "A part of the sender"},
      {"--message-subject TEXT", "A part of the subject"},
      {"--message-id ID", "The message's own id"},
      {"--message-folder NAME", "Only in this folder"},
      {"--messages-since DATE", "Received that day or later"},
      {"--messages-before DATE", "Received before that day"},
      {"--reason TEXT", "Why; kept in the trail"}},
     ask_collect, show_wanted},
    {"case evidence-export", "Write messages that a case collected to a folder",
     "Only whoever asked for the case or was given its access; each reading is an entry.\n\n"
     "Example:\n  tenure case evidence-export 1f0c... 1 --to ./evidence\n",
     {which_case,
      {"OBJECT", "Its number, from `tenure case evidence`", true},
      {"--to FOLDER", "Where to; made if it is missing"}},
     ask_read, show_evidence},
};

}  // namespace

std::span<const command> evidence_commands() { return commands; }

}  // namespace tenure::cli
