#include "engine/check/step_facts.hpp"

#include "engine/check/case_facts.hpp"

#include <algorithm>

namespace tenure::check {

bool in_use(const sight& at) {
  const auto& of = at.step.after.of;
  auto tagged = [&](std::string_view tag) { return decide::has_tag(of, at.in.by, tag); };
  return !of.directory_id.empty() && !tagged("left") && !tagged("gone");
}

bool hold_forbids_it(const sight& at) {
  constexpr std::string_view forbidden[] = {"archiveMailbox", "deleteMailbox", "destroyArchive",
                                            "destroyEarlierArchive", "destroyEvidence",
                                            "sweepFolders"};
  return std::ranges::find(forbidden, at.step.failed) != std::end(forbidden);
}

// Not a sweep of what is not swept any more, nor what an agreement that lapsed was for; and who
// names evidence sees what came of it, and names it again.
bool still_to_be_done(const sight& at) {
  bool lapsed = !seen(at).left.empty() && !agreement_stands(at);
  bool takes_away = at.step.failed == "reconcile" && !at.step.was_open;
  if (lapsed && !takes_away) return false;
  if (at.step.failed == "sweepFolders") return in_use(at) && !seen(at).suspended;
  return at.step.failed != "collectEvidence";
}

bool somebody_is_asked(const sight& at) {
  auto sent = [&](const effect& e) { return e.verb == at.step.failed && e.verb == "notify"; };
  return !at.step.asked_for.empty() || std::ranges::any_of(at.step.begun, sent);
}

bool usable(const sight& at) {
  const auto& is = condition(at);
  return is.sign_in == sign_in::allowed && is.address_list == address_list::shown &&
         is.delivery == delivery::accepted;
}

bool anything_open(const sight& at) {
  const auto& is = condition(at);
  return is.sign_in == sign_in::allowed || is.address_list == address_list::shown ||
         is.delivery == delivery::accepted;
}

namespace {

// "notify"; "notify accessAsked" and "notify deciders", one thing that was said to it; or all of
// them in the order of their names: "notify accessAsked deciders".
bool is_act(std::string_view name, const statechart::named& act) {
  if (!name.starts_with(act.type)) return false;
  name.remove_prefix(act.type.size());
  if (name.empty()) return true;
  if (name.front() != ' ') return false;
  std::string all;
  for (const auto& [key, value] : act.params) {
    if (name.substr(1) == value) return true;
    all += ' ' + value;
  }
  return name == all;
}

}  // namespace

bool done_now(std::string_view deed, const played& step) {
  const auto space = deed.find(' ');
  const auto kind = deed.substr(0, space);
  const auto name = deed.substr(space + 1);
  if (kind == "does") {
    return std::ranges::any_of(step.acts, [&](const auto* act) { return is_act(name, *act); });
  }
  if (kind == "tell") return std::ranges::find(step.told, name) != step.told.end();
  if (kind == "task") {
    return std::ranges::any_of(step.asked_for, [&](const task& t) { return t.kind == name; });
  }
  return std::ranges::any_of(step.begun, [&](const effect& e) {
    const auto notice = std::string(value_of(e.input, "template"));
    const auto to_whom = notice + " to " + std::string(value_of(e.input, "to"));
    return e.verb == "notify" && (name == notice || name == to_whom);
  });
}

bool reconciling(const sight& at) {
  return std::ranges::any_of(at.step.begun,
                             [](const effect& e) { return e.verb == "reconcile"; });
}

}  // namespace tenure::check
