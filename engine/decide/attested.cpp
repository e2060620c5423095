#include "engine/decide/attested.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

// Before there is a case, who asks and who gains stand in the request.
std::string about(deliberation& d, const policy::attested_rule& rule) {
  if (rule.of == "subject") {
    return d.known.person ? d.known.person->id.value : d.known.account.person.value;
  }
  if (!d.out.next_case) return std::string(value_of(d.what.data, rule.of));
  if (rule.of == "requester") return d.out.next_case->requester.value;
  return std::string(value_of(d.context(), rule.of));
}

// The one that stands longest; nullptr: none does.
const attestation* standing_one(deliberation& d, const policy::attested_rule& rule) {
  const attestation* found = nullptr;
  auto who = about(d, rule);
  const std::vector<attestation>* both[] = {&d.known.attestations, &d.out.attestations};
  for (const auto* all : both) {
    for (const auto& each : *all) {
      if (each.about != who || each.kind != rule.kind || !each.stands_at(d.what.at)) continue;
      if (found == nullptr || found->until < each.until) found = &each;
    }
  }
  return found;
}

}  // namespace

result<void> judge_attested(deliberation& d) {
  const auto& rules = d.by.pack.cases.find(value_of(d.what.data, "workflow"))->second.attested;
  for (const auto& rule : rules) {
    if (rule.signed_here || standing_one(d, rule) != nullptr) continue;
    return refusal{.code = "case.attestation.denied",
                   .message = "no " + rule.kind + " of the " + rule.of + " is on record",
                   .place = rule.of, .rule = rule.clause,
                   .way_out = "Have it recorded first: tenure attestation record"};
  }
  return {};
}

bool attestation_missing(deliberation& d) {
  for (const auto& rule : d.rule().attested) {
    if (standing_one(d, rule) != nullptr) continue;
    d.clauses.insert(rule.clause);
    d.facts["notOnRecord"] = rule.kind;
    d.explain("no " + rule.kind + " of the " + rule.of + " is on record");
    return true;
  }
  return false;
}

std::optional<instant> attested_until(deliberation& d) {
  std::optional<instant> out;
  for (const auto& rule : d.rule().attested) {
    const auto* found = standing_one(d, rule);
    if (found == nullptr || (out && *out <= found->until)) continue;
    out = found->until;
    d.clauses.insert(rule.clause);
  }
  return out;
}

void record_attestations(deliberation& d, instant until) {
  for (const auto& rule : d.rule().attested) {
    bool needless = !rule.signed_here || standing_one(d, rule) != nullptr;
    if (needless || until <= d.what.at) continue;
    const auto& of = *d.out.next_case;
    d.out.attestations.push_back({.id = d.what.id.derive<attestation_id>(rule.kind),
                                  .about = about(d, rule), .kind = rule.kind,
                                  .evidence = "signed in case " + of.id.text(), .from = d.what.at,
                                  .until = until, .recorded_by = d.what.by, .withdrawn = {}});
    d.clauses.insert(rule.clause);
    d.facts["attestation." + rule.kind] = d.out.attestations.back().id.text();
    d.facts["attestedUntil"] = to_text(until);
  }
}

}  // namespace tenure::decide
