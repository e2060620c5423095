#include "engine/check/approvers.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

constexpr std::size_t named_max = 3;

bool is_for(const policy::case_rule& rule, person_kind kind) {
  return rule.kinds.empty() ||
         std::find(rule.kinds.begin(), rule.kinds.end(), kind) != rule.kinds.end();
}

// Who may decide when `requester` asks: not the subject, and the requester only where asking is
// agreeing.
bool decidable(const policy::case_rule& rule, const policy::authority_rule& stage,
               const std::vector<hr_id>& holders, const hr_id& subject, const hr_id& requester) {
  auto is_holder = [&](const hr_id& who) {
    return std::find(holders.begin(), holders.end(), who) != holders.end();
  };
  bool agrees_by_asking = rule.requester_may_agree.value == "true" && stage.least == 1 &&
                          requester != subject && is_holder(requester);
  bool own = std::find(stage.who.begin(), stage.who.end(), "mailboxOwner") != stage.who.end();
  auto left = std::count_if(holders.begin(), holders.end(), [&](const hr_id& who) {
    return (who != subject || own) && who != requester;
  });
  return agrees_by_asking || static_cast<std::size_t>(left) >= stage.least;
}

bool always_decidable(const policy::case_rule& rule, const policy::authority_rule& stage,
                      const person& subject, decide::organisation_chart& chart) {
  auto holders = decide::holders_of(stage, subject, chart);
  auto askers = decide::holders_of(rule.ask, subject, chart);
  if (askers.empty()) askers.push_back({});  // anybody on staff, or nobody
  return std::all_of(askers.begin(), askers.end(), [&](const hr_id& who) {
    return decidable(rule, stage, holders, subject.id, who);
  });
}

finding nobody_for(const std::string& workflow, const policy::authority_rule& stage,
                   const std::vector<hr_id>& whom) {
  std::string names;
  for (std::size_t i = 0; i < whom.size() && i < named_max; ++i) {
    names += (names.empty() ? "" : ", ") + whom[i].value;
  }
  if (whom.size() > named_max) names += ", ...";
  return {.id = "approvers",
          .message = workflow + ": " + decide::in_words(stage) + " (" + stage.clause +
                     "): too few people could decide about " + std::to_string(whom.size()) +
                     " of the staff (" + names + "). Fill the post or the office, or let the "
                     "pack name another",
          .story = {}};
}

}  // namespace

std::vector<finding> find_approvers(const policy::pack& pack, decide::organisation_chart& chart,
                                    const std::vector<person>& staff) {
  std::vector<finding> out;
  for (const auto& [workflow, rule] : pack.cases) {
    for (const auto& stage : rule.agree) {
      std::vector<hr_id> without;
      for (const auto& subject : staff) {
        bool asked = is_for(rule, subject.kind) && stage.is_for(subject.kind);
        bool fine = !asked || always_decidable(rule, stage, subject, chart);
        if (!fine) without.push_back(subject.id);
      }
      if (!without.empty()) out.push_back(nobody_for(workflow, stage, without));
    }
  }
  return out;
}

}  // namespace tenure::check
