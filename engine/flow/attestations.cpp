#include "engine/flow/attestations.hpp"

namespace tenure::flow {
namespace {

void note(line& on, const attestation& of, const char* event, const event_id& cause,
          const actor& by) {
  auto all = on.in.accounts().of_person({of.about});
  on.in.journal().append(
      {.at = on.now, .account = all.empty() ? account_id{} : all.back().id, .cause = cause,
       .event = event, .from = "", .to = "", .by = by, .rules = {},
       .facts = {{"attestation", of.id.text()}, {"kind", of.kind}, {"from", to_text(of.from)},
                 {"until", to_text(of.until)}},
       .personal = {{"about", of.about}, {"evidence", of.evidence}}});
}

}  // namespace

void record_attestation(line& on, const attestation& made, const event_id& cause) {
  on.in.attestations().save(made);
  note(on, made, "attestation.recorded", cause, made.recorded_by);
}

void withdraw_attestation(line& on, attestation of, const event_id& cause, const actor& by) {
  of.withdrawn = on.now;
  on.in.attestations().save(of);
  note(on, of, "attestation.withdrawn", cause, by);
  for (const auto& open : on.in.cases().open_concerning({of.about})) {
    auto rule = on.of.rules.pack.cases.find(open.workflow);
    bool rests = rule != on.of.rules.pack.cases.end() && !rule->second.attested.empty();
    if (!rests) continue;
    event told{.id = cause.derive<event_id>("attestation:" + open.id.text()),
               .name = "attestation.lapsed", .at = on.now, .account = open.subject, .by = by,
               .data = {{"case", open.id.text()}}};
    on.in.inbox().put(told);
    (void)on.advance(told);
  }
}

}  // namespace tenure::flow
