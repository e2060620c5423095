// Whether what was agreed to still stands: who agreed still may, and what it rests on is on record.

#include "engine/decide/agreement.hpp"
#include "engine/decide/attested.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

bool lapsed(const case_file& of, const policy::case_rule& rule, const person& subject,
            organisation_chart& people) {
  const std::vector<hr_id> never{subject.id, of.requester};
  for (std::size_t stage = 0; stage < rule.agree.size(); ++stage) {
    if (!rule.agree[stage].is_for(subject.kind)) continue;
    auto agreed = kinds_in(value_of(of.context, agreed_key(stage)));
    auto stands = [&](const std::string& who) {
      return standing_of({who}, stage_of(of.context, rule, stage), subject, people, never).holds;
    };
    auto still = std::count_if(agreed.begin(), agreed.end(), stands);
    if (static_cast<std::size_t>(still) < rule.agree[stage].least) return true;
  }
  return false;
}

}  // namespace

bool agreement_stands(const case_file& of, const rules& by, const person& subject,
                      organisation_chart& people) {
  auto rule = by.pack.cases.find(of.workflow);
  if (rule == by.pack.cases.end()) return false;
  auto begun = rule->second;
  for (std::size_t stage = 0; stage < begun.agree.size(); ++stage) {
    bool nobody_yet = value_of(of.context, agreed_key(stage)).empty();
    if (nobody_yet) begun.agree[stage].least = 0;
  }
  return !lapsed(of, begun, subject, people);
}

// A case asks about its own agreement; an account, on the way to its mailbox, about that of the
// case by which it was agreed to.
bool agreement_lapsed(deliberation& d) {
  if (d.known.people == nullptr || !d.known.person) return false;
  auto gone = [&](const case_file& of) {
    auto rule = d.by.pack.cases.find(of.workflow);
    return rule != d.by.pack.cases.end() &&
           lapsed(of, rule->second, *d.known.person, *d.known.people);
  };
  bool out = false;
  if (d.out.next_case) {
    if (attestation_missing(d)) return true;
    out = gone(*d.out.next_case);
  } else {
    for (const auto& open : d.known.open_cases) out = out || gone(open);
  }
  if (out) d.facts["agreement"] = "lapsed";
  if (out) d.explain("who agreed has left, or has lost the office in which they agreed");
  return out;
}

}  // namespace tenure::decide
