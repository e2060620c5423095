// What must be true of cases and grants after every step, held against the office's own reading of
// the policy.
#include "tests/simulation/case_year.hpp"

#include "engine/decide/decide.hpp"

#include <algorithm>

namespace tenure::test {
void case_year::read_entry(const std::string& leaf) {
  auto refused = member(leaf, "refused");
  if (!refused.empty()) last_refused_.insert(refused);
}

void case_year::check() {
  auto all_changed = seen.check_changed();
  for (const auto& changed : all_changed) office_.follow(changed);
  for (const auto& changed : all_changed) check_grants(changed);
  check_held_mail();
  for (const auto& each : open_cases()) {
    check_new_agreements(each);
    auto lacking = stage_lacking(each);
    bool stands = each.state.starts_with("open") && each.state != "open.reviewing";
    bool acts = stands || each.state.starts_with("executing");
    if (!acts || !lacking) continue;
    seen.wrong_with(w.load(each.subject), each.workflow + " is " + each.state +
                                              " without the agreement of stage " +
                                              std::to_string(*lacking));
  }
}

// The first stage of agreement that is not complete. What is done at once and looked at afterwards
// needs none before.
std::optional<std::size_t> case_year::stage_lacking(const case_file& of) {
  static const std::set<std::string> at_once{"breakGlass", "disconnection", "suspension"};
  auto stages = office_.stages_of(of);
  if (at_once.contains(of.workflow)) return std::nullopt;
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    if (!stages[stage].is_for(w.load(of.subject).kind)) continue;
    if (agreed_[of.id][stage].size() < stages[stage].least) return stage;
  }
  return std::nullopt;
}

// Whoever the case says has agreed since the last look is who acted in this step, and may agree;
// or who asked, where the policy lets that count.
void case_year::check_new_agreements(const case_file& of) {
  const auto& rule = office_.rules.find(of.workflow)->second;
  auto stages = office_.stages_of(of);
  // Looked at again: what they said before counts for nothing.
  bool anew = of.state.ends_with("reviewing") && !of.context.contains("agreed.0");
  if (anew) agreed_[of.id].clear();
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    auto& known = agreed_[of.id][stage];
    for (const auto& who : names_in(value_of(of.context, "agreed." + std::to_string(stage)))) {
      if (!known.insert(who).second) continue;
      ++agreed;
      bool by_asking = who == of.requester.value && office_.requester_counts(rule, stage, of);
      bool by_answering = who_acted_.contains(who) && office_.may_agree(rule, stage, of, who);
      if (by_asking || by_answering) continue;
      seen.wrong_with(w.load(of.subject), who + " counts as having agreed to " + of.workflow +
                                              " of " + of.requester.value + ", stage " +
                                              std::to_string(stage));
    }
  }
}

void case_year::check_grants(const account& on) {
  std::vector<grant> open;
  std::vector<case_file> cases;
  w.engine->run([&](flow::line& line) {
    for (const auto& g : line.in.grants().on(on.id)) {
      if (g.closed) continue;
      open.push_back(g);
      cases.push_back(line.in.cases().load(g.from_case).value_or(case_file{}));
    }
    return false;
  });
  for (const auto& of : cases) check_new_agreements(of);
  for (std::size_t i = 0; i < open.size(); ++i) check_grant(on, open[i], cases[i]);
}

void case_year::check_grant(const account& on, const grant& given, const case_file& of) {
  auto bad = [&](const std::string& what) {
    seen.wrong_with(on, std::string(to_text(given.kind)) + " for " + given.holder.value + " of " +
                            of.workflow + " (" + of.state + ") is open " + what);
  };
  if (of.closed) bad("and its case is closed");
  if (office_.is_secure(on.id)) bad("on a mailbox of the secure network");
  if (office_.is_closed(on.id)) bad("on a closed mailbox");
  const auto& rule = office_.rules.find(of.workflow)->second;
  bool gives = std::ranges::find(rule.gives, given.kind) != rule.gives.end();
  if (!gives && given.purpose != "owner") bad("and not what it gives");
  // What follows a post ends with the mailbox.
  if (of.workflow == "sharedMailbox") return;
  auto last = w.calendar->local_date(w.calendar->add(of.opened, *parse_period(rule.longest.value)));
  if (!given.ends || w.calendar->local_date(*given.ends - std::chrono::seconds(1)) > last) {
    bad("for longer than the policy allows");
  }
  if (given.ends && *given.ends < w.clock.now()) bad("beyond its day");
  if (!office_.on_record(rule, of)) bad("and what it rests on is not on record");
  if (auto lacking = stage_lacking(of)) {
    bad("without the agreement of stage " + std::to_string(*lacking));
  }
}

}  // namespace tenure::test
