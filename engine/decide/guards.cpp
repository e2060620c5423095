// The questions a workflow may ask. Each answers from what is known and from the pack; where it
// forbids something it says why, for `tenure account explain`.

#include "engine/decide/case_words.hpp"
#include "engine/decide/deletions.hpp"
#include "engine/decide/disposition.hpp"
#include "engine/decide/earlier_archives.hpp"
#include "engine/decide/sweeping.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::decide {
namespace {

bool was_adopted(deliberation& d) { return value_of(d.what.data, "adopted") == "true"; }

// Where the pack says nothing of who agrees, an approver is asked.
bool agreement_wanted(deliberation& d) {
  return d.setting("joinerApproval").value == "agreement" &&
         d.by.pack.cases.contains("accountCreation");
}

bool approval_needed(deliberation& d) { return d.setting("joinerApproval").value != "none"; }

bool approved(deliberation& d) { return value_of(d.what.data, "approved") == "true"; }

bool start_has_come(deliberation& d) {
  auto start = parse_date(value_of(d.out.next.context, "startDate"));
  return !start || d.by.calendar.start_of(*start) <= d.what.at;
}

// Somebody who leaves on the first day was here; one who leaves before it never comes.
bool never_starts(deliberation& d) {
  auto leaves = parse_date(value_of(d.what.data, "leavingDate"));
  auto starts = parse_date(value_of(d.out.next.context, "startDate"));
  return !leaves || *leaves < starts.value_or(d.by.calendar.local_date(d.what.at));
}

bool leaving_date_known(deliberation& d) { return d.out.next.context.contains("leavingDate"); }

// As the pack counts the day that is told anew, not the one that was remembered.
bool leaves_later(deliberation& d) {
  account told = d.out.next;
  told.context["leavingDate"] = value_of(d.what.data, "leavingDate");
  auto at = leaving_instant(told, d.by);
  return at && *at > d.what.at;
}

bool extract_waited_for(deliberation& d) {
  return d.waits_for("extract") && d.setting("extractIgnored").value == "wait";
}

bool leaving_over(deliberation& d) {
  auto at = leaving_instant(d.out.next, d.by);
  return at && *at <= d.what.at;
}

bool leaving_instant_passed(deliberation& d) { return leaving_over(d) && !extract_waited_for(d); }

// Asking the manager makes no sense once the leaving date is over, or twice.
bool extract_not_wanted(deliberation& d) {
  return !d.flag("extractTaskRequired") || d.out.next.context.contains("extractedAt") ||
         leaving_over(d);
}

// As long as what was taken away is remembered it is desired, and whatever the person does to it is
// undone. So it is remembered only until the mailbox was seen with it, in a state that wants it.
bool forwards_given_back(deliberation& d) {
  auto seen = condition_from_json(value_of(d.what.data, "observed"));
  auto shall = desired_condition(d.out.next, d.by, d.known.grants);
  auto is_back = [&](std::string_view name, const auto& wanted, const auto& is) {
    auto before = value_of(d.out.next.context, name);
    return before.empty() || (wanted == before && is == before);
  };
  const auto& context = d.out.next.context;
  bool taken = context.contains("forwardingBefore") || context.contains("autoReplyBefore");
  return taken && seen && is_back("forwardingBefore", shall.forwarding, seen->forwarding) &&
         is_back("autoReplyBefore", shall.auto_reply, seen->auto_reply);
}

bool extract_is_due(deliberation& d) { return due_instant(d, "untilExtractTask") <= d.what.at; }

bool absence_noted(deliberation& d) { return d.out.next.context.contains("absentFrom"); }

bool contact_unknown(deliberation& d) { return !d.known.person || d.known.person->contact.empty(); }

bool held(deliberation& d) {
  if (d.held()) {
    d.explain(d.known.holds_readable
                  ? "a legal hold forbids it"
                  : "the holds could not be read, so the account counts as held");
    d.setting("heldMail");
  }
  return d.held();
}

bool archive_wanted(deliberation& d) { return d.flag("archiveOnClosing"); }

// The brake counts deletions over all accounts: an hour's, a day's, and a day's share of all.
bool delete_brake_open(deliberation& d) {
  const auto& counts = d.known.deletions;
  auto most = deletions_in_a_day(d.by.pack, d.out.next.kind, counts.accounts);
  bool open = counts.last_hour < d.number("brake.delete.count") && counts.last_day < most;
  if (!open) {
    d.out.brakes.push_back("delete");
    d.explain("the deletion brake is on: " + std::to_string(counts.last_day) +
              " deletions in 24 hours; two people must release it");
  }
  return open;
}

bool deletion_allowed(deliberation& d) {
  if (held(d)) return false;
  const auto& context = d.out.next.context;
  if (!d.flag("deleteAfterRetention")) {
    d.explain("the organisation does not delete by itself");
    return false;
  }
  if (archive_wanted(d) && !context.contains("archiveDigest")) {
    d.explain("no verified archive exists");
    return false;
  }
  if (review_missing(d)) {
    d.explain("a decision or a sign-off that it depends on is missing");
    return false;
  }
  auto closed = parse_instant(value_of(context, "closedAt"));
  if (!closed || d.by.calendar.add(*closed, d.period_of("retentionTime")) > d.what.at) {
    d.explain("the retention time is not over");
    return false;
  }
  return delete_brake_open(d);
}

constexpr named_guard guards[] = {
    {"absenceCloses", [](deliberation& d) { return d.flag("absenceClosesMailbox"); }},
    {"absenceLeavesListed",
     [](deliberation& d) { return d.flag("absenceClosesMailbox") && !d.flag("absenceHides"); }},
    {"absenceNoted", absence_noted},
    {"absenceTold",
     [](deliberation& d) { return d.out.next.context.contains("absenceToldAt"); }},
    {"adopted", was_adopted},
    {"agreementLapsed", agreement_lapsed},
    {"aliasAllowed", alias_allowed},
    {"approved", approved},
    {"archiveNotWanted", [](deliberation& d) { return !archive_wanted(d); }},
    {"contactUnknown", contact_unknown},
    {"deleteDecided", delete_decided},
    {"deletionAllowed", deletion_allowed},
    {"dispositionWanted", disposition_wanted},
    {"extractIsDue", extract_is_due},
    {"extractMustBeDone", extract_waited_for},
    {"extractNotWanted", extract_not_wanted},
    {"forwardsGivenBack", forwards_given_back},
    {"handOverWanted", [](deliberation& d) { return d.flag("handOverToHead"); }},
    {"held", held},
    {"isShared", [](deliberation& d) { return d.out.next.kind == person_kind::shared; }},
    {"leavesAgency", leaves_agency},
    {"leavesLater", leaves_later},
    {"leavingDateKnown", leaving_date_known},
    {"leavingInstantPassed", leaving_instant_passed},
    {"mailboxBegun", [](deliberation& d) { return d.out.next.context.contains("begunAt"); }},
    {"needsAgreement", agreement_wanted},
    {"needsApproval", approval_needed},
    {"neverStarts", never_starts},
    {"notHeld", [](deliberation& d) { return !held(d); }},
    {"lookedAfter", [](deliberation& d) { return d.out.next.context.contains("lookedAfterBy"); }},
    {"nothingArchived",
     [](deliberation& d) {
       return !d.out.next.context.contains("archiveDigest") && !earlier_archives_kept(d);
     }},
    {"redirectDecided", redirect_decided},
    {"redirectPending", redirect_pending},
    {"reviewMissing", review_missing},
    {"signOffWanted", sign_off_wanted},
    {"startHasCome", start_has_come},
    {"suspensionNoted",
     [](deliberation& d) { return d.out.next.context.contains("suspendedAt"); }},
    {"subjectNeedNotBeTold", [](deliberation& d) { return !d.flag("tellSubjectOfAbsence"); }},
    {"sweepAllowed", sweep_allowed},
    {"transferDecided", transfer_decided},
};

}  // namespace

bool answer_guard(deliberation& d, std::string_view name) {
  if (const auto* guard = find_word<named_guard>(guards, case_guards(), name)) {
    return guard->answer(d);
  }
  throw std::logic_error("no guard " + std::string(name));
}

std::vector<std::string_view> guard_names() {
  return words_of<named_guard>(guards, case_guards());
}

}  // namespace tenure::decide
