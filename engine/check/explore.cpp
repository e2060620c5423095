#include "engine/check/explore.hpp"

#include "engine/check/beginnings.hpp"

#include "engine/statechart/configuration.hpp"
#include "engine/statechart/step.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace tenure::check {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

// A world that was reached: from where, by what, and how it can come to rest.
struct node {
  std::size_t from = none;
  std::string label;
  std::string state;
  bool at_rest = false;
  std::vector<std::size_t> unaided;   // where it goes on to without anybody's good will
  std::vector<std::size_t> answered;  // and where by the answer of somebody who was asked
};

class explorer {
 public:
  explorer(setting in, const charter& under, std::vector<invariant> all, std::string workflow,
           std::string about)
      : in_(in), all_(std::move(all)), first_only_(under.first_only),
        workflow_(std::move(workflow)), about_(std::move(about)) {}

  void begin(const world& with, const move& first) { follow(with, none, first); }

  exploration run() {
    while (!queue_.empty()) {
      auto [at, from] = std::move(queue_.front());
      queue_.pop_front();
      auto moves = in_.of_case ? moves_of_case(from, in_, count_)
                               : moves_of_account(from, in_, count_);
      for (const auto& each : moves) follow(from, at, each);
      if (probed_.insert(state_of(from)).second) probe(from, at);
      if (first_only_ && !out_.findings.empty()) break;
      if (nodes_.size() > worlds_max) {
        out_.complete = false;
        break;
      }
    }
    bool whole = out_.complete && out_.findings.empty();
    if (whole && nodes_.empty()) report("no way in", none, "", "");
    if (whole && in_.of_case && gives() && !given_) report("nothing given", none, "", "");
    if (whole) look_for_dead_ends("dead end", false);
    if (whole) look_for_dead_ends("dead end although answered", true);
    out_.worlds = nodes_.size();
    return std::move(out_);
  }

 private:
  // What may come at any time and leads nowhere that matters: tried once in each state, and what it
  // leads to is looked at and not followed.
  void probe(const world& from, std::size_t at) {
    auto all = in_.of_case ? probes_of_case(from, in_, count_)
                           : probes_of_account(from, in_, count_);
    for (const auto& each : all) {
      ++out_.moves;
      auto step = play(from, each, in_, count_);
      if (!step.broken.empty()) return add("engine", step.broken, at, each.label, "");
      sight seen{.step = step, .in = in_, .workflow = workflow_, .came = &each.what};
      const auto* rule = broken_by(seen, each.what.name);
      if (rule != nullptr) add(*rule, at, each.label, state_of(step.after));
    }
  }

  // The first invariant that the step breaks by what it did, or did not hear.
  const invariant* broken_by(const sight& at, const std::string& event) const {
    if (!at.step.taken) return unheard(all_, event, at);
    const auto* rule = broken(all_, false, at);
    for (const auto& told : at.step.not_heard) {
      if (rule == nullptr) rule = unheard(all_, told, at);
    }
    return rule;
  }

  void follow(const world& from, std::size_t at, const move& by) {
    ++out_.moves;
    auto step = play(from, by, in_, count_);
    if (!step.broken.empty()) return add("engine", step.broken, at, by.label, "");
    bool result = by.what.data.contains("effect") && by.what.name.starts_with("xstate.");
    bool lost = result ? !step.taken : by.what.name == "case.answered" && step.ignored;
    if (lost) return report("lost result", at, by.label, state_of(from));
    sight seen{.step = step, .in = in_, .workflow = workflow_, .came = &by.what};
    const auto* rule = broken_by(seen, by.what.name);
    if (rule != nullptr) return add(*rule, at, by.label, state_of(step.after));
    given_ = given_ || step.after.seen.had_grant;
    if (!step.moved) return;
    auto [found, is_new] = known_.try_emplace(key_of(step.after, in_), nodes_.size());
    if (is_new) {
      rule = broken(all_, true, seen);
      if (rule != nullptr) known_.erase(found);
      if (rule != nullptr) return add(*rule, at, by.label, state_of(step.after));
      nodes_.push_back({.from = at, .label = by.label, .state = state_of(step.after),
                        .at_rest = at_rest(step.after), .unaided = {}, .answered = {}});
      if (!is_over(step.after)) queue_.push_back({found->second, std::move(step.after)});
    }
    if (at == none) return;
    if (by.unaided) nodes_[at].unaided.push_back(found->second);
    if (by.what.name == "case.answered") nodes_[at].answered.push_back(found->second);
  }

  std::string state_of(const world& of) const {
    return in_.of_case && of.matter ? of.matter->state : of.of.state;
  }

  // The pack lets somebody have a right by this workflow; what copies messages gives none.
  bool gives() const {
    auto rule = in_.by.pack.cases.find(workflow_);
    if (rule == in_.by.pack.cases.end()) return false;
    const auto& all = rule->second.gives;
    return std::any_of(all.begin(), all.end(),
                       [](grant_kind kind) { return kind != grant_kind::extract; });
  }

  bool is_over(const world& of) const {
    if (in_.of_case) return of.matter && of.matter->closed;
    auto at = statechart::parse(in_.by.chart, of.of.state);
    return at && statechart::is_done(in_.by.chart, *at);
  }

  // Nothing has to happen any more until somebody wants something: over, in use by somebody who
  // stays, or kept because the organisation does not delete.
  bool at_rest(const world& of) const {
    if (is_over(of)) return true;
    if (in_.of_case) return false;
    bool gone_or_left = decide::has_tag(of.of, in_.by, "left") ||
                        decide::has_tag(of.of, in_.by, "gone");
    if (!of.of.directory_id.empty() && !gone_or_left) return !of.seen.leaver;
    bool kept = !in_.by.pack.flag("deleteAfterRetention", of.of.kind);
    return kept && decide::has_tag(of.of, in_.by, "stopped");
  }

  static std::string sentence(const invariant& of) {
    std::string rules;
    for (const auto& id : of.rules) rules += (rules.empty() ? " (" : ", ") + id;
    return of.says + rules + (rules.empty() ? "" : ")");
  }

  void report(std::string_view moment, std::size_t at, const std::string& last,
              const std::string& state) {
    if (const auto* rule = of_moment(all_, moment)) {
      add(*rule, at, last, state);
    }
  }

  void add(const invariant& broken, std::size_t at, const std::string& last,
           const std::string& state) {
    add(broken.id, sentence(broken), at, last, state);
  }

  void add(const std::string& id, const std::string& message, std::size_t at,
           const std::string& last, const std::string& state) {
    if (!reported_.insert(id).second) return;
    finding found{.id = id, .message = about_ + ": " + message, .story = story_of(at)};
    if (!last.empty()) found.story.push_back(last + (state.empty() ? "" : "  -> " + state));
    out_.findings.push_back(std::move(found));
  }

  std::vector<std::string> story_of(std::size_t at) const {
    std::vector<std::string> out;
    for (; at != none; at = nodes_[at].from) {
      out.push_back(nodes_[at].label + "  -> " + nodes_[at].state);
    }
    std::reverse(out.begin(), out.end());
    return out;
  }

  // Worlds from which these alone never come to rest: time, what the engine does, the helpdesk; and
  // those who were asked, if they are counted on.
  void look_for_dead_ends(std::string_view moment, bool with_answers) {
    std::vector<std::vector<std::size_t>> back(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      for (auto to : nodes_[i].unaided) back[to].push_back(i);
      if (!with_answers) continue;
      for (auto to : nodes_[i].answered) back[to].push_back(i);
    }
    std::vector<bool> good(nodes_.size());
    std::deque<std::size_t> next;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].at_rest) good[i] = true, next.push_back(i);
    }
    for (; !next.empty(); next.pop_front()) {
      for (auto from : back[next.front()]) {
        if (!good[from]) good[from] = true, next.push_back(from);
      }
    }
    auto dead = std::find(good.begin(), good.end(), false);
    if (dead == good.end()) return;
    const auto& at = nodes_[static_cast<std::size_t>(dead - good.begin())];
    report(moment, at.from, at.label, at.state);
  }

  setting in_;
  const std::vector<invariant> all_;
  bool first_only_;
  std::string workflow_, about_;
  std::unordered_map<std::string, std::size_t> known_;
  std::vector<node> nodes_;
  std::deque<std::pair<std::size_t, world>> queue_;
  std::set<std::string> reported_;
  std::set<std::string> probed_;  // states in which everything was tried that leads nowhere
  std::uint64_t count_ = 0;
  bool given_ = false;
  exploration out_;
};

// The rules, with an ear for which transitions are taken under them, and what is done on the way.
struct taking {
  explicit taking(const decide::rules& under) : by(under) {
    by.entries = false;
    by.on_step = [this](const auto&, const statechart::macrostep& step) {
      all.insert(step.transitions.begin(), step.transitions.end());
      for (const auto& each : step.consequences) {
        if (each.action != nullptr) acts.push_back(each.action);
      }
    };
  }
  exploration into(exploration out) {
    out.taken = {all.begin(), all.end()};
    return out;
  }

  decide::rules by;
  std::unordered_set<const statechart::transition*> all;
  std::vector<const statechart::named*> acts;
};

}  // namespace

exploration explore_account(const charter& under, person_kind kind) {
  taking noted(under.by);
  council people(under.roles, kind, {"1001"});
  auto all = concerning(under.all, under.by.chart.id);
  auto asked_for = deeds_asked_for(all);
  setting in{noted.by, people, asked_for, noted.acts};
  std::uint64_t count = 2'000'000'000;
  explorer all_of_it(in, under, std::move(all), under.by.chart.id,
                     std::string(to_text(kind)));
  all_of_it.begin(nobody(in), joiner(in, count));
  // Who is due to start goes on like the other as soon as they have.
  all_of_it.begin(nobody(in), later_joiner(in, count));
  return noted.into(all_of_it.run());
}

exploration explore_case(const charter& under, const std::string& workflow, person_kind kind,
                         const hr_id& subject) {
  taking noted(under.by);
  council people(under.roles, kind, subject);
  auto all = concerning(under.all, workflow);
  auto asked_for = deeds_asked_for(all);
  setting in{noted.by, people, asked_for, noted.acts, true, under.briefly};
  std::uint64_t count = 2'000'000'000;
  explorer all_of_it(in, under, std::move(all), workflow, workflow);
  if (workflow == certifying) {
    auto start = with_a_right(in, under.by.pack.cases.find(workflow)->second);
    all_of_it.begin(start, time_to_certify(start));
    return noted.into(all_of_it.run());
  }
  if (workflow == handing_over) {
    auto start = in_use(in);
    all_of_it.begin(start, leaver(start, in, count));
    return noted.into(all_of_it.run());
  }
  if (decide::workflow_tagged(under.by, workflow, "askedByEngine")) {
    all_of_it.begin(nobody(in), joiner(in, count));
    bool starts = kind != person_kind::shared;
    if (starts) all_of_it.begin(nobody(in), later_joiner(in, count));
    return noted.into(all_of_it.run());
  }
  auto start = in_use(in);
  auto asked = requests(start, in, workflow, count);
  if (under.briefly) asked = fullest(std::move(asked), start, in, count);
  for (const auto& ask : asked) all_of_it.begin(start, ask);
  return noted.into(all_of_it.run());
}

}  // namespace tenure::check
