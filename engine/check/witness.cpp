#include "engine/check/witness.hpp"

#include "engine/check/moves.hpp"

#include <algorithm>
#include <utility>

namespace tenure::check {
namespace {

void start_afresh(witness& seen) {
  if (seen.archived) seen.earlier_archives.push_back(*seen.archived);
  seen.leaver = seen.never_starts = seen.long_notice = seen.extract_asked = false;
  seen.handed_over = seen.closing_told = false;
  if (seen.asking == handing_over) seen.asking.clear();
  seen.leaving_date.reset();
  seen.shut.reset();
  seen.archived.reset();
  seen.decided = seen.signed_off = seen.destroyed = seen.mail_gone = false;
  seen.did.clear();
}

constexpr auto long_notice = std::chrono::days(30);

bool leaves_after(const event& what, std::chrono::days notice) {
  auto day = parse_date(value_of(what.data, "leavingDate"));
  return day && std::chrono::sys_days(*day).time_since_epoch() >
                    std::chrono::microseconds(what.at.micros) + notice;
}

// What forbade a deletion is settled once the mail is gone.
void note_deletion(witness& seen) {
  seen.mail_gone = true;
  seen.decided = seen.signed_off = seen.handed_over = seen.closing_told = false;
  seen.absent = seen.absence_told = seen.suspended = seen.long_notice = false;
  seen.extract_asked = seen.braked = false;
}

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

}  // namespace

bool note_saying(world& of, const event& what) {
  auto& seen = of.seen;
  auto set = [](bool& fact, bool value) { return std::exchange(fact, value) != value; };
  if (what.name == "hold.placed") return set(seen.held, true);
  if (what.name == "hold.lifted") return set(seen.held, false);
  if (what.name == "checker.brake") return set(seen.braked, true);
  if (what.name == "brake.released") return set(seen.braked, false);
  if (what.name == "mailbox.secured") return set(seen.secure, true);
  bool told = what.name == "approver.left";
  if (told || what.name == "checker.lapse") {  // nobody hears of a designation's last day
    seen.left = {std::string(value_of(what.data, leaves))};
    seen.left_told = told;
    return true;
  }
  if (what.name == "attestation.lapsed") {
    bool was_signed = set(seen.signed_here, false);
    return set(seen.unattested, true) || was_signed;
  }
  return false;
}

void note_hr(witness& seen, const event& what) {
  if (what.name == "joiner.notified") seen.starts = parse_date(value_of(what.data, "startDate"));
  if (what.name == "leaver.notified") {
    seen.long_notice = !seen.leaver && leaves_after(what, long_notice);
  }
  if (what.name == "absence.started") seen.absent = true;
  if (what.name == "absence.ended") seen.absent = seen.absence_told = false;
  if (what.name == "account.suspended") seen.suspended = true;
  if (what.name == "account.reinstated") seen.suspended = false;
  if (what.name == "undertaking.given") seen.looked_after = true;
  if (what.name == "undertaking.ended") seen.looked_after = false;
  if (what.name.starts_with("xstate.after.remindAfter")) seen.reminded = true;
  if (what.name.starts_with("xstate.after.escalateAfter")) seen.escalated = true;
  // Who was closed and is to stay for some time yet is back until then.
  bool stays_on = what.name == "leaver.redated" && seen.shut && leaves_after(what, {});
  if (stays_on) start_afresh(seen);
  if (what.name == "leaver.notified" || what.name == "leaver.redated") {
    seen.leaver = true;
    seen.leaving_date = parse_date(value_of(what.data, "leavingDate"));
    seen.never_starts = !seen.begun && seen.starts && seen.leaving_date < seen.starts;
  }
  if (what.name == "leaver.withdrawn" || what.name == "person.rehired") start_afresh(seen);
  // Silence decides about who leaves; who only moves stays where they are.
  bool silence = what.name.starts_with("xstate.after.dispositionDeadline");
  if (silence && seen.leaver) seen.decided = true;
  if (what.name.starts_with("xstate.after.reviewEvery")) {
    seen.votes_before = std::exchange(seen.votes, {});
    seen.left_told = false;
    seen.reminded = false;
    seen.escalated_before = std::exchange(seen.escalated, false);
  }
  if (what.name == "case.concluded") seen.concluded = true;
  if (what.name == "evidence.wanted") seen.searched = true;
  if (what.name == "creation.agreed") seen.creation_agreed = true;
  if (what.name == "creation.refused") seen.denied = true;
  if (what.name == handed_over) seen.handed_over = true;
  if (what.name.starts_with("creation.") || what.name == handed_over) seen.asking.clear();
}

void forget_case(witness& seen) {
  seen.votes.clear();
  seen.votes_before.clear();
  seen.reminded = seen.escalated = seen.left_told = seen.creation_agreed = false;
  seen.told = seen.telling = seen.tell_first = false;
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
    bool of_access = value_of(e.input, "template") == access_told;
    if (e.verb == "notify" && of_case && of_access) of.seen.told = true;
    if (e.verb == "collectEvidence") of.seen.collected = true;
    if (e.verb == "destroyEvidence") of.seen.collected = false;
  }
  for (const auto& t : before.tasks) {
    if (t.id.text() != id) continue;
    bool yes = value_of(what.data, "approved") == "true";
    if (t.kind == "approve:createAccount") of.seen.creation_agreed = yes, of.seen.denied = !yes;
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

}  // namespace tenure::check
