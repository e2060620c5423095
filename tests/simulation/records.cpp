// What is on record about the made-up organisation's people, as the store has it.
#include "tests/simulation/office.hpp"

#include "engine/flow/attestations.hpp"

#include <algorithm>

namespace tenure::test {

bool office::attested(const std::string& who, const std::string& kind) {
  bool out = false;
  w_.engine->run([&](flow::line& on) {
    for (const auto& each : on.in.attestations().about(who)) {
      bool over = each.withdrawn && *each.withdrawn <= on.now;
      out = out || (each.kind == kind && each.from <= on.now && on.now < each.until && !over);
    }
    return false;
  });
  return out;
}

bool office::on_record(const policy::case_rule& rule, const case_file& of) {
  return std::ranges::all_of(rule.attested, [&](const auto& wanted) {
    auto who = wanted.of == "subject"     ? person_of(of.subject)
               : wanted.of == "requester" ? of.requester.value
                                          : std::string(value_of(of.context, "recipient"));
    return attested(who, wanted.kind);
  });
}

bool office::withdraw_one() {
  bool found = false;
  w_.engine->run([&](flow::line& on) {
    auto all = on.in.attestations().list("", 10'000);
    if (all.empty()) return false;
    const auto& one = all[dice_() % all.size()];
    if (!one.stands_at(on.now)) return false;
    flow::withdraw_attestation(on, one, new_id<event_id>(w_.random), {"P0", "hrOfficer", "test"});
    return found = true;
  });
  w_.settle();
  return found;
}

}  // namespace tenure::test
