#include "engine/check/moves.hpp"

#include "engine/check/maker.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

using namespace std::chrono_literals;

void task_answers(maker& m, const task& of) {
  if (of.kind.starts_with("approve:")) {
    add_done(m, of, ": yes", {{"approved", "true"}});
    return add_done(m, of, ": no", {{"approved", "false"}});
  }
  if (!of.kind.starts_with("decide:")) return add_done(m, of, "", {});
  add_done(m, of, ": delete", {{"decision", "delete"}});
  add_done(m, of, ": redirect", {{"decision", "redirect"}, {"to", "1002"}});
  add_done(m, of, ": transfer", {{"decision", "transfer"}, {"unit", "OTHER"}});
}

// Found under the person's HR number, with names of its own.
move adopted(move made) {
  made.label += ": it was there before";
  made.what.data["adopted"] = "true";
  made.what.data["login"] = found_login;
  made.what.data["observed"] = R"({"address":")" + std::string(found_address) + R"("})";
  return made;
}

bool tagged(const maker& m, std::string_view tag) {
  return decide::has_tag(m.from.of, m.in.by, tag);
}

// Somebody who left and came back leads the same life again; what may linger from the first shows
// in leaving a second time, so only that is tried.
bool second_life(const maker& m) { return m.from.of.context.contains("closings"); }

// The day from which leaving dates are counted. Told before the first day they are the same dates
// from there on as are told later: what is due to start makes no worlds of its own once it has.
date first_or_today(const maker& m) {
  auto today = m.in.by.calendar.local_date(m.from.now);
  return std::max(m.from.seen.starts.value_or(today), today);
}

void leaves_on(maker& m, std::string label, std::string name, int off) {
  bool starts_later = first_or_today(m) > m.in.by.calendar.local_date(m.from.now);
  auto days = std::to_string(off) + " days";
  if (off < 0) label += starts_later ? ", the day before the start" : ", yesterday";
  else label += starts_later ? ", " + days + " after the start" : ", in " + days;
  m.add(std::move(label), std::move(name), {{"leavingDate", day(m, off)}});
}

void from_hr(maker& m) {
  constexpr int some_weeks = 40, later = 60;
  bool left = tagged(m, "left") || tagged(m, "gone");
  if (m.from.seen.leaver) {
    m.add("HR: does not leave after all", "leaver.withdrawn");
    m.add("HR: employed again", "person.rehired");
  }
  bool once = value_of(m.from.of.context, "closings") == "1";
  bool half_closed = left && once && m.from.seen.leaver && !m.from.seen.shut;
  if (half_closed) leaves_on(m, "HR: another leaving date", "leaver.redated", later);
  // Leaving again while an archive of the first closing is kept would make every situation of
  // leaving into one for each time that archive still has: tests tell those stories.
  if (left || !m.from.seen.earlier_archives.empty()) return;
  leaves_on(m, "HR: a leaver", "leaver.notified", -1);
  if (second_life(m)) return;
  m.add("a change that nobody waits for fails", "condition.failed");
  m.add("the helpdesk has looked at a change that failed", "task.done.finishCondition");
  leaves_on(m, "HR: a leaver", "leaver.notified", some_weeks);
  if (m.from.seen.leaver) leaves_on(m, "HR: another leaving date", "leaver.redated", later);
  bool may_never_start = m.from.seen.leaver && !m.from.seen.begun;
  if (may_never_start) leaves_on(m, "HR: another leaving date", "leaver.redated", -1);
  m.add("HR: long-term absent", "absence.started", {{"absentFrom", day(m, 0)}});
  m.add("HR: back from absence", "absence.ended");
  bool matters = m.in.by.pack.flag("dispositionDecision", m.from.of.kind);
  if (matters) m.add("HR: moves to another agency", "person.transferred", {{"unit", "OTHER"}});
}

// Nothing else is under way with the mailbox.
bool quiet(const maker& m) {
  bool in_use = !m.from.of.directory_id.empty() && !tagged(m, "left") && !tagged(m, "gone");
  return in_use && !m.from.seen.leaver && !second_life(m) && m.from.tasks.empty() &&
         m.from.flying.empty();
}

bool is_looked_after(const maker& m) {
  return m.from.seen.looked_after || m.from.of.context.contains("lookedAfterBy");
}

// What a case tells an account: played beside nothing else, so that it makes few worlds.
void from_cases(maker& m) {
  if (is_looked_after(m)) {
    m.add("the undertaking is over", "undertaking.ended");
    m.add("HR: long-term absent", "absence.started", {{"absentFrom", day(m, 0)}});
    return m.add("HR: back from absence", "absence.ended");
  }
  if (!quiet(m)) return;
  m.add("it passes to another worker", "worker.replaced",
        {{"worker", "1006"}, {"givenName", "Ian"}, {"surname", "Clerk"}});
  if (m.from.seen.suspended) return;
  m.add("a colleague undertakes to manage it", "undertaking.given", {{"recipient", "1002"}});
}

// What is old is found by looking, whatever state the mailbox is in by the time it is told.
void from_looking(maker& m) {
  if (!m.in.by.pack.sweep.wanted() || second_life(m)) return;
  m.add("mail in a named folder is old", "sweep.due");
  m.add("the helpdesk has looked at a sweep that failed", "task.done.finishSweep");
}

// Where the state itself lets others in, it matters whether the mailbox may be opened at all.
bool lets_in(const maker& m) {
  auto is = decide::desired_condition(m.from.of, m.in.by);
  return (is.delegates && !is.delegates->empty()) || (is.forwarding && !is.forwarding->empty()) ||
         (is.send_on_behalf && !is.send_on_behalf->empty());
}

void from_offices(maker& m) {
  if (m.from.seen.asking == handing_over) {
    m.add("the right person signs for the mail", std::string(handed_over), {}, true);
  } else if (!m.from.seen.asking.empty()) {
    m.add("those who may have agreed to the account", "creation.agreed");
    m.add("the account is refused, or nobody answered", "creation.refused", {}, true);
  }
  bool left = tagged(m, "left") || tagged(m, "gone");
  if (!left && !second_life(m)) {
    m.add("access is suspended", "account.suspended");
    m.add("access is given back", "account.reinstated");
  }
  bool held = m.from.seen.held;
  if (held) m.add("the hold is lifted", "hold.lifted", {{"matter", "M1"}}, true);
  bool destroying = m.from.of.pending.contains("earlierArchive");
  bool matters = left || destroying;
  if (matters && !held) m.add("a legal hold is placed", "hold.placed", {{"matter", "M1"}});
  if (m.from.of.state.starts_with("due")) {
    bool on = m.from.seen.braked;
    m.add(on ? "the brake is released" : "the deletion brake comes on",
          on ? "brake.released" : "checker.brake", {}, on);
  }
  bool secured = m.from.seen.secure || !lets_in(m);
  if (!secured) m.add("the mailbox moves to the secure network", "mailbox.secured");
}

}  // namespace

std::string day(const maker& m, int off) {
  return to_text(add(first_or_today(m), {.days = off}));
}

void results(maker& m) {
  for (const auto& e : m.from.flying) {
    bool of_account = split_qualified(e.invoke).of.empty();
    if (m.in.of_case && of_account && is_done_with(m.from)) continue;
    m.out.push_back(result_of(e, true, m.from, m.count));
    m.out.push_back(result_of(e, false, m.from, m.count));
    if (e.verb == "createMailbox") {
      m.out.push_back(adopted(result_of(e, true, m.from, m.count)));
    }
  }
}

void add_done(maker& m, const task& of, const std::string& how, attributes data) {
  auto [of_case, invoke] = split_qualified(of.invoke);
  data["effect"] = of.id.text();
  data["task"] = of.kind;
  if (!of_case.empty()) data["case"] = of_case.text();
  bool office = of_case.empty() || of.assignee == "helpdesk";
  m.out.push_back({.label = of.assignee + " has done " + of.kind + how,
                   .what = m.make("xstate.done.actor." + std::string(invoke), std::move(data)),
                   .to_case = !of_case.empty(), .unaided = office});
  m.out.back().what.by.capacity = of.assignee;
}

void passing_time(maker& m) {
  auto all = m.from.deadlines;
  std::erase_if(all, [&](const deadline& d) { return !comes_up(d, m.from); });
  if (all.empty()) return;
  auto first = std::max(all.front().due, m.from.now + 1s);
  for (const auto& due : all) {
    if (due.due > first) break;
    auto [of_case, name] = split_qualified(due.event);
    attributes data;
    if (!of_case.empty()) data["case"] = of_case.text();
    move passed{.label = "time passes until " + to_text(m.in.by.calendar.local_date(first)),
                .what = m.make(std::string(name), std::move(data)),
                .to_case = !of_case.empty(), .unaided = true};
    passed.what.at = first;
    m.out.push_back(std::move(passed));
  }
}

move result_of(const effect& of, bool done, const world& in, std::uint64_t& count) {
  auto [of_case, invoke] = split_qualified(of.invoke);
  move out{.label = of.verb + (done ? " is done" : " fails"), .what = {},
           .to_case = !of_case.empty(), .unaided = done};
  out.what = {.id = {{0xeffe, ++count}},
              .name = (done ? "xstate.done.actor." : "xstate.error.actor.") + std::string(invoke),
              .at = in.now + 1s, .account = of.account, .by = the_engine(),
              .data = {{"effect", of.id.text()}, {"outcome", done ? "done" : "denied"}}};
  if (!of_case.empty()) out.what.data["case"] = of_case.text();
  if (!done) return out;
  for (auto [name, value] : {std::pair{"directoryId", "entry"}, {"digest", "d1"},
                             {"package", "p1"}, {"messages", "7"}, {"bytes", "70"},
                             {"certificate", "c1"}}) {
    out.what.data.emplace(name, value);
  }
  return out;
}

std::vector<move> moves_of_account(const world& from, const setting& in, std::uint64_t& count) {
  maker m{from, in, count, {}};
  results(m);
  for (const auto& open : from.tasks) task_answers(m, open);
  passing_time(m);
  from_cases(m);
  if (is_looked_after(m)) return std::move(m.out);
  from_hr(m);
  from_offices(m);
  from_looking(m);
  return std::move(m.out);
}

std::vector<move> probes_of_account(const world& from, const setting& in, std::uint64_t& count) {
  maker m{from, in, count, {}};
  m.add("HR: another name", "person.renamed", {{"givenName", "Joan"}, {"surname", "Smyth"}});
  m.add("HR: another unit", "person.transferred", {{"unit", "UNIT"}});
  m.add("HR: another leaving date", "leaver.redated", {{"leavingDate", day(m, 20)}});
  m.add("HR: another leaving date, yesterday", "leaver.redated", {{"leavingDate", day(m, -1)}});
  m.add("the mailbox has drifted", "drift.found");
  m.add("the mailbox could not be brought into its condition", "condition.failed");
  m.add("the mailbox is as it shall be", "condition.reached");
  m.add("the helpdesk has looked at its condition", "task.done.finishCondition");
  m.add("another size was agreed to", "quota.changed", {{"quota", "1000000"}});
  m.add("another owner", "owner.changed", {{"owner", in.people.recipient().value}});
  m.add("somebody looks after it", "undertaking.given",
        {{"recipient", in.people.recipient().value}});
  m.add("nobody looks after it any more", "undertaking.ended");
  m.add("it had forwards", "forwards.noted", {{"forwards", "elsewhere@inside.example"}});
  m.add("a further address is asked for", "alias.requested", {{"alias", "desk"}});
  m.add("a further address is given up", "alias.withdrawn", {{"alias", "desk"}});
  m.add("another worker", "worker.replaced",
        {{"worker", in.people.recipient().value}, {"givenName", "Tom"}, {"surname", "Baker"}});
  m.add("a right is to be certified", std::string(review_due));
  m.add("an earlier archive's time is over", "archive.due");
  m.add("the helpdesk has looked at an earlier archive", "task.done.finishEarlierDestruction");
  m.add("access is suspended", "account.suspended");
  m.add("access is given back", "account.reinstated");
  m.add("the mailbox moves to the secure network", "mailbox.secured");
  return std::move(m.out);
}

move leaver(const world& from, const setting& in, std::uint64_t& count) {
  maker m{from, in, count, {}};
  m.add("HR: a leaver, yesterday", "leaver.notified", {{"leavingDate", day(m, -1)}});
  return m.out.front();
}

namespace {

move joiner_in(int days_off, const setting& in, std::uint64_t& count) {
  world nobody{.of = {.id = {{0, 1}}}, .now = *parse_instant("2026-06-01T08:00:00Z")};
  maker m{nobody, in, count, {}};
  const auto& who = in.people.subject();
  if (who.kind == person_kind::shared) {
    auto address = decide::mailbox_address(in.by, "support");
    m.add("somebody asks for a shared mailbox", "mailbox.requested",
          {{"person", who.id.value}, {"unit", who.unit}, {"alias", address ? *address : ""}});
    m.out.front().what.by.who = "1006";
    return m.out.front();
  }
  m.add(days_off == 0 ? "HR: a joiner" : "HR: a joiner, who starts later", "joiner.notified",
        {{"startDate", day(m, days_off)}, {"unit", "UNIT"},
         {"person", in.people.subject().id.value}});
  m.out.front().what.account = {{0, 1}};
  return m.out.front();
}

}  // namespace

move joiner(const setting& in, std::uint64_t& count) { return joiner_in(0, in, count); }

move later_joiner(const setting& in, std::uint64_t& count) {
  constexpr int some_weeks = 30;
  return joiner_in(some_weeks, in, count);
}

}  // namespace tenure::check
