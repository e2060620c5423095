#include "engine/check/invariants.hpp"

#include "engine/check/deeds.hpp"

#include "engine/model/yaml.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace tenure::check {
namespace {

constexpr std::string_view effect_moment = "effect ";
// An event of this name came, and the workflow did not answer to it.
constexpr std::string_view unheard_moment = "unheard ";
// An effect of this verb came back done, and the workflow answered to it.
constexpr std::string_view done_moment = "done ";
// It came, and the workflow answered to it.
constexpr std::string_view heard_moment = "heard ";
// A deadline of this name fell due, and the workflow answered to it.
constexpr std::string_view due_moment = "due ";
// Somebody has done a task of this kind, and the workflow answered to it.
constexpr std::string_view finished_moment = "finished ";
// An effect of this verb has failed, and the workflow answered to it.
constexpr std::string_view failed_moment = "failed ";
constexpr std::string_view of_deadline = "xstate.after.";

constexpr std::string_view known_moments[] = {
    "access",  // the desired condition lets somebody else in
    "asked",   // a case was opened
    "ended",   // a case came to its end
    "grant",   // a grant was opened
    "always",
    "task",    // somebody was given a task
    "failed",  // an effect failed, and the workflow answered
    "due",     // time passed until something fell due, and the workflow answered
    "no way in",    // nobody's request was accepted
    "lost result",  // an effect or a task came back and nothing answered
    "dead end",     // time, the engine and the helpdesk alone never come to rest
    "dead end although answered",  // nor with the answers of those who are asked
    "nothing given",  // the pack lets somebody have a right by this, and in no story they get it
};

// Moments of a whole exploration: that they come at all is what is wrong.
constexpr std::string_view whole[] = {"no way in", "lost result", "dead end",
                                      "dead end although answered", "nothing given"};

bool known_moment(std::string_view at) {
  return at.starts_with(effect_moment) || at.starts_with(unheard_moment) ||
         at.starts_with(heard_moment) || at.starts_with(done_moment) ||
         at.starts_with(finished_moment) || at.starts_with(due_moment) ||
         at.starts_with(failed_moment) ||
         std::find(std::begin(known_moments), std::end(known_moments), at) !=
             std::end(known_moments);
}

class reader {
 public:
  explicit reader(std::string file) : file_(std::move(file)) {}

  result<std::vector<invariant>> read(const yaml_node& root) {
    if (!root.list() || root.items.empty()) fault(root, "a list of invariants is wanted");
    for (const auto& node : root.items) read_one(node);
    if (faults_.empty()) return std::move(all_);
    return refusal{.code = "invariants.malformed", .message = faults_};
  }

 private:
  void fault(const yaml_node& at, const std::string& what) {
    faults_ += (faults_.empty() ? "" : "\n") + file_ + ":" + std::to_string(at.line) + ": " + what;
  }

  void read_one(const yaml_node& node) {
    static const std::set<std::string_view> keys{"id", "says", "rules", "at", "in", "except",
                                                 "if", "must"};
    for (const auto& part : node.items) {
      if (!keys.contains(part.key)) fault(part, "'" + part.key + "' is no part of an invariant");
    }
    invariant one{.id = text(node, "id"), .says = text(node, "says"), .rules = list(node, "rules"),
                  .at = text(node, "at"), .in = list(node, "in"), .except = list(node, "except"),
                  .given = claims(node, "if"), .must = claims(node, "must"), .line = node.line};
    if (one.id.empty() || one.says.empty()) fault(node, "an invariant has an id, says something");
    if (!ids_.insert(one.id).second) fault(node, "another invariant has the id " + one.id);
    if (!known_moment(one.at)) fault(node, "'" + one.at + "' is no moment");
    bool of_a_step = std::find(std::begin(whole), std::end(whole), one.at) == std::end(whole) &&
                     !one.at.starts_with(unheard_moment);
    if (of_a_step == one.must.empty()) {
      fault(node, of_a_step ? "without `must` nothing is checked"
                            : "'" + one.at + "' is checked as such; it takes no `must`");
    }
    all_.push_back(std::move(one));
  }

  static std::string text(const yaml_node& in, std::string_view key) {
    const auto* found = in.find(key);
    return found != nullptr && found->scalar() ? found->text : "";
  }

  static std::vector<std::string> list(const yaml_node& in, std::string_view key) {
    std::vector<std::string> out;
    const auto* found = in.find(key);
    if (found == nullptr) return out;
    for (const auto& item : found->items) out.push_back(item.text);
    return out;
  }

  std::vector<claim> claims(const yaml_node& node, std::string_view key) {
    static const auto known = facts();
    std::vector<claim> out;
    for (auto text : list(node, key)) {
      bool is = !text.starts_with("not ");
      constexpr std::size_t negation = 4;
      if (!is) text.erase(0, negation);
      if (text.starts_with(did) && is_deed(std::string_view(text).substr(did.size()))) {
        out.push_back({text.substr(did.size()), is, no_number});
        continue;
      }
      if (text.starts_with(now) && is_deed_of_a_step(std::string_view(text).substr(now.size()))) {
        out.push_back({text.substr(now.size()), is, of_the_step});
        continue;
      }
      auto found = std::find(known.begin(), known.end(), text);
      if (found == known.end()) fault(node, "'" + text + "' is no fact that the checker knows");
      out.push_back({text, is, static_cast<std::size_t>(found - known.begin())});
    }
    return out;
  }

  std::string file_, faults_;
  std::set<std::string> ids_;
  std::vector<invariant> all_;
};

bool concerns(const invariant& one, const std::string& workflow) {
  auto has = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), workflow) != list.end();
  };
  return (one.in.empty() || has(one.in)) && !has(one.except);
}

// Without `must` it is broken as soon as `if` holds: that the moment came is what is wrong.
bool breaks(const invariant& one, const sight& at) {
  auto yes = [&](const claim& c) { return holds(c, at); };
  return std::all_of(one.given.begin(), one.given.end(), yes) &&
         (one.must.empty() || !std::all_of(one.must.begin(), one.must.end(), yes));
}

// "xstate.after.remindAfter.delegation.awaitingDecision"
bool fell_due(std::string_view event, std::string_view name) {
  if (!event.starts_with(of_deadline)) return false;
  event.remove_prefix(of_deadline.size());
  return event.substr(0, event.find('.')) == name;
}

bool lets_somebody_in(const sight& at) {
  const auto& is = condition(at);
  return (is.delegates && !is.delegates->empty()) || (is.forwarding && !is.forwarding->empty()) ||
         (is.send_on_behalf && !is.send_on_behalf->empty());
}

bool breaks_at(const invariant& one, sight at) {
  const auto& step = at.step;
  if (one.at == "always") return breaks(one, at);
  if (one.at == "asked") return step.asked && breaks(one, at);
  if (one.at == "ended") return step.ended && breaks(one, at);
  if (one.at.starts_with(heard_moment)) {
    const auto event = std::string_view(one.at).substr(heard_moment.size());
    bool heard = event == step.heard ||
                 std::ranges::find(step.heard_too, event) != step.heard_too.end();
    return heard && breaks(one, at);
  }
  if (one.at.starts_with(due_moment)) {
    return fell_due(step.heard, std::string_view(one.at).substr(due_moment.size())) &&
           breaks(one, at);
  }
  if (one.at.starts_with(done_moment)) {
    const auto verb = std::string_view(one.at).substr(done_moment.size());
    return step.taken && verb == step.succeeded && breaks(one, at);
  }
  if (one.at == "task") return !step.asked_for.empty() && breaks(one, at);
  if (one.at == "failed") return !step.failed.empty() && step.taken && breaks(one, at);
  if (one.at == "due") return step.heard.starts_with(of_deadline) && breaks(one, at);
  if (one.at.starts_with(finished_moment)) {
    const auto kind = std::string_view(one.at).substr(finished_moment.size());
    return step.taken && kind == step.finished && breaks(one, at);
  }
  if (one.at.starts_with(failed_moment)) {
    const auto verb = std::string_view(one.at).substr(failed_moment.size());
    return step.taken && verb == step.failed && breaks(one, at);
  }
  if (one.at == "access") return lets_somebody_in(at) && breaks(one, at);
  if (one.at == "grant") {
    return std::any_of(step.opened.begin(), step.opened.end(), [&](const grant& g) {
      at.opened = &g;
      return breaks(one, at);
    });
  }
  auto verb = std::string_view(one.at).substr(effect_moment.size());
  return std::any_of(step.begun.begin(), step.begun.end(),
                     [&](const effect& e) { return e.verb == verb; }) &&
         breaks(one, at);
}

}  // namespace

const mailbox_condition& condition(const sight& at) {
  auto& known = at.step.shall_be;
  const auto& after = at.step.after;
  if (!known) known = decide::desired_condition(after.of, at.in.by, after.grants);
  return *known;
}

std::vector<invariant> concerning(const std::vector<invariant>& all, const std::string& workflow) {
  std::vector<invariant> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out),
               [&](const invariant& one) { return concerns(one, workflow); });
  return out;
}

std::set<std::string> deeds_asked_for(const std::vector<invariant>& all) {
  std::set<std::string> out;
  for (const auto& one : all) {
    for (const auto* side : {&one.given, &one.must}) {
      for (const auto& claim : *side) {
        if (claim.number == no_number) out.insert(claim.fact);
      }
    }
  }
  return out;
}

const invariant* unheard(const std::vector<invariant>& all, const std::string& event,
                         const sight& at) {
  for (const auto& one : all) {
    bool about = one.at.starts_with(unheard_moment) &&
                 std::string_view(one.at).substr(unheard_moment.size()) == event;
    if (about && breaks(one, at)) return &one;
  }
  return nullptr;
}

const invariant* of_moment(const std::vector<invariant>& all, std::string_view moment) {
  for (const auto& one : all) {
    if (one.at == moment) return &one;
  }
  return nullptr;
}

result<std::vector<invariant>> load_invariants(const std::filesystem::path& file) {
  auto root = read_yaml(file);
  if (!root) return root.error();
  return reader(file.string()).read(*root);
}

const invariant* broken(const std::vector<invariant>& all, bool of_worlds, const sight& at) {
  for (const auto& one : all) {
    bool of_this = (one.at == "always" || one.at == "access") == of_worlds;
    if (!of_this || one.must.empty()) continue;
    if (breaks_at(one, at)) return &one;
  }
  return nullptr;
}

}  // namespace tenure::check
