#include "engine/check/names.hpp"

#include "engine/check/deeds.hpp"

#include <algorithm>
#include <set>

namespace tenure::check {
namespace {

using statechart::chart;
using names_of = std::set<std::string, std::less<>>;

// What the engine does and hears by itself, besides what workflows name.
constexpr std::string_view own_effects[] = {"notify", "destroyEarlierArchive", "sweepFolders"};
constexpr std::string_view own_events[] = {"case.asked", "case.answered", "mailbox.requested",
                                           "joiner.notified"};

names_of keys_of(const statechart::vocabulary::section& section) {
  names_of out;
  for (const auto& [name, says] : section) out.insert(name);
  return out;
}

class reading {
 public:
  reading(const statechart::vocabulary& names, const std::vector<const chart*>& charts)
      : events_(keys_of(names.events)), delays_(keys_of(names.delays)),
        actions_(keys_of(names.actions)), effects_(keys_of(names.actors)) {
    events_.insert(std::begin(own_events), std::end(own_events));
    effects_.insert(std::begin(own_effects), std::end(own_effects));
    for (const auto* in : charts) workflows_.insert(in->id);
  }

  void read(const invariant& one) {
    moment(one);
    for (const auto* side : {&one.given, &one.must}) {
      for (const auto& each : *side) deed(one, each.fact);
    }
    for (const auto* list : {&one.in, &one.except}) {
      for (const auto& name : *list) known(one, name, workflows_, "workflow");
    }
  }

  std::vector<std::string> out;

 private:
  void known(const invariant& one, std::string_view name, const names_of& all, const char* what) {
    if (all.contains(name)) return;
    out.push_back("invariants.yaml:" + std::to_string(one.line) + ": " + one.id + ": '" +
                  std::string(name) + "' is no " + what);
  }

  void moment(const invariant& one) {
    const std::string_view at = one.at;
    const auto space = at.find(' ');
    if (space == at.npos) return;
    const auto kind = at.substr(0, space), name = at.substr(space + 1);
    if (kind == "heard" || kind == "unheard") return known(one, name, events_, "event");
    if (kind == "due") return known(one, name, delays_, "delay");
    bool of_effect = kind == "effect" || kind == "done" || kind == "failed";
    if (of_effect) known(one, name, effects_, "effect");
  }

  // "does notify accessAsked deciders", "tell holder.left"
  void deed(const invariant& one, std::string_view fact) {
    const auto space = fact.find(' ');
    if (space == fact.npos) return;
    const auto kind = fact.substr(0, space);
    auto name = fact.substr(space + 1);
    name = name.substr(0, name.find(' '));
    if (kind == "tell") known(one, name, events_, "event");
    if (kind == "does") known(one, name, actions_, "action");
  }

  names_of events_, delays_, actions_, effects_, workflows_;
};

}  // namespace

std::vector<std::string> unknown_names(const std::vector<invariant>& all,
                                       const statechart::vocabulary& names,
                                       const std::vector<const chart*>& charts) {
  reading of(names, charts);
  for (const auto& one : all) of.read(one);
  return std::move(of.out);
}

}  // namespace tenure::check
