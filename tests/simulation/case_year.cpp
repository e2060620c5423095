#include "tests/simulation/case_year.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

using namespace std::chrono_literals;

world_options options_of(const case_year_options& how) {
  return {.pack = how.pack, .seed = how.seed};
}

}  // namespace

case_year::case_year(const case_year_options& how)
    : w(options_of(how)),
      seen(w, how.pack + " TENURE_SEED=" + std::to_string(how.seed)),
      how_(how),
      dice_(how.seed),
      people_(how.people),
      office_(vary(w, dice_), dice_, how.people) {
  seen.each_entry = [this](const std::string& leaf) { read_entry(leaf); };
  // In a large organisation those who are asked about are few; who decides is anybody.
  for (int n = 0; n < std::min(people_, 14); ++n) {
    office_.account_of(office_.people[static_cast<std::size_t>(n)]);
  }
  if (how_.before) how_.before(w);
}

std::string case_year::one_of(const std::set<std::string>& these) {
  if (these.empty()) return anybody();
  return *std::next(these.begin(), pick(static_cast<int>(these.size())));
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

void case_year::put(const event& what) {
  who_acted_ = what.by.who;
  w.put(what);
}

// Mostly a good request; each part of it is wrong now and then.
request case_year::made_up() {
  const auto& rules = office_.rules;
  request out{.workflow = "emergencyAccess", .by = {}, .subject = {}, .fields = {}};
  if (!rules.empty() && !chance(0.05)) {
    out.workflow = std::next(rules.begin(), pick(static_cast<int>(rules.size())))->first;
  }
  auto subject = anybody();
  if (out.workflow == "memberForward" && chance(0.8)) subject = "P4";
  out.subject = office_.account_of(subject);
  auto rule = rules.find(out.workflow);
  if (rule == rules.end()) {
    out.by = anybody();
    return out;
  }
  out.by = chance(0.75) ? one_of(office_.holders(rule->second.ask, subject)) : anybody();
  if (chance(0.02)) out.by = "X9";
  for (const auto& name : rule->second.require) {
    if (!chance(0.04)) out.fields[name] = "some words";
  }
  for (const auto& question : rule->second.questions) {
    if (!chance(0.04)) out.fields["answer." + question.id] = "yes";
  }
  auto wanted = [&](const char* name) { return out.fields.contains(name) || chance(0.05); };
  if (wanted("recipient")) {
    out.fields["recipient"] = chance(0.03) ? "X8" : anybody();
    if (chance(0.9)) office_.account_of(out.fields["recipient"]);
  }
  const auto& gives = rule->second.gives;
  if (wanted("kind") && !gives.empty()) {
    auto kind = gives[static_cast<std::size_t>(pick(static_cast<int>(gives.size())))];
    out.fields["kind"] = to_text(chance(0.05) ? grant_kind::full : kind);
  }
  if (chance(0.9)) out.fields["messageSubject"] = "plans";
  if (wanted("target")) out.fields["target"] = "me@home.example";
  if (wanted("until") || chance(0.2)) out.fields["until"] = day_from_now(-1, 70);
  if (wanted("asOf")) out.fields["asOf"] = day_from_now(-40, 2);
  if (wanted("quota")) out.fields["quota"] = std::to_string(std::int64_t{1} << (24 + pick(16)));
  if (wanted("risk")) out.fields["risk"] = chance(0.5) ? "significant" : "small";
  const auto& purposes = rule->second.purposes;
  if (!purposes.empty() && chance(0.9)) {
    out.fields["purpose"] = purposes[dice_() % purposes.size()];
  }
  if (chance(0.5)) out.fields["tellSubject"] = chance(0.5) ? "true" : "false";
  return out;
}

void case_year::ask() {
  auto wanted = made_up();
  if (wanted.subject.empty() || w.load(wanted.subject).state.empty()) return;
  auto faults = office_.faults(wanted);
  ++asked;
  event what{.id = new_id<event_id>(w.random), .name = "case.asked", .at = w.clock.now(),
             .account = wanted.subject, .by = {wanted.by, "requester", "test"},
             .data = wanted.fields};
  what.data["workflow"] = wanted.workflow, what.data["requester"] = wanted.by;
  last_refused_.clear();
  put(what);
  seen.check_changed();
  bool taken = false;
  w.engine->run([&](flow::line& on) {
    taken = on.in.cases().load(what.id.derive<case_id>("case")).has_value();
    return false;
  });
  opened += taken;
  check_request(wanted, faults, taken);
}

// Somebody answers the question that the case waits with; now and then a wrong one, or nobody.
void case_year::answer(const case_file& of) {
  auto waiting = of.pending.find(question_of(of));
  if (waiting == of.pending.end()) return happen(of);
  const auto& rule = office_.rules.at(of.workflow);
  if (rule.agree.empty()) return happen(of);
  std::size_t stage = std::min<std::size_t>(
      static_cast<std::size_t>(std::atoi(std::string(value_of(of.context, "stage")).c_str())),
      rule.agree.size() - 1);
  auto by = chance(0.6) ? one_of(office_.holders(rule.agree[stage], office_.person_of(of.subject)))
                        : anybody();
  event given{.id = new_id<event_id>(w.random), .name = "case.answered", .at = w.clock.now(),
              .account = of.subject, .by = {by, "approver", "test"},
              .data = {{"case", of.id.text()}, {"invoke", question_of(of)},
                       {"effect", waiting->second.text()},
                       {"approved", chance(0.8) ? "true" : "false"},
                       {"reason", chance(0.05) ? "" : "it is right"}}};
  if (chance(0.03)) given.data["effect"] = of.id.text();
  if (chance(0.4)) given.data["tellSubject"] = chance(0.5) ? "true" : "false";
  if (chance(0.1)) given.data["until"] = day_from_now(1, 900);
  put(given);
}

void case_year::happen(const case_file& of) {
  const char* events[] = {"case.withdrawn", "grant.revoked", "case.concluded", "subject.returned",
                          "hold.released"};
  const auto* name = events[of.workflow == "legalHold" ? 4 : pick(4)];
  const auto& rule = office_.rules.at(of.workflow);
  auto by = of.requester.value;
  if (chance(0.3)) by = anybody();
  if (chance(0.2)) by = office_.person_of(of.subject);
  if (!rule.agree.empty() && chance(0.1)) {
    by = one_of(office_.holders(rule.agree[0], office_.person_of(of.subject)));
  }
  put({.id = new_id<event_id>(w.random), .name = name, .at = w.clock.now(),
       .account = of.subject, .by = {by, "requester", "test"},
       .data = {{"case", of.id.text()},
                {"outcome", chance(0.5) ? "noFurtherAction" : "furtherAction"}}});
}

void case_year::work(const case_file& of) {
  auto open = w.open_tasks(of.subject);
  std::erase_if(open, [](const task& each) { return each.kind.starts_with("approve:"); });
  if (open.empty()) return answer(of);
  who_acted_ = "somebody";
  w.finish_task(open[static_cast<std::size_t>(pick(static_cast<int>(open.size())))],
                {{"approved", "true"}});
}

void case_year::somebody_leaves(const std::string& person) {
  w.tell(office_.account_of(person), "leaver.notified", {{"leavingDate", day_from_now(-1, 6)}});
  if (chance(0.6)) office_.take_off_staff(person);
  for (const auto& [id, unit] : office_.units) {
    if (unit.head.value != person || chance(0.2)) continue;
    office_.new_head(id, chance(0.2) ? "" : anybody());
  }
}

void case_year::happen_to(const std::string& person) {
  auto id = office_.account_of(person);
  switch (pick(15)) {
    case 0: case 12: case 13: return somebody_leaves(person);
    case 1: return w.tell(id, "leaver.withdrawn");
    case 2: return w.tell(id, "person.rehired");
    case 3: case 4: return w.tell(id, "absence.started", {{"absentFrom", day_from_now(-3, 0)}});
    case 5: case 6: return w.tell(id, "absence.ended");
    case 7: return w.tell(id, "mailbox.secured");
    case 8: return w.tell(id, "account.suspended");
    case 9: return w.tell(id, "account.reinstated");
    case 14: return static_cast<void>(office_.withdraw_one());
    case 10:
      if (holds_.empty() || chance(0.5)) {
        return holds_.push_back(w.hold(id, "M" + std::to_string(pick(100))));
      }
      w.lift(holds_.back());
      return holds_.pop_back();
    default:
      w.mail.deliver(id, {.flags = {}, .received = w.clock.now(),
                          .bytes = "Subject: plans\r\n\r\nx\r\n"});
  }
}

// For a while one verb fails in one way for a share of its calls.
void case_year::fail_sometimes() {
  using memory::refuse;
  const memory::fault ways[] = {memory::fail_and_not_persist, memory::fail_but_persist,
                                refuse(outcome_class::transient), memory::throttle(3600),
                                refuse(outcome_class::denied), refuse(outcome_class::invalid)};
  double share = chance(0.5) ? 0.0 : 0.3;
  w.mail.faults().sometimes("apply", share, ways[pick(6)]);
  w.notices.faults().sometimes("send", chance(0.5) ? 0.0 : 0.3, ways[pick(6)]);
}

// Whose mailbox it is, or who is to have access.
std::string case_year::in_it(const case_file& of) {
  auto recipient = std::string(value_of(of.context, "recipient"));
  bool known = std::ranges::find(office_.people, recipient) != office_.people.end();
  return known && chance(0.3) ? recipient : office_.person_of(of.subject);
}

void case_year::step() {
  who_acted_.clear();
  auto open = open_cases();
  auto early = [&] { return office_.people[static_cast<std::size_t>(pick(14))]; };
  auto some = [&]() -> const case_file& {
    return open[static_cast<std::size_t>(pick(static_cast<int>(open.size())))];
  };
  int what = pick(24);
  if (what < 5 || (what < 15 && open.empty())) ask();
  else if (what < 11) answer(some());
  else if (what < 13) work(some());
  else if (what < 15) happen(some());
  else if (what < 19) happen_to(open.empty() || chance(0.4) ? early() : in_it(some()));
  else if (what < 20) fail_sometimes();
  else w.run_until(w.clock.now() + 12h * (1 + pick(chance(0.2) ? 40 : 6)));
  check();
}

// Nothing fails any more, helpdesk and leaders do what is theirs: every case has to come to an end.
void case_year::come_to_an_end() {
  w.mail.faults().sometimes("apply", 0, memory::refuse(outcome_class::transient));
  w.notices.faults().sometimes("send", 0, memory::refuse(outcome_class::transient));
  for (; !holds_.empty(); holds_.pop_back()) w.lift(holds_.back());
  for (int round = 0; round < 16 && seen.wrong.empty(); ++round) {
    auto open = open_cases();
    if (open.empty()) return;
    for (const auto& each : open) {
      auto tasks = w.open_tasks(each.subject);
      for (const auto& task : tasks) {
        if (!task.kind.starts_with("approve:")) w.finish_task(task, {{"approved", "true"}});
      }
      const auto& ask = office_.rules.at(each.workflow).ask;
      for (const char* name : {"case.concluded", "case.withdrawn", "hold.released"}) {
        bool lifts = each.workflow == "legalHold";
        who_acted_ = lifts ? one_of(office_.holders(ask, office_.person_of(each.subject)))
                           : each.requester.value;
        w.put({.id = new_id<event_id>(w.random), .name = name, .at = w.clock.now(),
               .account = each.subject, .by = {who_acted_, "requester", "test"},
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
    check();
  }
  for (const auto& each : open_cases()) {
    if (waits_for_its_day(each)) continue;
    seen.wrong_with(w.load(each.subject),
                    each.workflow + " never ends: it stays in " + each.state);
  }
}

void case_year::live() {
  check();
  for (int i = 0; i < how_.steps && seen.wrong.empty(); ++i) step();
  if (seen.wrong.empty()) come_to_an_end();
}

}  // namespace tenure::test
