// What an agency's rule for a workflow weakens of the one it extends (WYO-I.D, MAS-4).
#include "engine/policy/case_parts.hpp"

#include "engine/model/instant.hpp"

#include <algorithm>
#include <array>

namespace tenure::policy {
namespace {

constexpr std::array tellings{"never", "decided", "after", "before"};  // each tells more

template <class Item>
bool within(const std::vector<Item>& some, const std::vector<Item>& all) {
  return std::all_of(some.begin(), some.end(), [&](const Item& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  });
}

// Every stage of the parent is still there, in its order, with nobody added to it.
bool stages_kept(const case_rule& parent, const case_rule& child) {
  auto at = child.agree.begin();
  for (const auto& stage : parent.agree) {
    at = std::find_if(at, child.agree.end(), [&](const authority_rule& mine) {
      bool for_no_fewer = mine.kinds.empty() ||
                          (!stage.kinds.empty() && within(stage.kinds, mine.kinds));
      return within(mine.who, stage.who) && mine.least >= stage.least && for_no_fewer;
    });
    if (at == child.agree.end()) return false;
    ++at;
  }
  return true;
}

// Shown by each part: no calendar may turn the order round.
bool no_longer(const std::string& child, const std::string& parent) {
  auto c = *parse_period(child), p = *parse_period(parent);
  return c.months <= p.months && c.days <= p.days && c.seconds <= p.seconds;
}

// Confirmed at least as often.
bool as_often(const case_rule& parent, const case_rule& child) {
  if (parent.review_every.value.empty()) return true;
  return !child.review_every.value.empty() &&
         no_longer(child.review_every.value, parent.review_every.value);
}

auto telling(const case_rule& of) {
  return std::find(tellings.begin(), tellings.end(), of.tell_subject.value);
}

// An empty one of the parent limits nothing.
bool no_more(const case_value& child, const case_value& parent, auto&& fits) {
  return parent.value.empty() || (!child.value.empty() && fits(child.value, parent.value));
}

void weakened_parts(const case_rule& parent, const case_rule& child,
                    std::vector<std::string>& out) {
  auto check = [&](bool kept, const std::string& what, const std::string& clause) {
    if (!kept) out.push_back(what + " (" + clause + ")");
  };
  for (const auto& rule : parent.attested) {
    bool kept = std::any_of(child.attested.begin(), child.attested.end(), [&](const auto& mine) {
      return mine.of == rule.of && mine.kind == rule.kind && mine.signed_here <= rule.signed_here;
    });
    check(kept, "attested asks for less on record", rule.clause);
  }
  for (const auto& asked : parent.questions) {
    bool kept = std::any_of(child.questions.begin(), child.questions.end(), [&](const auto& mine) {
      return mine.id == asked.id && mine.required >= asked.required;
    });
    check(kept, "questions asks less", asked.clause);
  }
  check(no_more(child.backups_hold, parent.backups_hold, no_longer),
        "backupsHold reaches further back", parent.backups_hold.clause);
  check(no_more(child.largest_quota, parent.largest_quota,
                [](const auto& c, const auto& p) { return *parse_number(c) <= *parse_number(p); }),
        "largestQuota is larger", parent.largest_quota.clause);
  bool same_people = within(child.escalate.to.who, parent.escalate.to.who);
  check(child.escalate.after.empty() || same_people, "escalate lets more people agree",
        parent.escalate.to.clause.empty() ? parent.clause : parent.escalate.to.clause);
}

}  // namespace

std::vector<std::string> weakened(const case_rule& parent, const case_rule& child) {
  std::vector<std::string> out;
  auto check = [&](bool kept, const std::string& what, const std::string& clause) {
    if (!kept) out.push_back(what + " (" + clause + ")");
  };
  check(parent.kinds.empty() || (!child.kinds.empty() && within(child.kinds, parent.kinds)),
        "for takes in more people", parent.clause);
  check(within(child.ask.who, parent.ask.who), "ask lets more people ask", parent.ask.clause);
  check(stages_kept(parent, child), "agree drops or widens a stage",
        parent.agree.empty() ? parent.clause : parent.agree.front().clause);
  check(child.requester_may_agree.value == "false" || parent.requester_may_agree.value == "true",
        "requesterMayAgree lets people agree to what they asked",
        parent.requester_may_agree.clause);
  check(within(parent.require, child.require), "require asks for less", parent.clause);
  check(parent.purposes.empty() ||
            (!child.purposes.empty() && within(child.purposes, parent.purposes)),
        "purposes allows more", parent.purposes_clause);
  check(within(child.gives, parent.gives), "gives allows more", parent.clause);
  check(no_longer(child.longest.value, parent.longest.value), "longest is longer",
        parent.longest.clause);
  check(no_longer(child.evidence_kept.value, parent.evidence_kept.value),
        "evidenceKept is longer", parent.evidence_kept.clause);
  check(as_often(parent, child), "reviewEvery is rarer", parent.review_every.clause);
  check(child.on_silence.value != "helpdesk" || parent.on_silence.value == "helpdesk",
        "onSilence ends later", parent.on_silence.clause);
  check(telling(child) >= telling(parent), "tellSubject tells less", parent.tell_subject.clause);
  weakened_parts(parent, child, out);
  check(child.outside.value == "false" || parent.outside.value == "true",
        "outside lets mail out", parent.outside.clause);
  return out;
}

}  // namespace tenure::policy
