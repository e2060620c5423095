// tenure audit evidence: asks for a case's pack and writes its files, for their reader alone.
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
  return post(http::path_of({"v1", "cases", given.at("case"), "evidence"}));
}

fs::path folder_for(const json::value& body, const attributes& given) {
  auto named = given.find("to");
  return named == given.end() ? "evidence-" + text(body, "case") : named->second;
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
    out << text(each, "text");
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
  to.fields({{"Case", text(body, "case")},
             {"Written to", folder.string()},
             {"To read", (folder / "index.html").string()},
             {"Key", text(body, "key")}});
  return done;
}

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
};

}  // namespace

std::span<const command> evidence_commands() { return commands; }

}  // namespace tenure::cli
