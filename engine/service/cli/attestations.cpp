// tenure attestation: what is on record about people and units.
#include "engine/http/target.hpp"
#include "engine/service/cli/cli.hpp"
#include "engine/service/cli/command.hpp"
#include "engine/service/cli/fields.hpp"

namespace tenure::cli {
namespace {

result<http::request> ask_record(const attributes& given) {
  return post("/v1/attestations",
              body_of(given, {"kind", "person", "unit", "until", "from", "evidence"}));
}
result<http::request> ask_list(const attributes& given) {
  return get("/v1/attestations", query_of(given, {"person", "unit", "kind", "all"}));
}
result<http::request> ask_withdraw(const attributes& given) {
  return post(http::path_of({"v1", "attestations", given.at("attestation"), "withdraw"}));
}

std::string about(const json::value& of) {
  auto unit = text(of, "unit");
  return unit.empty() ? text(of, "person") : "unit " + unit;
}

int show_one(const json::value& body, const attributes&, screen& to) {
  to.fields({{"Attestation", text(body, "id")},
             {"Kind", text(body, "kind")},
             {"About", about(body)},
             {"From", text(body, "from")},
             {"Until", text(body, "until")},
             {"Evidence", text(body, "evidence")},
             {"Recorded by", text(body, "recordedBy")},
             {"Withdrawn", text(body, "withdrawn")}});
  return done;
}

int show_list(const json::value& body, const attributes&, screen& to) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : list(body, "attestations")) {
    auto withdrawn = text(each, "withdrawn");
    rows.push_back({text(each, "id"), text(each, "kind"), about(each), text(each, "from"),
                    withdrawn.empty() ? text(each, "until") : "withdrawn " + withdrawn,
                    text(each, "recordedBy"), text(each, "evidence")});
  }
  if (rows.empty()) to.line("Nothing is on record.");
  if (!rows.empty()) {
    to.table({"ATTESTATION", "KIND", "ABOUT", "FROM", "UNTIL", "RECORDED BY", "EVIDENCE"}, rows);
  }
  return done;
}

const command commands[] = {
    {"attestation record", "Record that training was done or a policy read, with its proof",
     "Of a person by their line manager, of a unit by its head, of anybody by the HR officer;\n"
     "never of oneself. Kinds: acceptableUse (of a unit), emailTraining, personalCommitment,\n"
     "policyAwareness. What a policy pack makes depend on it: tenure case offered.\n\n"
     "Example:\n  tenure attestation record policyAwareness --person tom.baker \\\n"
     "    --until 2027-11-30 --evidence 'e-learning record 4711'\n",
     {{"KIND", "What is recorded", true},
      {"--person PERSON", "About whom"},
      {"--unit UNIT", "About which unit, instead"},
      {"--until DATE", "The last day on which it counts, at most ten years on", true},
      {"--evidence TEXT", "Where the proof is", true},
      {"--from DATE", "The first day; today when it is missing"}},
     ask_record, show_one},
    {"attestation list", "List what is on record about people and units",
     "Example:\n  tenure attestation list --kind acceptableUse\n",
     {{"--person PERSON", "Only about this person"},
      {"--unit UNIT", "Only about this unit"},
      {"--kind KIND", "Only of this kind"},
      {"--all", "Those that are over, too"}},
     ask_list, show_list},
    {"attestation withdraw", "Withdraw an attestation; what rests on it ends",
     "Who may record it, or the person it is about.\n\n"
     "Example:\n  tenure attestation withdraw 1f0c...\n",
     {{"ATTESTATION", "The id, from `tenure attestation list`", true}}, ask_withdraw, show_one},
};

}  // namespace

std::span<const command> attestation_commands() { return commands; }

}  // namespace tenure::cli
