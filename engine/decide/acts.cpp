// What somebody may do to a case besides answering its question.

#include "engine/decide/certifying.hpp"
#include "engine/decide/collecting.hpp"
#include "engine/decide/holding.hpp"
#include "engine/decide/ownership.hpp"

namespace tenure::decide {

hr_id recipient_of(deliberation& d) {
  auto gains = value_of(d.context(), "recipient");
  return {std::string(gains.empty() ? value_of(d.context(), "holder") : gains)};
}

result<void> judge_act(deliberation& d) {
  if (d.what.name.starts_with("member.")) return judge_membership(d);
  if (by_engine(d.what)) return {};
  if (d.what.name == "hold.released") return judge_release(d);
  const hr_id who{d.what.by.who};
  const auto& requester = d.out.next_case->requester;
  bool asker_only = d.what.name == "case.withdrawn" || d.what.name == "case.concluded";
  bool collects = d.what.name == "evidence.wanted";
  if (!asker_only && !collects && d.what.name != "grant.revoked") return {};
  bool may = who == requester || (collects && who == recipient_of(d));
  if (may && collects) return judge_messages(d.what.data, d.rule().clause);
  if (!asker_only && !collects) {
    may = may || who == d.out.next.person;
    for (const auto& stage : stages_of(d)) {
      may = may || standing_of(who, stage, *d.known.person, *d.known.people, {}).holds;
    }
  }
  if (may) return {};
  return refusal{.code = "case.not_theirs.denied", .message = "it is not theirs to do",
                 .place = "case", .rule = d.rule().clause,
                 .way_out = collects     ? "Who asked may, or who was given the access"
                            : asker_only ? "Only who asked may"
                                         : "Who asked, whose mailbox it is, or who may agree"};
}

}  // namespace tenure::decide
