#include "engine/check/variants.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::check {
namespace {

using policy::case_rule;
using statechart::chart;

constexpr std::string_view clause = "practice";

bool asks_about(const chart& in, std::string_view guard) {
  return std::ranges::any_of(in.transitions, [&](const statechart::transition& t) {
    return t.guard && t.guard->type == guard;
  });
}

bool asks_for_agreement(const chart& in) {
  return std::ranges::any_of(in.invokes, [](const auto& i) { return i.src == "approval"; });
}

// Told before answers are due, whatever the pack's own times are.
void escalate_soon(case_rule& of, const std::string& office) {
  of.escalate = {.after = "P1D", .to = {.who = {"role:" + office}, .clause = std::string(clause)}};
}

bool says_who_is_told(const case_rule& of) {
  return of.tell_subject.value == "before" || of.tell_subject.value == "after" ||
         of.tell_subject.value == "decided";
}

void tighten(case_rule& of, const chart& in, const std::vector<std::string>& roles) {
  const auto word = std::string(clause);
  if (asks_for_agreement(in)) {
    if (of.agree.empty()) of.agree = {{.who = {"headOfUnitOrAbove"}, .least = 1, .clause = word}};
    of.requester_may_agree.value = "false";
    if (asks_about(in, "subjectMayBeTold") && says_who_is_told(of)) {
      of.tell_subject.value = "decided";
    }
  }
  if (asks_for_agreement(in) && of.escalate.after.empty() && !roles.empty()) {
    escalate_soon(of, roles.front());
  }
  if (asks_about(in, "attestationMissing") && of.attested.empty()) {
    of.attested = {{.of = "subject", .kind = "policyAwareness", .clause = word}};
  }
}

// Somebody who may ask by this word may agree by it.
bool askers_agree(const case_rule& of) {
  return std::ranges::any_of(of.agree, [&](const auto& stage) {
    return std::ranges::find_first_of(stage.who, of.ask.who) != stage.who.end();
  });
}

// Where no asker may agree, the way without agreement is tried by asking for none. A mailbox that
// somebody else may look into is never opened by whoever asks alone (PAK-5.4).
bool needs_nobody(const case_rule& of, const chart& in) {
  bool own = of.ask.who == std::vector<std::string>{"subject"};
  return !askers_agree(of) && asks_about(in, "agreementNeeded") &&
         (own || !in.tagged("opensMailbox"));
}

void trust(case_rule& of, const chart& in) {
  if (needs_nobody(of, in)) of.agree.clear();
  if (!of.agree.empty()) of.requester_may_agree.value = "true";
  if (asks_about(in, "subjectIsToldBefore") && says_who_is_told(of)) {
    of.tell_subject.value = "before";
  }
}

}  // namespace

std::string_view to_text(variant of) {
  switch (of) {
    case variant::stricter:
      return "under stricter rules";
    case variant::trusting:
      return "under trusting rules";
  }
  throw std::logic_error("variant");
}

bool same_way(const case_rule& one, const case_rule& other) {
  return one.agree.size() == other.agree.size() && one.attested == other.attested &&
         one.requester_may_agree.value == other.requester_may_agree.value &&
         one.tell_subject.value == other.tell_subject.value &&
         one.escalate.after == other.escalate.after;
}

policy::case_rules changed(policy::case_rules rules, variant how,
                           const decide::case_charts& charts,
                           const std::vector<std::string>& roles) {
  for (auto& [workflow, rule] : rules) {
    auto in = charts.find(workflow);
    if (in == charts.end()) continue;
    if (how == variant::stricter) tighten(rule, *in->second, roles);
    else trust(rule, *in->second);
  }
  return rules;
}

}  // namespace tenure::check
