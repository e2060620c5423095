// What is rare comes about only when somebody works towards it: for some steps the year tries to
// bring a case of one workflow, or an account, into one state, and to let there happen what that
// state hears.
#include "tests/simulation/case_year.hpp"

#include "engine/statechart/configuration.hpp"
#include "engine/statechart/transitions.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

constexpr int steps_max = 14, turns_max = 2;

using statechart::trigger;

bool is_easy(const statechart::chart& in, const statechart::transition& way) {
  const auto& path = in.states[way.source].path;
  return path == "awaitingDecision" || path.starts_with("open.") || path == "open" ||
         path.starts_with("employed.presence") || (in.id == "account" && path.empty());
}

}  // namespace

// Every transition that something has to bring about, of every workflow of the organisation; or the
// one that this year is about.
void case_year::collect_turns() {
  auto add = [&](const std::string& name, const statechart::chart& chart) {
    for (const auto& way : chart.transitions) {
      bool by_itself = way.by == trigger::always || way.by == trigger::state_done;
      const auto& only = how_.towards;
      if (only.empty() ? by_itself : statechart::name_of(chart, way) != only) continue;
      turns_.push_back({name, &chart, &way});
    }
  };
  for (const auto& [name, rule] : office_.rules) add(name, *w.case_charts.find(name)->second);
  add("account", *w.chart);
}

void case_year::choose_story() {
  story_.reset();
  if (turns_.empty()) return;
  // In turn, from where the seed says: over all years each comes about equally often.
  for (int tries = 0; tries < 40; ++tries) {
    const auto& turn = turns_[next_story_++ % turns_.size()];
    bool takes_part = !is_easy(*turn.in, *turn.way) || chance(0.25);
    if (turns_.size() > 1 && !takes_part && tries < 39) continue;
    return static_cast<void>(story_.emplace(turn, route(*turn.in, turn.way->source)));
  }
}

// So that it stays where the turn is to come, or gets there because something fails.
void case_year::prepare() {
  const auto& chart = *story_->of.in;
  const auto& at = chart.states[story_->of.way->source];
  for (const auto& invoke : chart.invokes) {
    bool there = invoke.state == at.index || chart.below(invoke.state, at.index);
    if (there) weather_.delay(invoke.src);
  }
  const auto& tags = chart.root().tags;
  bool of_engine = std::ranges::find(tags, "askedByEngine") != tags.end();
  if (of_engine && chance(0.5)) weather_.worsen("createMailbox");
  for (const auto& way : chart.transitions) {
    bool leads = way.by == trigger::invoke_error &&
                 std::ranges::find(way.targets, at.index) != way.targets.end();
    if (!leads) continue;
    const auto* invoke = chart.find_invoke(way.event.substr(way.event.rfind('.') + 1));
    if (invoke != nullptr) weather_.worsen(invoke->src);
  }
}

void case_year::begin_story() {
  const auto& name = story_->of.workflow;
  if (name == "sharedMailbox") return prepare(), ask_shared_mailbox();
  if (name == "accountCreation") return prepare(), somebody_joins();
  if (name == "handOver") return prepare(), leaves_now(office_.account_of(somebody_known()));
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

// The event that leads closer, mostly; else one of those that it hears. Empty: it hears nothing.
std::string case_year::step_towards(const statechart::configuration& at,
                                    const std::vector<std::string>& heard) {
  auto ways = story_->to.next(at);
  if (!ways.empty() && chance(0.8)) return any_of(ways)->event;
  return heard.empty() ? "" : any_of(heard);
}

// What the guard of something that happens by itself asks for.
void case_year::make_true(const case_file& of) {
  const auto& guard = story_->of.way->guard;
  if (guard && guard->type == "agreementLapsed") cause(of, "approver.left");
  if (guard && guard->type == "attestationMissing") cause(of, "attestation.lapsed");
}

// Somebody says yes who decides for another until tomorrow, and until then it is not opened: nobody
// hears that the agreement lapses. False: it does not stand there.
bool case_year::agree_for_a_day(const case_file& of, const statechart::configuration& at) {
  const auto& turn = *story_->of.way;
  if (!turn.guard || turn.guard->type != "agreementLapsed") return false;
  if (statechart::is_active(at, turn.source)) {
    w.run_until(w.clock.now() + 26h);
    weather_.clear();
    w.run_until(w.clock.now() + 2h);
    do_a_task(of.subject);
    return true;
  }
  auto may = office_.may_all_agree(of);
  auto who = somebody_known();
  if (!of.pending.contains(question_of(of)) || may.empty() || may.contains(who)) return false;
  office_.designate(one_of(may), who, w.clock.now() + 24h);
  put(answer_by(of, who, true));
  return true;
}

// What is opened fails; the agreement lapses, which nobody hears of while it is repaired; and it is
// tried again. False: another way, or it does not stand there.
bool case_year::lapse_in_repair(const case_file& of, const statechart::configuration& at) {
  const auto& turn = *story_->of.way;
  if (!turn.guard || turn.guard->type != "agreementLapsed" || chance(0.2)) return false;
  auto hears = [&](std::string_view event) {
    return std::ranges::any_of(story_->of.in->transitions, [&](const auto& way) {
      return way.event == event && statechart::is_active(at, way.source);
    });
  };
  for (const auto& way : story_->of.in->transitions) {
    bool tried = way.by == trigger::invoke_error && statechart::is_active(at, way.source) &&
                 statechart::is_active(at, turn.source);
    if (tried) return cause(of, way.event), true;
    bool repaired = way.by == trigger::invoke_done && statechart::is_active(at, way.source) &&
                    std::ranges::find(way.targets, turn.source) != way.targets.end();
    if (!repaired || hears("approver.left") || way.guard) continue;
    agreement_lapses(of);
    return cause(of, way.event), true;
  }
  return false;
}

// One step towards it; false: it has come to its end.
bool case_year::go_on_with_story(const std::vector<case_file>& open) {
  if (!story_ || story_->turns == turns_max || ++story_->steps > steps_max) return false;
  if (story_->of.workflow == "account") return go_on_with_life(), true;
  auto fits = [&](const case_file& each) { return each.workflow == story_->of.workflow; };
  auto found = std::ranges::find_if(open, [&](const case_file& each) {
    return fits(each) && each.id == followed_;
  });
  if (found == open.end()) found = std::ranges::find_if(open, fits);
  if (found == open.end()) return begin_story(), true;
  followed_ = found->id;
  auto at = statechart::parse(*story_->of.in, found->state);
  if (!at) return true;
  if (statechart::is_active(*at, story_->of.way->source) && !story_->of.by_itself()) {
    ++story_->turns;
    return cause(*found, story_->of.way->event), true;
  }
  prepare();
  if (chance(0.5) ? lapse_in_repair(*found, *at) : agree_for_a_day(*found, *at)) return true;
  if (story_->of.by_itself() && chance(0.4)) return make_true(*found), true;
  // Where nothing is waited for, what comes at the same time comes in time.
  bool near = !story_->of.by_itself() && story_->to.distance(*at) == 1 &&
              !question_of(*found).empty();
  if (near && chance(0.2)) return two_at_once(*found, story_->of.way->event), true;
  if (auto event = step_towards(*at, heard(*found)); !event.empty()) cause(*found, event);
  return true;
}

}  // namespace tenure::test
