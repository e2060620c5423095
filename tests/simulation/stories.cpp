// What is rare comes about only when somebody works towards it: for some steps the year tries to
// bring a case of one workflow into one state, and to let there happen what that state hears.
#include "tests/simulation/case_year.hpp"

#include "engine/statechart/configuration.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

constexpr int steps_max = 14, turns_max = 2;

using statechart::trigger;

bool is_easy(const statechart::chart& in, const statechart::transition& way) {
  const auto& path = in.states[way.source].path;
  return path == "awaitingDecision" || path.starts_with("open.") || path == "open";
}

}  // namespace

void case_year::choose_story() {
  std::vector<story> all;
  for (const auto& [name, rule] : office_.rules) {
    const auto& chart = *w.case_charts.find(name)->second;
    for (const auto& way : chart.transitions) {
      if (way.by == trigger::always || way.by == trigger::state_done) continue;
      all.push_back({name, &chart, &way, 0, 0});
    }
  }
  story_ = {};
  if (all.empty()) return;
  // In turn, from where the seed says: over all years each comes about equally often.
  for (int tries = 0; tries < 40; ++tries) {
    story_ = all[next_story_++ % all.size()];
    if (!is_easy(*story_->in, *story_->turn) || chance(0.25)) return;
  }
}

// So that the case stays where the turn is to come, or gets there because something fails.
void case_year::prepare() {
  const auto& chart = *story_->in;
  const auto& at = chart.states[story_->turn->source];
  for (auto index : at.invokes) weather_.delay(chart.invokes[index].src);
  for (const auto& way : chart.transitions) {
    bool leads = way.by == trigger::invoke_error &&
                 std::ranges::find(way.targets, at.index) != way.targets.end();
    if (!leads) continue;
    const auto* invoke = chart.find_invoke(way.event.substr(way.event.rfind('.') + 1));
    if (invoke != nullptr) weather_.worsen(invoke->src);
  }
}

void case_year::begin_story() {
  const auto& name = story_->workflow;
  if (name == "sharedMailbox") return prepare(), ask_shared_mailbox();
  if (name == "accountCreation") return prepare(), somebody_joins();
  if (name == "accessReview") return weather_.clear(), service_was_down();
  bool possible = std::ranges::any_of(known_, [&](const std::string& who) {
    return office_.can_be_about(name, who);
  });
  const auto& kinds = office_.rules.find(name)->second.kinds;
  auto kind = kinds.empty() ? person_kind::employee : any_of(kinds);
  if (!possible) office_.fill_posts(), known_.push_back(office_.joins("", kind));
  prepare();
  ask(name);
}

// One step towards it; false: it has come to its end.
bool case_year::go_on_with_story(const std::vector<case_file>& open) {
  if (!story_ || story_->turns == turns_max || ++story_->steps > steps_max) return false;
  auto fits = [&](const case_file& each) { return each.workflow == story_->workflow; };
  auto found = std::ranges::find_if(open, [&](const case_file& each) {
    return fits(each) && each.id == followed_;
  });
  if (found == open.end()) found = std::ranges::find_if(open, fits);
  if (found == open.end()) return begin_story(), true;
  followed_ = found->id;
  auto at = statechart::parse(*story_->in, found->state);
  if (at && statechart::is_active(*at, story_->turn->source)) {
    ++story_->turns;
    cause(*found, story_->turn->event);
    return true;
  }
  prepare();
  auto events = heard(*found);
  if (!events.empty()) cause(*found, any_of(events));
  return true;
}

}  // namespace tenure::test
