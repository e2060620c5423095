#include "engine/decide/holding.hpp"

namespace tenure::decide {
namespace {

policy::authority_rule only(std::string_view word, const std::string& clause) {
  return {.who = {std::string(word)}, .least = 1, .clause = clause};
}

// Of those whom the pack lets set one, the first that the requester is.
std::string office_of(deliberation& d, const hr_id& who) {
  const auto& ask = d.rule().ask;
  for (const auto& word : ask.who) {
    auto office = only(word, ask.clause);
    if (standing_of(who, office, *d.known.person, *d.known.people, {}).holds) return word;
  }
  return {};
}

// The subject's own life stops what is under way.
void tell_subject(deliberation& d, std::string_view name, const hold& which) {
  d.out.events.push_back({.id = d.what.id.derive<event_id>(name), .name = std::string(name),
                          .at = d.what.at, .account = which.account, .by = d.what.by,
                          .data = {{"matter", which.matter}, {"hold", which.id.text()}}});
}

hold hold_of(const deliberation& d) {
  const auto& of = *d.out.next_case;
  return {.id = of.id.derive<hold_id>("hold"), .account = of.subject,
          .matter = std::string(value_of(of.context, "matter")), .placed_by = d.what.by,
          .placed = of.opened, .lifted = {}};
}

}  // namespace

void place_hold(deliberation& d, const attributes&) {
  auto placed = hold_of(d);
  d.context()["office"] = office_of(d, d.out.next_case->requester);
  d.facts["hold"] = placed.id.text();
  d.explain("nothing of the mailbox is archived, deleted or destroyed");
  d.out.holds.push_back({placed, d.what.by});
  tell_subject(d, "hold.placed", placed);
}

void lift_hold(deliberation& d, const attributes&) {
  auto lifted = hold_of(d);
  lifted.lifted = d.what.at;
  d.facts["hold"] = lifted.id.text();
  d.explain("the hold is lifted; others on the mailbox stay");
  d.out.holds.push_back({lifted, d.what.by});
  tell_subject(d, "hold.lifted", lifted);
}

result<void> judge_release(deliberation& d) {
  auto office = only(value_of(d.context(), "office"), d.rule().ask.clause);
  bool known = !office.who.front().empty();
  if (known && standing_of({d.what.by.who}, office, *d.known.person, *d.known.people, {}).holds) {
    return {};
  }
  return refusal{.code = "hold.lift.denied", .message = "only the office that set it lifts it",
                 .place = "hold", .rule = d.rule().clause,
                 .way_out = "These may: " + in_words(office)};
}

void tell_administrators(deliberation& d, const std::string& notice) {
  for (const auto& who : d.known.people->holders("administrator")) {
    d.add_effect("notify", "", {{"template", notice}, {"to", "person:" + who.value},
                                {"case", d.out.next_case->id.text()}});
  }
}

}  // namespace tenure::decide
