#include "engine/check/play.hpp"

#include "engine/check/deeds.hpp"

#include <algorithm>
#include <deque>

namespace tenure::check {
namespace {

constexpr int own_steps_max = 200;  // of a subject's life beside a case, at one moment

// What somebody says is so whether or not the workflow answers to it.
bool note_saying(world& of, const event& what) {
  auto& seen = of.seen;
  auto set = [](bool& fact, bool value) { return std::exchange(fact, value) != value; };
  if (what.name == "hold.placed") return set(seen.held, true);
  if (what.name == "hold.lifted") return set(seen.held, false);
  if (what.name == "checker.brake") return set(seen.braked, true);
  if (what.name == "brake.released") return set(seen.braked, false);
  if (what.name == "mailbox.secured") return set(seen.secure, true);
  if (what.name == "attestation.lapsed") {
    bool was_signed = set(seen.signed_here, false);
    return set(seen.unattested, true) || was_signed;
  }
  return false;
}

void start_afresh(witness& seen) {
  if (seen.archived) seen.earlier_archives.push_back(*seen.archived);
  seen.leaver = seen.long_notice = seen.extract_asked = false;
  seen.handed_over = seen.closing_told = false;
  if (seen.asking == handing_over) seen.asking.clear();
  seen.leaving_date.reset();
  seen.shut.reset();
  seen.archived.reset();
  seen.decided = seen.signed_off = seen.destroyed = seen.mail_gone = false;
  seen.did.clear();
}

constexpr auto long_notice = std::chrono::days(30);

bool told_long_before(const event& what) {
  auto day = parse_date(value_of(what.data, "leavingDate"));
  return day && std::chrono::sys_days(*day).time_since_epoch() >
                    std::chrono::microseconds(what.at.micros) + long_notice;
}

void note_hr(witness& seen, const event& what) {
  if (what.name == "leaver.notified") seen.long_notice = !seen.leaver && told_long_before(what);
  if (what.name == "absence.started") seen.absent = true;
  if (what.name == "absence.ended") seen.absent = seen.absence_told = false;
  if (what.name == "account.suspended") seen.suspended = true;
  if (what.name == "account.reinstated") seen.suspended = false;
  if (what.name.starts_with("xstate.after.remindAfter")) seen.reminded = true;
  if (what.name.starts_with("xstate.after.escalateAfter")) seen.escalated = true;
  if (what.name == "leaver.notified" || what.name == "leaver.redated") {
    seen.leaver = true;
    seen.leaving_date = parse_date(value_of(what.data, "leavingDate"));
  }
  if (what.name == "leaver.withdrawn" || what.name == "person.rehired") start_afresh(seen);
  if (what.name.starts_with("xstate.after.dispositionDeadline")) seen.decided = true;
  if (what.name.starts_with("xstate.after.reviewEvery")) {
    seen.votes_before = std::exchange(seen.votes, {});
    seen.reminded = false;
  }
  if (what.name == "case.concluded") seen.concluded = true;
  if (what.name == "evidence.wanted") seen.searched = true;
  if (what.name == "creation.agreed") seen.creation_agreed = true;
  if (what.name == handed_over) seen.handed_over = true;
  if (what.name.starts_with("creation.") || what.name == handed_over) seen.asking.clear();
}

// What forbade a deletion is settled once the mail is gone.
void note_deletion(witness& seen) {
  seen.mail_gone = true;
  seen.decided = seen.signed_off = seen.handed_over = seen.closing_told = false;
  seen.absent = seen.absence_told = seen.suspended = seen.long_notice = false;
  seen.extract_asked = seen.braked = false;
}

void note_vote(witness& seen, const event& what) {
  if (what.name != "case.answered") return;
  bool yes = value_of(what.data, "approved") == "true";
  // A no ends the round; whoever is asked again has to agree again.
  auto& votes = seen.votes;
  if (!yes) return votes.clear();
  auto same = [&](const hr_id& who) { return who.value == what.by.who; };
  if (std::none_of(votes.begin(), votes.end(), same)) votes.push_back({what.by.who});
  seen.confirmed = what.at;
  if (value_of(what.data, "tellSubject") == "true") seen.tell_first = true;
}

void note_result(world& of, const awaited& before, const event& what) {
  bool done = what.name.starts_with("xstate.done.actor.");
  auto id = value_of(what.data, "effect");
  for (const auto& e : before.flying) {
    bool of_absence = e.id.text() == id && value_of(e.input, "template") == "absenceTold";
    if (of_absence) of.seen.absence_told = true;
    if (!done || e.id.text() != id) continue;
    bool of_case = !split_qualified(e.invoke).of.empty();
    bool closes = e.verb == "reconcile" && e.desired.sign_in == sign_in::blocked;
    if (closes && !of_case && !of.seen.shut) of.seen.shut = what.at;
    if (e.verb == "archiveMailbox") of.seen.archived = what.at;
    if (e.verb == "deleteMailbox") note_deletion(of.seen);
    auto& earlier = of.seen.earlier_archives;
    if (e.verb == "destroyArchive") of.seen.destroyed = true, earlier.clear();
    if (e.verb == "destroyEarlierArchive" && !earlier.empty()) earlier.erase(earlier.begin());
    if (e.verb == "notify" && of_case) of.seen.told = true;
    if (e.verb == "collectEvidence") of.seen.collected = true;
    if (e.verb == "destroyEvidence") of.seen.collected = false;
  }
  for (const auto& t : before.tasks) {
    if (t.id.text() != id) continue;
    bool yes = value_of(what.data, "approved") == "true";
    if (t.kind == "approve:createAccount") of.seen.creation_agreed = yes;
    if (t.kind == "approve:signOffDeletion") of.seen.signed_off = yes;
    if (t.kind == "decide:disposition") {
      of.seen.decided = true;
      if (value_of(what.data, "decision") == "transfer") start_afresh(of.seen);
    }
    if (t.kind == "tellByLetter" && !split_qualified(t.invoke).of.empty()) of.seen.told = true;
    if (!value_of(what.data, "outcome").empty() && t.kind == "findOutcome") {
      of.seen.concluded = true;
    }
    if (t.kind == "undertake") of.seen.undertaken = true;
    if (t.kind == "consultSeniorManagement") of.seen.consulted = true;
  }
}

// An effect or a task whose result has come, or that nobody waits for any more.
void take_off(world& of, const event& what) {
  auto waited = [&](const effect_id& id) {
    auto in = [&](const auto& pending) {
      return std::any_of(pending.begin(), pending.end(),
                         [&](const auto& one) { return one.second == id; });
    };
    bool over = what.name.starts_with("xstate.") && id.text() == value_of(what.data, "effect");
    return !over && (in(of.of.pending) || (of.matter && in(of.matter->pending)));
  };
  std::erase_if(of.flying, [&](const effect& e) { return !waited(e.id); });
  std::erase_if(of.tasks, [&](const task& t) { return !waited(effect_id{t.id.bits}); });
}

// One event after the other until nobody has anything more to say: what accounts and cases tell
// each other, and, beside a case, everything that its subject's own life waits for.
class line {
 public:
  line(played& out, const setting& in, std::uint64_t& count) : out_(out), in_(in), count_(count) {}

  void run(const event& first, bool to_case) {
    handle(first, to_case, true);
    for (int i = 0; i < own_steps_max && out_.broken.empty(); ++i) {
      if (!waiting_.empty()) {
        auto [next, for_case] = waiting_.front();
        waiting_.pop_front();
        handle(next, for_case, false);
      } else if (!in_.of_case || !help_subject()) {
        return;
      }
    }
  }

 private:
  void handle(const event& what, bool to_case, bool first) {
    auto known = snapshot_of(out_.after, in_, what, to_case);
    auto made = to_case ? decide::decide_case(known, what, in_.by)
                        : decide::decide(known, what, in_.by);
    if (!made) {
      if (made.error().code.starts_with("chart.")) out_.broken = made.error().text();
      return;
    }
    if (!made->changed) return;
    if (first) out_.taken = true;
    const awaited before{out_.after.flying, out_.after.tasks};
    lay(out_.after, *made, in_);
    take_off(out_.after, what);
    note_hr(out_.after.seen, what);
    note_vote(out_.after.seen, what);
    note_result(out_.after, before, what);
    note_deeds(out_.after.seen, in_.asked_for, before, what, *made);
    note_decision(known, *made);
  }

  void note_decision(const decide::snapshot& before, const decision& made) {
    for (const auto& e : made.effects) {
      out_.begun.push_back(e);
      if (e.verb == "notify") note_notice(e);
    }
    for (const auto& t : made.tasks) {
      if (t.kind == "extractBusinessMail") out_.after.seen.extract_asked = true;
    }
    for (const auto& g : made.grants) {
      bool known = std::any_of(before.grants.begin(), before.grants.end(),
                               [&](const grant& old) { return old.id == g.id; });
      if (g.closed || known) continue;
      out_.opened.push_back(g);
      out_.after.seen.had_grant = true;
    }
    bool closed_before = before.of_case && before.of_case->closed;
    out_.asked = out_.asked || (made.next_case && !before.of_case);
    out_.ended = out_.ended || (made.next_case && made.next_case->closed && !closed_before);
    if (!made.attestations.empty()) out_.after.seen.signed_here = true;
    for (const auto& told : made.events) {
      bool asks = told.name == "case.asked";
      if (asks && !in_.of_case) out_.after.seen.asking = value_of(told.data, "workflow");
      else waiting_.push_back({told, asks});
    }
    const auto& matter = out_.after.matter;
    for (const auto& news : made.news) {
      if (!news.as_subject || !matter || matter->closed) continue;
      event what{.id = {{0x2e35, ++count_}}, .name = news.event, .at = out_.after.now,
                 .account = out_.after.of.id, .by = the_engine(),
                 .data = {{"case", matter->id.text()}}};
      waiting_.push_back({what, true});
    }
  }

  void note_notice(const effect& of) {
    auto to = value_of(of.input, "to");
    bool closed = value_of(of.input, "template") == "accountClosed";
    auto& seen = out_.after.seen;
    if (to == "subject" && of.invoke.empty()) seen.telling = true;
    if (to == "requester") seen.requester_told = true;
    if (to == "manager" && closed) seen.closing_told = true;
  }

  bool help_subject() {
    for (const auto& e : out_.after.flying) {
      if (!split_qualified(e.invoke).of.empty()) continue;
      waiting_.push_back({result_of(e, true, out_.after, count_).what, false});
      return true;
    }
    for (const auto& t : out_.after.tasks) {
      if (!split_qualified(t.invoke).of.empty()) continue;
      event done{.id = {{0x7a5c, ++count_}}, .name = "xstate.done.actor." + t.invoke,
                 .at = out_.after.now, .account = out_.after.of.id,
                 .by = {"checker", t.assignee, "checker"},
                 .data = {{"effect", t.id.text()}, {"approved", "true"}, {"decision", "delete"}}};
      waiting_.push_back({done, false});
      return true;
    }
    return false;
  }

  played& out_;
  const setting& in_;
  std::uint64_t& count_;
  std::deque<std::pair<event, bool>> waiting_;
};

// What is looked at again from time to time stood although nobody had said yes for too long.
bool review_missed(const world& of, instant until, const setting& in) {
  using namespace std::chrono_literals;
  constexpr auto slack = 48h;
  if (!of.matter || of.matter->closed || !stands(of)) return false;
  const auto& rule = in.by.pack.cases.find(of.matter->workflow)->second;
  const auto& calendar = in.by.calendar;
  auto time = *parse_period(rule.answer_within.value);
  if (of.matter->workflow == certifying) {
    auto last = calendar.add(of.matter->opened, time);
    if (rule.on_silence.value == "helpdesk") last = calendar.add(last, time);
    return last + slack < until;
  }
  if (rule.review_every.value.empty() || !of.seen.confirmed) return false;
  auto asked = calendar.add(*of.seen.confirmed, *parse_period(rule.review_every.value));
  return calendar.add(asked, time) + slack < until;
}

// What stayed as it was while time passed over the day on which it should have ended.
void note_passing(world& of, instant until, const setting& in) {
  using namespace std::chrono_literals;
  constexpr auto slack = 48h;  // the end of the day, in any zone
  auto& seen = of.seen;
  auto is = decide::desired_condition(of.of, in.by, of.grants);
  if (seen.leaver && seen.leaving_date && is.sign_in == sign_in::allowed) {
    seen.overstayed = in.by.calendar.start_of(*seen.leaving_date) + slack < until;
  }
  seen.review_missed = seen.review_missed || review_missed(of, until, in);
  for (const auto& g : of.grants) {
    if (!g.closed && g.ends && *g.ends + slack < until) seen.outlived = true;
  }
}

}  // namespace

played play(const world& from, const move& by, const setting& in, std::uint64_t& count) {
  played out{.after = from};
  note_passing(out.after, by.what.at, in);
  out.after.now = std::max(by.what.at, from.now);
  out.moved = note_saying(out.after, by.what);
  std::erase_if(out.after.deadlines, [&](const deadline& d) {
    return split_qualified(d.event).name == by.what.name && d.due <= out.after.now;
  });
  if (by.what.name != "checker.brake") line(out, in, count).run(by.what, by.to_case);
  out.moved = out.moved || out.taken;
  return out;
}

}  // namespace tenure::check
