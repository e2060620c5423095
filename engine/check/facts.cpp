// The facts that invariants speak of. What allows something is answered from what the checker saw
// and from the pack, never from what the workflow remembers. Read from what the engine decided are
// the things that are judged (condition, grants, whether a case is over) and what was asked for.

#include "engine/check/case_facts.hpp"
#include "engine/check/deeds.hpp"
#include "engine/check/start_facts.hpp"
#include "engine/check/step_facts.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

bool flag(const sight& at, std::string_view name) {
  return at.in.by.pack.flag(name, at.in.people.subject().kind);
}

bool over(const sight& at, const std::optional<instant>& since, std::string_view name) {
  auto length = at.in.by.pack.period_of(name, at.in.people.subject().kind);
  return since && at.in.by.calendar.add(*since, length) <= at.step.after.now;
}

bool earlier_archive_watched(const sight& at) {
  const auto& after = at.step.after;
  bool waits = std::any_of(after.deadlines.begin(), after.deadlines.end(),
                           [](const deadline& d) { return d.event == "archive.due"; });
  return waits || after.of.pending.contains("earlierArchive") || seen(at).held;
}

bool leaving_day_come(const sight& at) {
  const auto& day = seen(at).leaving_date;
  return day && at.in.by.calendar.start_of(*day) <= at.step.after.now;
}

bool opens_mailbox(const sight& at) {
  return decide::workflow_tagged(at.in.by, at.workflow, "opensMailbox");
}

bool any_open(const sight& at) { return grants_open(at.step.after); }

bool tells(const sight& at, std::string_view when) { return rule(at).tell_subject.value == when; }

bool tagged(const sight& at, std::string_view tag) {
  return decide::has_tag(at.step.after.of, at.in.by, tag);
}

// Even somebody with every right would not get in.
bool closed_to_others(const sight& at) {
  grant all{.kind = grant_kind::full, .holder = {"9999"}, .holder_login = "somebody.else"};
  grant sends = all;
  sends.kind = grant_kind::on_behalf;
  auto is = decide::desired_condition(at.step.after.of, at.in.by, {all, sends});
  if (is.send_on_behalf && !is.send_on_behalf->empty()) return false;
  if (!is.delegates) return true;
  return std::none_of(is.delegates->begin(), is.delegates->end(),
                      [&](const delegate& d) { return d.who == all.holder_login; });
}

bool any_task(const sight& at, bool (*is)(const task&)) {
  return std::ranges::any_of(at.step.after.tasks, is);
}

bool undecided(const sight& at) {
  return any_task(at, [](const task& t) {
    return t.kind.starts_with("approve:") && !split_qualified(t.invoke).of.empty();
  });
}

bool asked_of_somebody(const sight& at) {
  return any_task(at, [](const task& t) {
    return t.kind.starts_with("approve:") && !value_of(t.input, "eligible").empty();
  });
}

bool will_be_reminded(const sight& at) {
  const auto& all = at.step.after.deadlines;
  return seen(at).reminded || std::any_of(all.begin(), all.end(), [](const deadline& d) {
    return split_qualified(d.event).name.starts_with("xstate.after.remindAfter");
  });
}

bool under_way(const sight& at, std::string_view verb) {
  return std::ranges::any_of(at.step.after.flying, [&](const effect& e) { return e.verb == verb; });
}

bool waits_for(const sight& at, std::string_view deadline_name) {
  auto event = "xstate.after." + std::string(deadline_name);
  return std::ranges::any_of(at.step.after.deadlines, [&](const deadline& d) {
    return split_qualified(d.event).name.starts_with(event);
  });
}

bool review_asked(const sight& at) {
  return any_task(at, [](const task& t) { return t.kind == "approve:signOffDeletion"; });
}

bool evidence_time_over(const sight& at) {
  auto length = parse_period(rule(at).evidence_kept.value);
  const auto& since = seen(at).outcome_at;
  return length && since && at.in.by.calendar.add(*since, *length) <= at.step.after.now;
}

struct named_fact {
  std::string_view name;
  bool (*holds)(const sight&);
};

constexpr named_fact table[] = {
    {"held", [](const sight& at) { return seen(at).held || seen(at).case_holds; }},
    {"caseHolds", [](const sight& at) { return seen(at).case_holds; }},
    {"liftedByItsOffice", lifted_by_its_office},
    {"secure", [](const sight& at) { return seen(at).secure; }},
    {"archiveWanted", [](const sight& at) { return flag(at, "archiveOnClosing"); }},
    {"archived", [](const sight& at) { return seen(at).archived.has_value(); }},
    {"deletionWanted", [](const sight& at) { return flag(at, "deleteAfterRetention"); }},
    {"retentionOver",
     [](const sight& at) { return over(at, seen(at).shut, "retentionTime"); }},
    {"earlierArchiveKept", [](const sight& at) { return !seen(at).earlier_archives.empty(); }},
    {"earlierArchiveWatched", earlier_archive_watched},
    {"earlierArchiveRetentionOver",
     [](const sight& at) {
       const auto& kept = seen(at).earlier_archives;
       return !kept.empty() && over(at, kept.front(), "archiveRetention");
     }},
    {"sweepWanted", [](const sight& at) { return at.in.by.pack.sweep.wanted(); }},
    {"sweeping", [](const sight& at) { return at.step.after.of.pending.contains("sweep"); }},
    {"archiveRetentionOver",
     [](const sight& at) { return over(at, seen(at).archived, "archiveRetention"); }},
    {"decisionWanted", [](const sight& at) { return flag(at, "dispositionDecision"); }},
    {"decided", [](const sight& at) { return seen(at).decided; }},
    {"signOffWanted", [](const sight& at) { return flag(at, "leaderSignOff"); }},
    {"signedOff", [](const sight& at) { return seen(at).signed_off; }},
    {"agreementToCreateWanted",
     [](const sight& at) {
       return at.in.by.pack.get("joinerApproval", at.in.people.subject().kind).value != "none";
     }},
    {"creationAgreed", [](const sight& at) { return seen(at).creation_agreed; }},
    {"startCome", start_has_come},
    {"neverStarts", [](const sight& at) { return seen(at).never_starts; }},
    {"begun", [](const sight& at) { return seen(at).begun; }},
    {"denied", [](const sight& at) { return seen(at).denied; }},
    {"onlyStartMissing", only_start_is_missing},
    {"startTimed", start_is_timed},
    {"leavingDateKept", leaving_date_kept},
    {"leavingDayOver", leaving_day_over},
    {"leavingTimed", leaving_is_timed},
    {"wasThereBefore", was_found},
    {"entryKnown", entry_known},
    {"keepsItsNames", has_found_names},
    {"theNewWorkers", is_the_workers},
    {"lookedAfter", [](const sight& at) { return seen(at).looked_after; }},
    {"leaver", [](const sight& at) { return seen(at).leaver; }},
    {"leavingDayCome", leaving_day_come},
    {"shut", [](const sight& at) { return seen(at).shut.has_value(); }},
    {"mailGone", [](const sight& at) { return seen(at).mail_gone; }},
    {"signInBlocked",
     [](const sight& at) { return condition(at).sign_in == sign_in::blocked; }},
    {"hidden", [](const sight& at) { return condition(at).address_list == address_list::hidden; }},
    {"mailRefused", [](const sight& at) { return condition(at).delivery == delivery::refused; }},
    {"usable", usable},
    {"anythingOpen", anything_open},
    {"overstayed", [](const sight& at) { return seen(at).overstayed; }},
    {"extractAwaited",
     [](const sight& at) {
       auto kind = at.in.people.subject().kind;
       return at.in.by.pack.get("extractIgnored", kind).value == "wait";
     }},
    {"extractWanted", [](const sight& at) { return flag(at, "extractTaskRequired"); }},
    {"longNotice", [](const sight& at) { return seen(at).long_notice; }},
    {"extractAsked", [](const sight& at) { return seen(at).extract_asked; }},
    {"handOverWanted", [](const sight& at) { return flag(at, "handOverToHead"); }},
    {"handedOver", [](const sight& at) { return seen(at).handed_over; }},
    {"deletionUnderWay", [](const sight& at) { return under_way(at, "deleteMailbox"); }},
    {"destructionUnderWay", [](const sight& at) { return under_way(at, "destroyArchive"); }},
    {"holdForbidsIt", hold_forbids_it},
    {"stillToBeDone", still_to_be_done},
    {"somebodyIsAsked", somebody_is_asked},
    {"reviewAsked", review_asked},
    {"reviewEscalates", [](const sight& at) { return waits_for(at, "signOffDeadline"); }},
    {"closingTold", [](const sight& at) { return seen(at).closing_told; }},
    {"absent", [](const sight& at) { return seen(at).absent; }},
    {"absenceHides", [](const sight& at) { return flag(at, "absenceHides"); }},
    {"absenceIsTold", [](const sight& at) { return flag(at, "tellSubjectOfAbsence"); }},
    {"absenceTold", [](const sight& at) { return seen(at).absence_told; }},
    {"suspended", [](const sight& at) { return seen(at).suspended; }},
    {"countsAsLeft", [](const sight& at) { return tagged(at, "left") || tagged(at, "gone"); }},
    {"stoppedByBrake", [](const sight& at) { return tagged(at, "stopped"); }},
    {"going", [](const sight& at) { return tagged(at, "gone"); }},
    {"inUse", in_use},
    {"made", [](const sight& at) { return !at.step.after.of.directory_id.empty(); }},
    {"deletionDecided", [](const sight& at) { return at.step.decision == "delete"; }},
    {"redirectDecided", [](const sight& at) { return at.step.decision == "redirect"; }},
    {"transferDecided", [](const sight& at) { return at.step.decision == "transfer"; }},
    {"toAnotherAgency", [](const sight& at) { return value_of(at.came->data, "unit") == "OTHER"; }},
    {"dispositionAsked",
     [](const sight& at) {
       return any_task(at, [](const task& t) { return t.kind == "decide:disposition"; });
     }},
    {"wasSuspended", [](const sight& at) { return at.step.was_suspended; }},
    {"wasLeft", [](const sight& at) { return at.step.was_left; }},
    {"wasShut", [](const sight& at) { return at.step.was_shut; }},
    {"saidYes", [](const sight& at) { return at.step.said_yes; }},
    {"saidNo", [](const sight& at) { return at.step.said_no; }},
    {"closedToOthers", closed_to_others},
    {"closesOnAbsence", [](const sight& at) { return flag(at, "absenceClosesMailbox"); }},
    // Of a case.
    {"agreed", agreed},
    {"agreementStands", agreement_stands},
    {"approverGone", [](const sight& at) { return !seen(at).left.empty(); }},
    {"approverLeft", [](const sight& at) { return seen(at).left_told; }},
    {"entitledToAsk", entitled_to_ask},
    {"onRecord", on_record},
    {"somebodyAgrees",
     [](const sight& at) { return at.step.after.matter && !rule(at).agree.empty(); }},
    {"subjectAsks",
     [](const sight& at) { return requester(at) == at.in.people.subject().id; }},
    {"opensMailbox", opens_mailbox},
    {"toldFirst",
     [](const sight& at) {
       return tells(at, "before") || (tells(at, "decided") && seen(at).tell_first);
     }},
    {"toldAnyway", [](const sight& at) { return tells(at, "before") || tells(at, "after"); }},
    {"told", [](const sight& at) { return seen(at).told || seen(at).telling; }},
    {"toldAndReached", [](const sight& at) { return seen(at).told; }},
    {"undertaken", [](const sight& at) { return seen(at).undertaken; }},
    {"consulted", [](const sight& at) { return seen(at).consulted; }},
    {"concluded", [](const sight& at) { return seen(at).concluded; }},
    {"furtherAction", [](const sight& at) { return seen(at).further_action; }},
    {"evidenceTimeOver", evidence_time_over},
    {"evidenceWaits", [](const sight& at) { return waits_for(at, "evidenceRetention"); }},
    {"leftUndone", [](const sight& at) { return left_undone(at.step.after); }},
    {"hadGrant", [](const sight& at) { return seen(at).had_grant; }},
    {"grantsOpen", any_open},
    {"evidenceKept", [](const sight& at) { return seen(at).collected; }},
    {"stands", [](const sight& at) { return stands(at.step.after); }},
    {"toBeCertified", to_be_certified},
    {"askedAgain",
     [](const sight& at) {
       return std::ranges::any_of(at.step.after.deadlines,
                                  [](const deadline& d) { return d.event == review_due; });
     }},
    {"reviewMissed", [](const sight& at) { return seen(at).review_missed; }},
    {"goesOn", goes_on},
    {"endedBeforeItsDay", ended_before_its_day},
    {"inPlace", [](const sight& at) { return seen(at).in_place; }},
    {"dayIsWatched", [](const sight& at) { return waits_for(at, "untilGrantEnds"); }},
    {"brakeIsLookedAt", [](const sight& at) { return waits_for(at, "brakeCheck"); }},
    {"backupsAreWatched", [](const sight& at) { return waits_for(at, "untilBackupsEnd"); }},
    {"endIsAsked",
     [](const sight& at) {
       return any_task(at, [](const task& t) { return t.kind == "endSendToAll"; });
     }},
    {"hasFailed", [](const sight& at) { return !at.step.failed.empty(); }},
    {"outlived", [](const sight& at) { return seen(at).outlived; }},
    {"undecided", undecided},
    {"askedOfSomebody", asked_of_somebody},
    {"over", [](const sight& at) { return at.step.after.matter && at.step.after.matter->closed; }},
    {"refused",
     [](const sight& at) { return !field(at, "refusedBecause").empty(); }},
    {"willBeReminded", will_be_reminded},
    {"escalationWanted", [](const sight& at) { return !rule(at).escalate.after.empty(); }},
    {"willEscalate",
     [](const sight& at) { return seen(at).escalated || waits_for(at, "escalateAfter"); }},
    {"reconciling", reconciling},
    {"answerIsTimed", [](const sight& at) { return waits_for(at, "answerWithin"); }},
    {"requesterTold", [](const sight& at) { return seen(at).requester_told; }},
    {"riskUncovered",
     [](const sight& at) {
       return field(at, "risk") == "significant" && field(at, "controls").empty();
     }},
    // Of a grant that is being opened, or its case.
    {"bounded", bounded},
    {"toldOnRecord", [](const sight& at) { return !at.opened->told.empty(); }},
    {"answersOnly",
     [](const sight& at) { return at.opened->kind == grant_kind::auto_reply; }},
    {"kindGiven",
     [](const sight& at) {
       const auto& gives = rule(at).gives;
       return std::find(gives.begin(), gives.end(), at.opened->kind) != gives.end();
     }},
    {"outsideAllowed", [](const sight& at) { return rule(at).outside.value == "true"; }},
    {"goesOutside", [](const sight& at) { return !field(at, "target").empty(); }},
};

}  // namespace

bool holds(const claim& what, const sight& at) {
  if (what.number == no_number) return seen(at).did.contains(what.fact) == what.is;
  if (what.number == of_the_step) return done_now(what.fact, at.step) == what.is;
  return table[what.number].holds(at) == what.is;
}

std::vector<std::string_view> facts() {
  std::vector<std::string_view> out;
  for (const auto& fact : table) out.push_back(fact.name);
  return out;
}

}  // namespace tenure::check
