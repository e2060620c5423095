// What packs may choose: each made-up organisation chooses for itself.
#include "tests/simulation/office.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

// Whether the workflow goes on without anybody's agreement where the pack asks for none.
bool may_do_without(const world& w, const std::string& name) {
  const auto& ways = w.case_charts.find(name)->second->transitions;
  return std::ranges::any_of(ways, [](const auto& way) {
    return way.guard && way.guard->type == "agreementNeeded";
  });
}

void vary_agreement(const std::string& name, policy::case_rule& rule, bool may_do_without,
                    std::mt19937_64& dice) {
  bool gives = !rule.gives.empty() && name != "breakGlass";
  if (rule.agree.empty() && gives && dice() % 2 == 0) {
    rule.agree.push_back({.who = {"headOfUnitOrAbove"}, .least = 1, .clause = "practice"});
  } else if (may_do_without && dice() % 6 == 0) {
    rule.agree.clear();
  }
  for (auto& stage : rule.agree) {
    if (dice() % 8 == 0) stage.least = 2;
    if (dice() % 8 == 0) stage.who.push_back("role:legalCounsel");
  }
  if (!rule.agree.empty() && dice() % 3 == 0) {
    rule.escalate = {dice() % 2 == 0 ? "PT12H" : "P3D",
                     {.who = {"headOfOrganisation"}, .least = 1, .clause = "practice"}};
  }
}

void vary_records(const std::string& name, policy::case_rule& rule, std::mt19937_64& dice) {
  bool named = std::ranges::find(rule.require, "recipient") != rule.require.end();
  if (!rule.gives.empty() && name != "accessReview" && dice() % 2 == 0) {
    rule.attested.push_back({.of = named ? "recipient" : "subject", .kind = "policyAwareness",
                             .clause = "practice"});
  }
  if (dice() % 4 == 0) rule.questions.push_back({.id = "why", .text = "Why now?",
                                                 .clause = "practice"});
  if (dice() % 3 == 0) std::erase(rule.require, "controls");
}

// Old messages go from one folder, soon; in some organisations more than it may find at once.
void vary_sweep(policy::sweep_rule& rule, std::mt19937_64& dice) {
  if (!rule.wanted() && dice() % 3 != 0) return;
  rule.every = {"P3D", "practice"};
  rule.most = {dice() % 3 == 0 ? "2" : "2000", "practice"};
  rule.folders = {{"Transitory", "P5D", "practice"}};
}

}  // namespace

void vary_settings(world& w, std::mt19937_64& dice) {
  auto set = [&](const char* name, const char* value, int percent) {
    if (static_cast<int>(dice() % 100) >= percent) return;
    auto& of = w.pack.settings.at(name);
    of.common.value = value;
    of.by_kind.clear(), of.by_unit.clear();
  };
  set("extractIgnored", "wait", 40);
  bool hands_over = dice() % 10 < 3;
  if (hands_over) {
    set("handOverToHead", "true", 100);
    w.pack.cases["handOver"].agree = {{.who = {"headOfUnit"}, .least = 1, .clause = "practice"}};
  }
  set("tellSubjectOfAbsence", "false", 30);
  set("absenceClosesMailbox", "false", 30);
  set("absenceHides", "false", 40);
  set("archiveOnClosing", "false", 20);
  set("archiveRetention", "P60D", 40);
  set("retentionTime", "P10D", 50);
  set("brake.delete.count", "1", 30);
  set("redirectTime", "P5D", 50);
  set("aliasOnRequest", "true", 50);
  auto& names = w.pack.settings.at("addressTemplate").by_kind;
  if (dice() % 10 == 0) names.erase(person_kind::shared);
  set("leaderSignOff", "true", 15);
  set("dispositionDecision", "true", 15);
}

world& vary(world& w, std::mt19937_64& dice) {
  vary_settings(w, dice);
  vary_sweep(w.pack.sweep, dice);
  for (auto& [name, rule] : w.pack.cases) {
    if (name == "handOver") continue;  // begins by itself: nobody answers questions for it
    vary_agreement(name, rule, may_do_without(w, name), dice);
    vary_records(name, rule, dice);
    if (!rule.review_every.value.empty()) {
      rule.review_every.value = "P10D";
      if (dice() % 2 == 0) rule.on_silence = {"helpdesk", "practice"};
    }
    if (dice() % 2 == 0) rule.evidence_kept.value = "P20D";
    const char* when[] = {"before", "decided"};
    bool gives = !rule.gives.empty() && name != "breakGlass";
    if (gives && dice() % 3 == 0) rule.tell_subject.value = when[dice() % 2];
    if (name == "workerReplacement" && dice() % 2 == 0) rule.kinds.push_back(person_kind::member);
  }
  return w;
}

}  // namespace tenure::test
