#pragma once
// One mailbox, at most one case about it, and what the checker has seen happen to them: a value, so
// that exploring can go on from it in every direction. No store, no connector, no clock.

#include "engine/check/council.hpp"
#include "engine/decide/decide.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tenure::check {

// The workflow in which rights are certified anew, and the event by which it begins.
inline constexpr std::string_view certifying = "accessReview", review_due = "access.reviewDue";
// The workflow by which a leaver's mail is handed over, and what it tells when it was signed for.
inline constexpr std::string_view handing_over = "handOver", handed_over = "mail.handedOver";

// What the checker remembers by itself, from the events that it sent and the effects that it saw.
// The invariants are judged on this, never on what the workflow remembers of itself.
struct witness {
  bool held = false;
  bool case_holds = false;            // a hold that the case itself has set
  hr_id released_by;                  // who lifted it
  bool secure = false;
  bool braked = false;
  std::optional<date> starts;         // the first day, as HR told it
  bool begun = false;                 // a mailbox was begun
  bool denied = false;                // those who were asked said no to the account
  bool never_starts = false;          // before that, a leaving date before the first day was told
  bool leaver = false;                // a leaving date was told and not taken back
  std::optional<date> leaving_date;   // the last one told
  std::optional<instant> shut;        // closed for good and read back, since
  std::optional<instant> archived;    // a verified archive exists that was written after `shut`
  std::vector<instant> earlier_archives;  // of closings that were undone: not yet destroyed
  bool destroyed = false;             // the archive's destruction was reported
  bool decided = false;               // about its disposition, by who was asked or by silence
  bool signed_off = false;            // after `shut`
  std::string asking;                 // the workflow of the case for which the account's life waits
  bool creation_agreed = false;
  bool mail_gone = false;             // the deletion was reported
  bool absent = false;
  bool absence_told = false;          // or the helpdesk was asked to tell by letter
  bool suspended = false;
  bool looked_after = false;          // a colleague undertook to manage the mailbox, and still does
  bool long_notice = false;           // the leaving date was told long before
  bool extract_asked = false;         // the manager was asked to take out business mail
  bool handed_over = false;
  bool closing_told = false;          // the manager, that the mailbox is closed
  bool overstayed = false;            // time passed over a leaving date and sign-in stayed open
  bool outlived = false;              // time passed over a right's last day and the right stayed
  bool reminded = false;              // those who decide of the case
  bool escalated = false;             // those above were asked as well
  bool unattested = false;            // what was on record about people was withdrawn
  bool signed_here = false;           // what the workflow itself has signed was signed
  bool requester_told = false;        // how the case came out
  bool told = false;                  // the subject, of the case, and it reached them
  bool telling = false;               // or a notice that nobody waits for went out
  bool tell_first = false;            // who agreed decided that the subject is told
  bool undertaken = false;            // to look after the mailbox
  bool consulted = false;             // senior management
  bool concluded = false;             // how the case came out was said
  bool had_grant = false;
  bool searched = false;              // evidence was wanted, once
  bool collected = false;             // evidence was taken under seal, and is there
  std::string asked_by;               // how who asked stands to the request (moves.hpp)
  std::vector<hr_id> votes;           // who agreed to the case, in order, since the last no
  hr_id left;                         // who agreed and may not any more, before it was in place
  bool left_told = false;            // and the case was told
  bool in_place = false;              // what the case changed of rights was read back
  std::vector<hr_id> votes_before;    // before it was looked at again
  bool escalated_before = false;      // those above had been asked as well, then
  std::optional<instant> confirmed;   // the case's last yes: from there the next look is counted
  std::set<std::string> did;          // of what invariants ask for: deeds.hpp
  bool undone = false;                // the case's last change of rights failed
  bool further_action = false;        // how the case came out, as last said
  std::optional<instant> outcome_at;  // when that was said
  bool review_missed = false;         // time passed over a look, and what was given stood
};

struct world {
  account of;
  std::optional<case_file> matter;
  std::vector<grant> grants;
  std::vector<deadline> deadlines;
  std::vector<task> tasks;     // open ones that somebody waits for
  std::vector<effect> flying;  // decided, no result yet, and somebody waits for it
  instant now;
  witness seen;
};

// What was waited for at one moment.
struct awaited {
  std::vector<effect> flying;
  std::vector<task> tasks;
};

// What stays the same while one workflow is explored.
struct setting {
  const decide::rules& by;
  council& people;
  const std::set<std::string>& asked_for;  // deeds that an invariant asks about
  std::vector<const statechart::named*>& acts;  // what workflows did, since it was last emptied
  // Of a case: its subject's own life goes on by itself, everything it waits for succeeds at once.
  bool of_case = false;
  // Holds, evidence and who agreed and leaves are left out: only what waits, answers and ends.
  bool briefly = false;
};

// Certifying is explored by itself: beside another case it would be a second one.
bool comes_up(const deadline& due, const world& in);
bool grants_open(const world& of);
// What was asked for was given and runs until its day, be it a right or an exception.
bool stands(const world& of);

// Beside a case: the subject's mailbox is closed, and what becomes of it then concerns only who is
// to receive its mail.
bool is_done_with(const world& of);

// It stands, and its rights were read back: who agreed is not needed any more.
bool in_place(const world& of);

// Everything that matters for what can happen next, as text: two worlds with the same key go on
// alike. Ids are left out, moments are told by how far off they are (in days, far ones in months).
std::string key_of(const world& of, const setting& in);

// Lays a decision over the world: state, deadlines, tasks, effects, grants. What accounts and cases
// tell each other is not delivered here. Of `made` the account is taken over, not copied.
void lay(world& over, decision& made, const setting& in);

// `of_case`: for deciding about the case, not about the account.
decide::snapshot snapshot_of(const world& of, const setting& in, const event& what, bool of_case);

}  // namespace tenure::check
