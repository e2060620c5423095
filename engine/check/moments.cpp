#include "engine/check/moments.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

using enum moment::kind;

constexpr std::string_view of_deadline = "xstate.after.";

bool contains(const std::vector<std::string>& all, std::string_view name) {
  return std::ranges::find(all, name) != all.end();
}

bool lets_somebody_in(std::string_view, const sight& at) {
  const auto& is = condition(at);
  return (is.delegates && !is.delegates->empty()) || (is.forwarding && !is.forwarding->empty()) ||
         (is.send_on_behalf && !is.send_on_behalf->empty());
}

// "xstate.after.remindAfter.delegation.awaitingDecision"
bool fell_due(std::string_view name, const sight& at) {
  std::string_view event = at.step.heard;
  if (!event.starts_with(of_deadline)) return false;
  event.remove_prefix(of_deadline.size());
  return event.substr(0, event.find('.')) == name;
}

bool begun(std::string_view verb, const sight& at) {
  return std::ranges::any_of(at.step.begun, [&](const effect& e) { return e.verb == verb; });
}

bool always(std::string_view, const sight&) { return true; }

constexpr moment moments[] = {
    {"always", false, world, always},
    {"access", false, world, lets_somebody_in},  // the desired condition lets somebody else in
    {"asked", false, step, [](std::string_view, const sight& at) { return at.step.asked; }},
    {"ended", false, step, [](std::string_view, const sight& at) { return at.step.ended; }},
    {"grant", false, step,
     [](std::string_view, const sight& at) { return !at.step.opened.empty(); }},
    {"task", false, step,
     [](std::string_view, const sight& at) { return !at.step.asked_for.empty(); }},
    {"effect", true, step, begun},
    // An effect came back, a task was done, and the workflow answered.
    {"failed", false, step,
     [](std::string_view, const sight& at) { return at.step.taken && !at.step.failed.empty(); }},
    {"failed", true, step,
     [](std::string_view of, const sight& at) { return at.step.taken && at.step.failed == of; }},
    {"done", true, step,
     [](std::string_view of, const sight& at) { return at.step.taken && at.step.succeeded == of; }},
    {"finished", true, step,
     [](std::string_view of, const sight& at) { return at.step.taken && at.step.finished == of; }},
    // Time passed until something fell due.
    {"due", false, step,
     [](std::string_view, const sight& at) { return at.step.heard.starts_with(of_deadline); }},
    {"due", true, step, fell_due},
    // An event came and something answered; also one that accounts and cases told each other.
    {"heard", true, step,
     [](std::string_view of, const sight& at) {
       return at.step.heard == of || contains(at.step.heard_too, of);
     }},
    {"unheard", true, unheard, always},
    {"no way in", false, exploration, always},    // nobody's request was accepted
    {"lost result", false, exploration, always},  // what came back, and nothing answered
    // Time, the engine and the helpdesk alone never come to rest; nor with the answers of those
    // who are asked.
    {"dead end", false, exploration, always},
    {"dead end although answered", false, exploration, always},
    // The pack lets somebody have a right by this, and in no story they get it.
    {"nothing given", false, exploration, always},
};

}  // namespace

const moment* find_moment(std::string_view at) {
  for (const auto& each : moments) {
    if (!each.of_what && at == each.word) return &each;
  }
  const auto space = at.find(' ');
  for (const auto& each : moments) {
    bool named = each.of_what && space != at.npos && space + 1 < at.size();
    if (named && at.substr(0, space) == each.word) return &each;
  }
  return nullptr;
}

std::string_view named_in(std::string_view at, const moment& is) {
  return is.of_what ? at.substr(is.word.size() + 1) : std::string_view();
}

}  // namespace tenure::check
