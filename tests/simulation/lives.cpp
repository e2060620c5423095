// What may befall an account itself, beside any case about it: read from its workflow too, and made
// to happen.
#include "tests/simulation/case_year.hpp"

#include "engine/flow/brake.hpp"
#include "engine/statechart/configuration.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view done = "xstate.done.actor.", error = "xstate.error.actor.",
                           after = "xstate.after.", finished = "task.done.";

// What only the engine says, of what it found out or decided.
bool is_news(const std::string& event) {
  static const std::set<std::string> news{"owner.changed", "quota.changed", "access.reviewDue",
                                          "archive.due"};
  return news.contains(event);
}

}  // namespace

std::vector<std::string> case_year::heard(const account& of) {
  std::vector<std::string> out;
  auto at = statechart::parse(*w.chart, of.state);
  if (!at) return out;
  for (const auto& way : w.chart->transitions) {
    bool own = way.source != 0 && statechart::is_active(*at, way.source);
    bool by_itself = way.event.empty() || way.by == statechart::trigger::state_done;
    if (own && !by_itself) out.push_back(way.event);
  }
  return out;
}

std::vector<account> case_year::accounts() {
  std::vector<account> out;
  w.engine->run([&](flow::line& on) {
    out = on.in.accounts().list({}, "", 10'000);
    return false;
  });
  return out;
}

// Of those who stand in the state, or else are nearest to it; one that is followed already first.
std::optional<account> case_year::life_to_follow() {
  std::optional<account> out;
  int least = 0;
  auto all = accounts();
  std::ranges::shuffle(all, dice_);
  for (auto& each : all) {
    auto at = statechart::parse(*w.chart, each.state);
    auto far = at ? story_->to.distance(*at) : std::nullopt;
    if (!far) continue;
    if (each.id == story_->on) return each;
    if (!out || *far < least) least = *far, out = each;
  }
  return out;
}

void case_year::go_on_with_life() {
  const auto& turn = *story_->of.way;
  const auto& path = w.chart->states[turn.source].path;
  bool begins = path.starts_with("awaiting") || path.starts_with("leavingUn") ||
                path.starts_with("provisioning") || path == "expected";
  if (begins && story_->on.empty()) return begin_life(path);
  auto of = life_to_follow();
  if (!of) return begin_life(path);
  story_->on = of->id;
  auto at = statechart::parse(*w.chart, of->state);
  if (statechart::is_active(*at, turn.source) && !story_->of.by_itself()) {
    ++story_->turns;
    return befall(*of, turn.event);
  }
  prepare();
  if (auto event = step_towards(*at, heard(*of)); !event.empty()) befall(*of, event);
}

void case_year::begin_life(const std::string& towards) {
  prepare();
  if (towards == "awaitingHome") return ask_shared_mailbox();
  if (towards.starts_with("leavingUn")) return leave_unagreed();
  office_.joiners_wait = towards == "awaitingApproval";
  somebody_joins();
  office_.joiners_wait = false;
  story_->on = office_.account_of(known_.back());
}

// Whoever is asked about has left by now, or will in a few days.
void case_year::leave_unagreed() {
  office_.joiners_wait = true;
  known_.push_back(office_.joins(day_from_now(-20, -10)));
  office_.joiners_wait = false;
  story_->on = office_.account_of(known_.back());
  tell(story_->on, "leaver.notified", {{"leavingDate", day_from_now(-9, 3)}});
}

void case_year::befall(const account& of, const std::string& event) {
  if (event.starts_with(done) || event.starts_with(error)) return work_or_fail(of, event);
  if (event.starts_with(after)) {
    if (auto due = office_.due(of.id, event)) come_to(*due);
    return;
  }
  if (event.starts_with(finished)) return finish_kind(of.id, event.substr(finished.size()));
  if (event == "hold.placed") return hold_or_lift(of.id);
  if (event == "hold.lifted") return lift_all_on(of.id);
  if (event == "brake.released") return release_brake();
  if (event == "sweep.due") return sweep();
  if (event.starts_with("creation.")) {
    for (const auto& each : open_cases()) {
      if (each.subject == of.id) return answer(each);
    }
    return;
  }
  auto who = office_.person_of(of.id);
  if (event == "person.transferred" && of.kind != person_kind::shared && !who.empty()) {
    return office_.moves(who, any_of(office_.units).first);
  }
  if (event.starts_with("undertaking.")) return undertake(of.id, event);
  if (is_news(event)) return;
  tell(of.id, event, said_with(event));
}

// Somebody is asked to look after the mailbox of who is away, and does; or gives it up.
void case_year::undertake(const account_id& of, const std::string& event) {
  weather_.clear();
  about_ = of;
  if (event == "undertaking.given") ask("secondment");
  about_ = {};
  for (int steps = 0; steps < 5; ++steps) {
    for (const auto& each : open_cases()) {
      if (each.subject != of || each.workflow != "secondment") continue;
      bool waits = event == "undertaking.given" && !each.pending.empty();
      if (waits) finish_or_fail(each, std::string(done) + each.pending.begin()->first);
      else if (event == "undertaking.ended") cause(each, "grant.revoked");
    }
  }
}

attributes case_year::said_with(const std::string& event) {
  if (event == "leaver.notified" || event == "leaver.redated") {
    return {{"leavingDate", day_from_now(-8, chance(0.5) ? 3 : 40)}};
  }
  if (event == "absence.started") return {{"absentFrom", day_from_now(-3, 0)}};
  if (event == "worker.replaced") {
    auto worker = "V" + std::to_string(pick(10'000));
    return {{"worker", worker}, {"givenName", "Vic"}, {"surname", "Worker" + worker}};
  }
  if (event.starts_with("alias.")) return {{"alias", "spare" + std::to_string(pick(3)) + "@" +
                                                        w.pack.domain}};
  return {};
}

// Whoever has the task says something of what can be said; else the effect works, or fails.
void case_year::work_or_fail(const account& of, const std::string& event) {
  bool works = event.starts_with(done);
  auto invoke = event.substr(works ? done.size() : error.size());
  for (const auto& task : w.open_tasks(of.id)) {
    if (task.invoke == invoke) return w.finish_task(task, answer_to_task());
  }
  if (!works && invoke == "sweep") return fail_a_sweep(of.id);
  if (invoke == "earlierArchive") close_twice(of.id);
  const auto* waits = w.chart->find_invoke(invoke);
  auto src = waits != nullptr ? waits->src : invoke;
  if (works) weather_.clear();
  else if (chance(0.3)) hold_at_last_moment_ = of.id;
  else weather_.worsen(src);
  if (invoke == "earlierArchive") come_to_earlier_archive(of.id);
  w.run_until(w.clock.now() + 2h);
}

attributes case_year::answer_to_task() {
  const char* decisions[] = {"delete", "redirect", "transfer", "", "nonsense"};
  attributes out{{"approved", chance(0.7) ? "true" : "false"}, {"decision", decisions[pick(5)]}};
  if (chance(0.8)) out["to"] = somebody_known();
  if (chance(0.8)) out["unit"] = any_of(office_.units).first;
  return out;
}

void case_year::finish_kind(const account_id& of, const std::string& kind) {
  if (kind == "finishSweep") fail_a_sweep(of);
  if (kind == "finishEarlierDestruction") {
    close_twice(of);
    weather_.worsen("earlierArchive");
    come_to_earlier_archive(of);
  }
  weather_.clear();
  for (const auto& task : w.open_tasks(of)) {
    if (task.kind == kind) return w.finish_task(task);
  }
}

// Old mail is found, and between the look and the deed the mail server changes its mind.
void case_year::fail_a_sweep(const account_id& of) {
  using memory::message;
  weather_.clear();
  w.mail.deliver(of, message{.folder = "Transitory", .flags = {},
                             .received = w.clock.now() - 24h * 30, .bytes = "Subject: old\r\n"});
  std::optional<instant> next;
  w.engine->run([&](flow::line& on) {
    next = flow::next_sweep(on);
    return false;
  });
  if (!next) return;
  w.run_until(std::max(*next, w.clock.now()));
  if (chance(0.3)) hold_at_last_moment_ = of;
  else sweep_fails_ = true;
  sweep();
  sweep_fails_ = false;
}

// So that an archive of an earlier closing is there, and its time comes.
void case_year::close_twice(const account_id& of) {
  weather_.clear();
  for (const auto* event : {"leaver.notified", "person.rehired", "leaver.notified"}) {
    w.tell(of, event, {{"leavingDate", day_from_now(-3, -1)}});
    w.run_until(w.clock.now() + 2h);
  }
}

void case_year::come_to_earlier_archive(const account_id& of) {
  auto due = office_.due(of, "archive.due");
  if (due) w.run_until(std::max(*due, w.clock.now()) + 1h);
}

void case_year::lift_all_on(const account_id& of) {
  auto on_it = [&](const hold_id& id) {
    bool on = false;
    w.engine->run([&](flow::line& line) {
      on = line.in.holds().load(id)->account == of;
      return false;
    });
    return on;
  };
  for (std::size_t i = holds_.size(); i-- > 0;) {
    if (!on_it(holds_[i])) continue;
    w.lift(holds_[i]);
    holds_.erase(holds_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void case_year::release_brake() {
  for (const auto& who : {somebody_known(), somebody_known()}) {
    w.engine->run([&](flow::line& on) {
      for (const auto& each : flow::brakes(on)) {
        if (!each.pulled) continue;
        (void)flow::release_brake(on, each.id, {who, "administrator", "test"}, "seen",
                                  new_id<event_id>(w.random));
      }
      return true;
    });
  }
  w.settle();
}

// Comes between the decision to destroy something and the deed. The engine is at work: nothing is
// settled here.
void case_year::before_the_deed(const account_id& of) {
  if (sweep_fails_) weather_.worsen("sweep");
  bool now = hold_at_last_moment_ == of;
  if (!now && !chance(0.003)) return;
  hold_at_last_moment_ = {};
  auto id = new_id<hold_id>(w.random);
  w.engine->run([&](flow::line& on) {
    on.in.holds().place({.id = id, .account = of, .matter = "late", .placed_by =
                         {"legal", "legal", "test"}, .placed = on.now, .lifted = {}});
    on.in.inbox().put({.id = new_id<event_id>(w.random), .name = "hold.placed", .at = on.now,
                       .account = of, .by = {"legal", "legal", "test"},
                       .data = {{"matter", "late"}}});
    return true;
  });
  holds_.push_back(id);
}

}  // namespace tenure::test
