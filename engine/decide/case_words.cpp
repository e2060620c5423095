#include "engine/decide/case_words.hpp"

#include "engine/decide/attested.hpp"
#include "engine/decide/certifying.hpp"
#include "engine/decide/collecting.hpp"
#include "engine/decide/handing_over.hpp"
#include "engine/decide/holding.hpp"
#include "engine/decide/ownership.hpp"
#include "engine/decide/questions.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

bool asks_for(deliberation& d, std::initializer_list<grant_kind> kinds) {
  for (const auto& text : kinds_in(value_of(d.context(), "kind"))) {
    auto kind = parse_grant_kind(text);
    if (kind && std::find(kinds.begin(), kinds.end(), *kind) != kinds.end()) return true;
  }
  return false;
}

bool is_told(deliberation& d, std::string_view when) {
  d.clauses.insert(d.rule().tell_subject.clause);
  return d.rule().tell_subject.value == when;
}

constexpr named_guard guards[] = {
    {"agreementNeeded", agreement_needed},
    {"attestationMissing", attestation_missing},
    {"evidenceCollected", evidence_collected},
    {"forwardRequested", [](deliberation& d) { return asks_for(d, {grant_kind::forward}); }},
    {"messagesRequested", [](deliberation& d) { return asks_for(d, {grant_kind::extract}); }},
    {"subjectIsToldBefore", [](deliberation& d) { return is_told(d, "before"); }},
    {"subjectMayBeTold",
     [](deliberation& d) {
       bool decided = is_told(d, "decided");
       return decided && value_of(d.what.data, "tellSubject") == "true";
     }},
    {"actionWasTaken",
     [](deliberation& d) { return value_of(d.context(), "outcome") == "furtherAction"; }},
    {"outcomeUnknown", [](deliberation& d) { return !d.context().contains("outcome"); }},
    {"ownerUnknown", owner_unknown},
    {"rightIsOver", right_is_over},
    {"silenceEscalates", silence_escalates},
    {"riskIsCovered",
     [](deliberation& d) {
       return value_of(d.context(), "risk") != "significant" ||
              !value_of(d.context(), "controls").empty();
     }},
};

// Until the end of the day the request names; without one, the rule's longest time.
instant longest_end(deliberation& d) {
  d.clauses.insert(d.rule().longest.clause);
  auto day = parse_date(value_of(d.context(), "until"));
  if (day) return d.by.calendar.start_of(add(*day, {.days = 1}));
  return d.by.calendar.add(d.out.next_case->opened, *parse_period(d.rule().longest.value));
}

// No longer than what it rests on is on record (CAM-6a: it lapses with the commitment).
instant grant_end(deliberation& d) {
  auto latest = longest_end(d);
  return std::min(latest, attested_until(d).value_or(latest));
}

void record_attestation(deliberation& d, const attributes&) {
  record_attestations(d, longest_end(d));
}

// Never empty: the register says whether the subject was told, and if not, why.
std::string told_words(deliberation& d) {
  const auto& rule = d.rule().tell_subject;
  if (rule.value == "never") return "not told: " + rule.clause;
  if (rule.value != "decided") return "told";
  if (value_of(d.context(), "tellSubject") == "true") return "told";
  auto why = value_of(d.context(), "notToldBecause");
  return "not told: " + std::string(why.empty() ? "decided so" : why);
}

void open_grant(deliberation& d, grant_kind kind) {
  const auto& context = d.context();
  auto ends = grant_end(d);
  if (ends <= d.what.at) return;  // asked until a day that has passed meanwhile
  grant opened{.id = d.out.next_case->id.derive<grant_id>(to_text(kind)),
               .from_case = d.out.next_case->id, .subject = d.out.next.id, .kind = kind,
               .holder = {std::string(value_of(context, "recipient"))}, .holder_login = {},
               .holder_address = std::string(value_of(context, "target")),
               .text = std::string(value_of(context, "text")),
               .purpose = std::string(value_of(context, "purpose")), .clause = d.rule().clause,
               .told = told_words(d), .opened = d.what.at, .ends = ends, .closed = {},
               .closed_because = {}};
  if (auto theirs = d.known.people->account_of(opened.holder)) {
    opened.holder_login = theirs->login;
    opened.holder_address = theirs->address;
  }
  if (opened.holder.empty() && kind != grant_kind::auto_reply) opened.holder = d.out.next.person;
  if (opened.purpose.empty()) opened.purpose = d.out.next_case->workflow;
  d.facts["grant." + std::string(to_text(kind))] = opened.id.text();
  d.facts["grantEnds"] = to_text(ends);
  d.facts["subjectTold"] = opened.told.starts_with("not told") ? "not told" : "told";
  d.explain(std::string(to_text(kind)) + " until " + to_text(ends));
  d.out.grants.push_back(std::move(opened));
}

// An agreement that does not stand any more opens nothing (`params.unagreed`: none is needed yet).
void open_grants(deliberation& d, const attributes& params) {
  if (value_of(params, "unagreed") != "true" && agreement_lapsed(d)) return;
  auto kinds = kinds_in(value_of(params, "kind"));
  if (kinds.empty()) kinds = kinds_in(value_of(d.context(), "kind"));
  for (const auto& text : kinds) {
    auto kind = parse_grant_kind(text);
    // Copies of named messages are handed over once; that is no standing right.
    if (kind && *kind != grant_kind::extract) open_grant(d, *kind);
  }
}

void close_grants(deliberation& d, const attributes&) {
  for (const auto& known : d.known.grants) {
    if (known.from_case != d.out.next_case->id || known.closed) continue;
    end_grant(d, known);
  }
}

void refuse_case(deliberation& d, const attributes& params) {
  auto why = value_of(params, "why");
  d.context()["refusedBecause"] = std::string(why);
  d.facts["refused"] = std::string(why);
}

// What the case asks of its subject's own life: account.suspended, ...
void tell_account(deliberation& d, const attributes& params) {
  std::string name(value_of(params, "event"));
  attributes data{{"fromCase", d.out.next_case->id.text()}};
  for (const auto& field : kinds_in(value_of(params, "with"))) {
    data[field] = value_of(d.context(), field);
  }
  d.out.events.push_back({.id = d.what.id.derive<event_id>("tell:" + name), .name = name,
                          .at = d.what.at, .account = d.out.next.id, .by = d.what.by,
                          .data = std::move(data)});
}

// Asked for whoever began the account's life; they do not decide about it.
void ask_case(deliberation& d, const attributes& params) {
  std::string workflow(value_of(params, "workflow"));
  auto asker = value_of(d.out.next.context, "askedBy");
  d.out.events.push_back({.id = d.what.id.derive<event_id>("ask:" + workflow), .name = "case.asked",
                          .at = d.what.at, .account = d.out.next.id,
                          .by = {"engine", "engine", "engine"},
                          .data = {{"workflow", workflow}, {"requester", std::string(asker)}}});
}

void tell_cases(deliberation& d, const attributes& params) {
  bool as_subject = value_of(params, "to") != "holder";
  d.out.news.push_back({std::string(value_of(params, "event")), as_subject});
}

void remember_answer(deliberation& d, const attributes&) {
  for (auto name : {"tellSubject", "notToldBecause", "outcome", "note", "until"}) {
    auto value = value_of(d.what.data, name);
    if (!value.empty()) d.context()[name] = std::string(value);
  }
}

void remember_secure(deliberation& d, const attributes&) { d.context()["secure"] = "true"; }

// Those who agree are asked once more; what they said before counts for nothing.
void ask_anew(deliberation& d, const attributes&) {
  std::erase_if(d.context(), [](const auto& fact) {
    return fact.first == "stage" || fact.first.starts_with("agreed.") ||
           fact.first.starts_with("for.") || fact.first.starts_with("escalated.");
  });
}

// The one that is open: a state asks one question at a time.
void escalate_question(deliberation& d, const attributes&) {
  for (const auto& question : d.chart().invokes) {
    if (question.src == "approval" && d.pending().contains(question.id)) {
      return escalate(d, question.id);
    }
  }
}

constexpr named_action actions[] = {
    {"addMember", add_member},
    {"askAnew", ask_anew},
    {"askCase", ask_case},
    {"askHandOver", ask_hand_over},
    {"askReviews", ask_reviews},
    {"closeGrants", close_grants},
    {"dropMember", drop_member},
    {"endGrantsOfLeaver", end_grants_of_leaver},
    {"endReviewed", end_reviewed},
    {"liftHold", lift_hold},
    {"placeHold", place_hold},
    {"escalate", escalate_question},
    {"openGrants", open_grants},
    {"recordAttestation", record_attestation},
    {"seatOwner", seat_owner},
    {"refuseCase", refuse_case},       {"rememberAnswer", remember_answer},
    {"rememberCertified", remember_certified},
    {"rememberDestroyed", remember_destroyed}, {"rememberEvidence", remember_evidence},
    {"rememberHanded", remember_handed}, {"rememberReceived", remember_received},
    {"rememberRetained", remember_retained},
    {"rememberSecure", remember_secure}, {"tellAccount", tell_account},
    {"tellCases", tell_cases},
};

void start_recipient_task(deliberation& d, const statechart::invocation& invoke) {
  auto who = value_of(d.context(), "recipient");
  d.add_task(std::string(value_of(invoke.input, "task")),
             who.empty() ? "helpdesk" : "person:" + std::string(who), invoke.id, {});
}

void start_requester_task(deliberation& d, const statechart::invocation& invoke) {
  d.add_task(std::string(value_of(invoke.input, "task")),
             "person:" + d.out.next_case->requester.value, invoke.id, {});
}

constexpr named_actor actors[] = {
    {"collectEvidence", start_collecting},
    {"copyMessages", start_copying},
    {"destroyEvidence", start_destroying},
    {"recipientTask", start_recipient_task},
    {"requesterTask", start_requester_task},
};

// Where the pack names no cadence what was given is not looked at before its end, and what goes on
// beyond that, after as long again.
instant review_due(deliberation& d) {
  const auto& every = d.rule().review_every;
  if (every.value.empty()) {
    auto end = grant_end(d);
    bool over = end <= d.what.at;
    return over ? d.by.calendar.add(d.what.at, *parse_period(d.rule().longest.value)) : end;
  }
  d.clauses.insert(every.clause);
  return d.by.calendar.add(d.what.at, *parse_period(every.value));
}

constexpr named_delay delays[] = {
    {"answerWithin",
     [](deliberation& d) {
       d.clauses.insert(d.rule().answer_within.clause);
       return d.by.calendar.add(d.what.at, *parse_period(d.rule().answer_within.value));
     }},
    {"escalateAfter",
     [](deliberation& d) {
       auto after = parse_period(d.rule().escalate.after);
       return after ? d.by.calendar.add(d.what.at, *after) : not_ever;
     }},
    {"evidenceRetention", evidence_retention},
    {"remindAfter",
     [](deliberation& d) {
       return d.by.calendar.add(d.what.at, *parse_period(d.rule().remind_after.value));
     }},
    {"reviewEvery", review_due},
    {"untilBackupsEnd",
     [](deliberation& d) { return backups_end(d.by, d.rule(), d.out.next_case->context); }},
    {"untilGrantEnds", grant_end},
};

}  // namespace

std::span<const named_guard> case_guards() { return guards; }
std::span<const named_action> case_actions() { return actions; }
std::span<const named_actor> case_actors() { return actors; }
std::span<const named_delay> case_delays() { return delays; }

}  // namespace tenure::decide
