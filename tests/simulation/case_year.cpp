#include "tests/simulation/case_year.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

world_options options_of(const case_year_options& how) {
  return {.pack = how.pack, .seed = how.seed};
}

std::string replay_of(const case_year_options& how) {
  auto out = "TENURE_PACK=" + how.pack + " TENURE_SEED=" + std::to_string(how.seed);
  return how.towards.empty() ? out : out + " TENURE_TOWARDS='" + how.towards + "'";
}

}  // namespace

case_year::case_year(const case_year_options& how)
    : w(options_of(how)),
      seen(w, replay_of(how)),
      how_(how),
      dice_(how.seed),
      post_(how.seed),
      office_(vary(w, dice_), dice_, how.people),
      weather_(w, dice_) {
  seen.each_entry = [this](const std::string& leaf) { read_entry(leaf); };
  // In a large organisation those who are asked about are few; who decides is anybody.
  for (int n = 0; n < std::min(how.people, 14); ++n) {
    known_.push_back(office_.people[static_cast<std::size_t>(n)]);
    office_.account_of(known_.back());
  }
  favour();
  next_story_ = how.seed * 31;
  if (how_.steps == 0) how_.steps = 110 + 20 * static_cast<int>(office_.rules.size());
  if (how_.before) how_.before(w);
  collect_turns();
  w.before_last_look = [this](const effects::work& item) { before_the_deed(item.effect.account); };
}

void case_year::favour() {
  favoured_.clear();
  for (int tries = 0; tries < 20 && favoured_.size() < 2 && !office_.rules.empty(); ++tries) {
    const auto& name = any_of(office_.rules).first;
    const auto& tags = w.case_charts.find(name)->second->root().tags;
    bool by_hand = std::ranges::find(tags, "askedByEngine") == tags.end();
    if (by_hand && (name != "legalHold" || chance(0.3))) favoured_.push_back(name);
  }
  if (favoured_.empty()) favoured_.push_back("emergencyAccess");
}

// Whose mailbox is closed or secure is asked for less, and others come.
void case_year::renew() {
  if (chance(0.8)) office_.fill_posts();
  std::erase_if(known_, [&](const std::string& who) {
    bool usable = office_.has_mailbox(who) && !office_.is_secure(office_.account_of(who));
    return !usable && chance(0.8);
  });
  while (known_.size() < 12) known_.push_back(office_.joins("", std::nullopt));
}

std::string case_year::one_of(const std::set<std::string>& these) {
  return these.empty() ? anybody() : any_of(these);
}

std::string case_year::day_from_now(int least, int most) {
  auto day = std::chrono::sys_days(w.calendar->local_date(w.clock.now()));
  return to_text(date(day + std::chrono::days(least + pick(most - least))));
}

std::vector<case_file> case_year::open_cases() {
  std::vector<case_file> out;
  w.engine->run([&](flow::line& on) {
    out = on.in.cases().list(true, 1000);
    return false;
  });
  return out;
}

// In bad weather what fails is tried again each hour: then the days are passed over, as if the
// service had not run in them.
void case_year::come_to(instant then) {
  if (then - w.clock.now() > 72h && !weather_.is_fair()) w.clock.set(then);
  w.run_until(then);
  if (chance(0.5)) sweep();
}

// Mostly the same as before, so that a story is told to its end; mostly not one of those that stand
// for long and wait for nothing.
case_file case_year::one_to_steer(const std::vector<case_file>& open) {
  auto same = std::ranges::find(open, followed_, &case_file::id);
  if (same != open.end() && chance(0.7)) return *same;
  auto out = any_of(open);
  for (int tries = 0; tries < 3; ++tries, out = any_of(open)) {
    bool stands = out.state.starts_with("held") || out.state.starts_with("retaining");
    if (!stands) break;
  }
  followed_ = out.id;
  return out;
}

void case_year::step() {
  who_acted_.clear();
  auto open = open_cases();
  int what = pick(20);
  if (what < 17 && chance(how_.towards.empty() ? 0.7 : 0.95)) {
    if (!go_on_with_story(open)) choose_story(), weather_.clear();
  } else if (what < 5 || (what < 15 && open.empty())) ask();
  else if (what < 15) steer(one_to_steer(open));
  else if (what < 17) happen();
  else if (what < 18) weather_.change();
  else if (what < 19) weather_.clear();
  else come_to(w.clock.now() + 12h * (1 + pick(chance(0.1) ? 40 : 4)));
  bool helpdesk_looks = how_.towards.empty() && steps_++ % 4 == 0;
  if (helpdesk_looks) send_something_again();
  check();
}

// Nothing fails any more, helpdesk and leaders do what is theirs: every case has to come to an end.
void case_year::come_to_an_end() {
  ending_ = true;
  weather_.clear();
  w.before_last_look = nullptr;
  office_.fill_posts();
  for (; !holds_.empty(); holds_.pop_back()) w.lift(holds_.back());
  for (int round = 0; round < 16 && seen.wrong.empty(); ++round) {
    auto open = open_cases();
    if (open.empty()) return;
    for (const auto& each : open) {
      auto tasks = w.open_tasks(each.subject);
      for (const auto& task : tasks) {
        if (!task.kind.starts_with("approve:")) w.finish_task(task, {{"approved", "true"}});
      }
      const auto& ask = office_.rules.find(each.workflow)->second.ask;
      for (const char* name : {"case.concluded", "case.withdrawn", "hold.released"}) {
        bool lifts = each.workflow == "legalHold";
        auto by = lifts ? one_of(office_.holders(ask, office_.person_of(each.subject)))
                        : each.requester.value;
        who_acted_ = {by};
        w.put({.id = new_id<event_id>(w.random), .name = name, .at = w.clock.now(),
               .account = each.subject, .by = {by, "requester", "test"},
               .data = {{"case", each.id.text()}, {"outcome", "furtherAction"}}});
      }
      if (!question_of(each).empty()) answer(each);
      check();
      // A disconnection that nobody may lift ends with the mailbox.
      if (round < 8) continue;
      w.tell(each.subject, "leaver.notified", {{"leavingDate", day_from_now(-2, -1)}});
      check();
    }
    w.run_until(w.clock.now() + 24h * 20);
    office_.fill_posts();
    check();
  }
  for (const auto& each : open_cases()) {
    if (office_.waits_for_its_day(each)) continue;
    seen.wrong_with(w.load(each.subject),
                    each.workflow + " never ends: it stays in " + each.state);
  }
}

bool case_year::arrived() const {
  return !how_.towards.empty() && can_try() && seen.taken.contains(turns_.front().way);
}

void case_year::live() {
  check();
  for (int i = 0; i < how_.steps && seen.wrong.empty() && !arrived(); ++i) {
    if (i % 50 == 49) favour();
    if (i % 25 == 24) renew();
    step();
  }
  if (seen.wrong.empty()) come_to_an_end();
}

}  // namespace tenure::test
