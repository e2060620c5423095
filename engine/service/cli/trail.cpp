// tenure audit: the trail, and how anyone checks it.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

#include <filesystem>
#include <fstream>

namespace tenure::cli {
namespace {

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

result<http::request> ask_export(const attributes& given) {
  json::object body{{"folder", absolute(given.at("folder"))}};
  return post("/v1/audit/exports", json::serialize(body));
}
result<http::request> ask_verify(const attributes& given) {
  json::object body{{"folder", absolute(given.at("folder"))}, {"key", given.at("key")}};
  return post("/v1/audit/verifications", json::serialize(body));
}
result<http::request> ask_prove(const attributes& given) {
  return get(http::path_of({"v1", "audit", "proofs", given.at("index")}));
}
result<http::request> ask_entries(const attributes& given) {
  return get("/v1/audit/entries", query_of(given, {"account", "from", "limit"}));
}
result<http::request> ask_acknowledge(const attributes& given) {
  return post("/v1/audit/acknowledgements", body_of(given, {"reason"}));
}
result<http::request> ask_key(const attributes&) { return get("/v1/audit/key"); }

int show_export(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Written to", text(body, "folder")},
             {"Entries", text(body, "size")},
             {"Root", text(body, "root")},
             {"Key", text(body, "key")}});
  return done;
}

int show_verified(const json::value& body, const attributes&, screen& to) {
  bool good = flag(body, "ok");
  auto entry = text(body, "entry"), of_case = text(body, "case");
  std::string_view verdict = !good           ? "The trail is NOT as it was signed."
                             : !of_case.empty() ? "The evidence is complete and untouched."
                             : entry.empty() ? "The trail is complete and untouched."
                                             : "The entry is in the trail, as it was signed.";
  to.line(verdict, good ? screen::tone::good : screen::tone::bad);
  to.fields({{"Entry", entry},
             {"Case", of_case},
             {"Entries of the case", text(body, "entries")},
             {"Entries", text(body, "size")},
             {"Root", text(body, "root")}});
  for (const auto& each : list(body, "problems")) {
    if (each.is_string()) to.item(each.get_string(), screen::tone::bad);
  }
  return good ? done : differs;
}

// The receipt goes into a file as it is: what is signed must not be wrapped by a terminal.
int show_proof(const json::value& body, const attributes& given, screen& to) {
  to.fields({{"Entry", text(body, "index")},
             {"Leaf hash", text(body, "leafHash")},
             {"Log size", text(body, "size")},
             {"Root", text(body, "root")}});
  to.line("Inclusion proof (RFC 6962, leaf upwards):");
  for (const auto& hash : list(body, "path")) {
    if (hash.is_string()) to.item(hash.get_string());
  }
  auto file = given.find("receipt");
  if (file == given.end()) {
    to.line("Save the receipt that proves it without the log with --receipt FILE.");
    return done;
  }
  std::ofstream out(file->second, std::ios::binary);
  out << text(body, "receipt");
  if (!out.flush()) {
    to.line("The receipt could not be written to " + file->second + ".", screen::tone::bad);
    return environment_gone;
  }
  to.line("The receipt is written to " + file->second + ".", screen::tone::good);
  return done;
}

int show_acknowledged(const json::value& body, const attributes&, screen& to) {
  to.line("Acknowledged, in entry " + text(body, "index") +
          ". The old trail is kept beside the new one, which the next start begins.");
  return done;
}

int show_entries(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& e : list(body, "entries")) {
    rows.push_back({text(e, "index"), text(e, "at"), text(e, "account"), text(e, "event"),
                    text(e, "by"), text(e, "what"), text(e, "rule")});
  }
  if (rows.empty()) {
    to.line("No entry matches.");
    return nothing;
  }
  to.table({"INDEX", "AT", "ACCOUNT", "EVENT", "BY", "WHAT", "RULE"}, rows);
  return done;
}

int show_key(const json::value& body, const attributes&, screen& to) {
  to.line(text(body, "key"));
  return done;
}

const command commands[] = {
    {"audit export", "Write the trail to a folder that anyone can verify",
     "The folder holds C2SP tlog-tiles and a signed checkpoint; verifiers that know that format\n"
     "accept it, ours is `tenure audit verify`.\n\nExample:\n  tenure audit export ./trail\n",
     {{"FOLDER", "Where to; made if it is missing", true}}, ask_export, show_export},
    {"audit verify", "Check an exported trail; needs no store and no service",
     "Recomputes every leaf and the root and checks the signature. Exit code 4 when anything was\n"
     "changed, removed, put in another order or signed by another key. A file is taken for the\n"
     "receipt of one entry, as `tenure audit prove` saves it; a pack of `tenure audit evidence`\n"
     "is checked as such, its page and its JSON too.\n\n"
     "Example:\n  tenure audit verify ./trail --key \"example.org/tenure+2b1f...\"\n",
     {{"FOLDER", "The exported trail, an evidence pack, or a receipt", true},
      {"--key VKEY", "The log's verifier key, as `tenure audit key` printed it once", true}},
     ask_verify, show_verified, {}, false},
    {"audit prove", "Prove that one entry is in the trail",
     "A receipt is a small text (C2SP tlog-proof) that anyone can check without the log.\n\n"
     "Examples:\n  tenure audit prove 1041\n  tenure audit prove 1041 --receipt 1041.txt\n",
     {{"INDEX", "The entry's index", true}, {"--receipt FILE", "Where to save the receipt"}},
     ask_prove, show_proof},
    {"audit acknowledge", "Go on after a restored or replaced database",
     "A store that does not continue its trail is refused at every start. If that is right,\n"
     "because a backup was restored, say so here: it becomes an entry with your name, and the old\n"
     "trail is set aside, never deleted. Damaged entries cannot be acknowledged: restore a\n"
     "backup.\n\n"
     "Example:\n  tenure audit acknowledge --reason 'restored the backup of 12 May'\n",
     {{"--reason TEXT", "Why the store is behind its trail", true}}, ask_acknowledge,
     show_acknowledged, "Give up the entries that the store lacks?", true, true},
    {"audit show", "Show entries of the trail",
     "Examples:\n  tenure audit show --account 1042\n  tenure audit show --from 900 --limit 50\n",
     {{"--account ACCOUNT", "Only entries of this account"},
      {"--from N", "From this index on"},
      {"--limit N", "At most N (default 100)"}},
     ask_entries, show_entries},
    {"audit key", "Print the log's verifier key; keep it where the service cannot change it",
     "Example:\n  tenure audit key > tenure.vkey\n", {}, ask_key, show_key},
};

}  // namespace

std::span<const command> trail_commands() { return commands; }

}  // namespace tenure::cli
