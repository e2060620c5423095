// tenure audit: the trail, and how anyone checks it.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

#include <filesystem>

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
  to.line(good ? "The trail is complete and untouched." : "The trail is NOT as it was signed.",
          good ? screen::tone::good : screen::tone::bad);
  to.fields({{"Entries", text(body, "size")}, {"Root", text(body, "root")}});
  for (const auto& each : list(body, "problems")) {
    if (each.is_string()) to.item(each.get_string(), screen::tone::bad);
  }
  return good ? done : differs;
}

int show_proof(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Entry", text(body, "index")},
             {"Leaf hash", text(body, "leafHash")},
             {"Log size", text(body, "size")},
             {"Root", text(body, "root")}});
  to.line("Inclusion proof (RFC 6962, leaf upwards):");
  for (const auto& hash : list(body, "path")) {
    if (hash.is_string()) to.item(hash.get_string());
  }
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
     "changed, removed, put in another order or signed by another key.\n\n"
     "Example:\n  tenure audit verify ./trail --key \"example.org/tenure+2b1f...\"\n",
     {{"FOLDER", "The exported trail", true},
      {"--key VKEY", "The log's verifier key, as `tenure audit key` printed it once", true}},
     ask_verify, show_verified, {}, false},
    {"audit prove", "Prove that one entry is in the trail",
     "Example:\n  tenure audit prove 1041\n", {{"INDEX", "The entry's index", true}}, ask_prove,
     show_proof},
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
