#include "tests/simulation/year.hpp"

#include "tests/simulation/office.hpp"

namespace tenure::test {
namespace {

using namespace std::chrono_literals;
using memory::refuse;

constexpr const char* given[] = {"Jane", "John", "Zoë", "Bilal", "Aoife", "Xi"};
constexpr const char* surnames[] = {"Smith", "O'Neill", "Khan", "Li", "Brückner"};

}  // namespace

year::year(const year_options& how)
    : w({.pack = how.pack, .seed = how.seed}),
      seen(w, "TENURE_PACK=" + how.pack + " TENURE_SEED=" + std::to_string(how.seed)),
      how_(how),
      dice_(how.seed) {
  vary_settings(w, dice_);
}

std::string year::day_from_now(int least, int most) {
  auto day = std::chrono::sys_days(w.calendar->local_date(w.clock.now()));
  return to_text(date(day + std::chrono::days(least + pick(most - least))));
}

void year::hire(int n) {
  someone who{"P" + std::to_string(n), new_id<account_id>(w.random), {}};
  person_kind kind = chance(0.2) ? person_kind::agency_worker : person_kind::employee;
  w.engine->run([&](flow::line& on) {
    on.in.people().save({.id = {who.hr}, .kind = kind, .given_name = given[pick(6)],
                         .surname = surnames[pick(5)], .job_title = "Officer", .unit = "U1",
                         .manager = {"M1"}, .contact = chance(0.9) ? "c@home.example" : ""});
    return true;
  });
  attributes data{{"person", who.hr}};
  if (chance(0.3)) data["startDate"] = day_from_now(1, 20);
  if (kind == person_kind::agency_worker) data["leavingDate"] = day_from_now(20, 200);
  w.tell(who.id, "joiner.notified", data);
  everybody_.push_back(who);
}

void year::rename(const someone& who) {
  w.engine->run([&](flow::line& on) {
    auto known = on.in.people().load({who.hr}).value();
    known.surname = surnames[pick(5)];
    on.in.people().save(known);
    return true;
  });
  w.tell(who.id, "person.renamed");
}

void year::place_hold(someone& who) {
  if (!w.load(who.id).revision) return;
  who.holds.push_back(w.hold(who.id, "M-" + std::to_string(pick(1000))));
}

void year::happen_to(someone& who) {
  switch (pick(18)) {
    case 0: case 1: case 2:
      return w.tell(who.id, "leaver.notified", {{"leavingDate", day_from_now(-5, 40)}});
    case 3: return w.tell(who.id, "leaver.redated", {{"leavingDate", day_from_now(-5, 40)}});
    case 4: return w.tell(who.id, "leaver.withdrawn");
    case 5: case 6: return w.tell(who.id, "absence.started", {{"absentFrom", day_from_now(-9, 0)}});
    case 7: case 8: return w.tell(who.id, "absence.ended");
    case 9: return w.tell(who.id, "account.suspended");
    case 10: case 11: return w.tell(who.id, "account.reinstated");
    case 12: return rename(who);
    case 13: return place_hold(who);
    case 14: return w.tell(who.id, "person.rehired");
    case 15: return w.tell(who.id, "person.transferred", {{"unit", "U2"}});
    case 16: return w.tell(who.id, "drift.found");
    default:
      w.mail.deliver(who.id, {.flags = {}, .received = w.clock.now(), .bytes = "mail"});
  }
}

// Weather: for some days one verb fails in one way for a share of its calls.
void year::fail_sometimes(int day) {
  constexpr const char* mail[] = {"create", "apply", "remove", "read"};
  constexpr const char* shelf[] = {"keep", "verify", "destroy"};
  if (day % 3 != 0) return;
  const memory::fault ways[] = {memory::fail_and_not_persist, memory::fail_but_persist,
                                refuse(outcome_class::transient), memory::throttle(3600),
                                refuse(outcome_class::denied), refuse(outcome_class::conflict),
                                refuse(outcome_class::invalid)};
  double share = chance(0.5) ? 0.0 : 0.05 + 0.5 * chance(0.3);
  w.mail.faults().sometimes(mail[pick(4)], share, ways[pick(7)]);
  w.shelf.faults().sometimes(shelf[pick(3)], share, ways[pick(7)]);
  w.notices.faults().sometimes("send", share, ways[pick(7)]);
}

void year::do_some_tasks() {
  for (auto& who : everybody_) {
    if (!w.open_tasks(who.id).empty() && chance(0.25)) {
      const char* decisions[] = {"delete", "transfer", "redirect"};
      w.finish_tasks(who.id, {{"approved", chance(0.9) ? "true" : "false"},
                              {"decision", decisions[pick(3)]}, {"unit", "U3"}});
    }
    if (!who.holds.empty() && chance(0.1)) {
      w.lift(who.holds.back());
      who.holds.pop_back();
    }
  }
}

void year::pass_a_day(int day) {
  fail_sometimes(day);
  for (int n = day * how_.people / how_.days; n < (day + 1) * how_.people / how_.days; ++n) hire(n);
  int happenings = 1 + static_cast<int>(everybody_.size()) / 40;
  for (int i = 0; i < happenings; ++i) {
    happen_to(everybody_[static_cast<std::size_t>(pick(static_cast<int>(everybody_.size())))]);
  }
  if (day % 5 == 0) do_some_tasks();
  w.run_until(w.clock.now() + 24h);
}

void year::live() {
  hire(how_.people);
  for (int day = 0; day < how_.days && seen.wrong.empty(); ++day) {
    pass_a_day(day);
    seen.check_all();
  }
}

}  // namespace tenure::test
