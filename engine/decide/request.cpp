// What may be asked for. Everything that can be known beforehand is said at once, before anybody is
// bothered with a decision; each refusal names the rule and who could ask or what is missing.

#include "engine/decide/attested.hpp"
#include "engine/decide/collecting.hpp"
#include "engine/decide/questions.hpp"

#include <algorithm>

namespace tenure::decide {
namespace {

refusal no(std::string code, std::string message, std::string place, std::string rule,
           std::string way_out) {
  return {.code = std::move(code), .message = std::move(message), .place = std::move(place),
          .rule = std::move(rule), .way_out = std::move(way_out)};
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

struct asked {
  deliberation& d;
  const std::string workflow;
  const policy::case_rule& rule;
  const statechart::chart& chart;

  std::string_view field(std::string_view name) const { return value_of(d.what.data, name); }
};

result<void> check_subject(const asked& a) {
  if (!a.d.known.account.state.empty() && a.d.known.person) return {};
  return no("case.mailbox.not_found", "there is no such mailbox", "account", a.rule.clause,
            "Name it by account id, sign-in name, address or HR id");
}

result<void> check_kind_of_person(const asked& a) {
  const auto& kinds = a.rule.kinds;
  auto kind = a.d.known.account.kind;
  if (kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return {};
  std::vector<std::string> possible;
  for (auto each : kinds) possible.emplace_back(to_text(each));
  return no("case.kind_of_person.denied",
            "it is not for a mailbox of the kind " + std::string(to_text(kind)), "account",
            a.rule.clause, "It is for: " + joined(possible));
}

result<void> check_requester(const asked& a) {
  if (a.chart.tagged("askedByEngine")) {
    if (by_engine(a.d.what)) return {};
    return no("case.ask.denied", "nobody asks for this by hand", "workflow", a.rule.clause,
              "It is asked when the account's own life comes to it");
  }
  hr_id who{std::string(a.field("requester"))};
  auto found = a.d.known.people->find(who);
  if (!found || !found->on_staff) {
    return no("case.requester.denied", "only people on staff may ask", "requester", a.rule.clause,
              "Sign in as somebody of the staff list");
  }
  if (standing_of(who, a.rule.ask, *a.d.known.person, *a.d.known.people, {}).holds) return {};
  return no("case.ask.denied", "they may not ask for this about this mailbox", "requester",
            a.rule.ask.clause, "These may ask: " + in_words(a.rule.ask));
}

result<void> check_fields(const asked& a) {
  std::vector<std::string> missing;
  for (const auto& name : a.rule.require) {
    if (a.field(name).find_first_not_of(" \t\n") == std::string_view::npos) missing.push_back(name);
  }
  if (missing.empty()) return {};
  return no("case.field.invalid", "the request lacks " + joined(missing), missing.front(),
            a.rule.clause, "Say it in the request");
}

result<void> check_purpose(const asked& a) {
  const auto& of = a.rule.purposes;
  if (of.empty() || std::find(of.begin(), of.end(), a.field("purpose")) != of.end()) return {};
  return no("case.purpose.invalid", "this is no purpose for which it may be asked", "purpose",
            a.rule.purposes_clause, "Purposes: " + joined(of));
}

result<void> check_kinds(const asked& a) {
  auto wanted = a.field("kind");
  if (wanted.empty()) return {};
  std::vector<std::string> possible;
  for (auto kind : a.rule.gives) possible.emplace_back(to_text(kind));
  for (const auto& kind : kinds_in(wanted)) {
    if (std::find(possible.begin(), possible.end(), kind) == possible.end()) {
      return no("case.kind.invalid", "'" + kind + "' cannot be asked for here", "kind",
                a.rule.clause, "Possible: " + joined(possible));
    }
  }
  return {};
}

result<void> check_until(const asked& a) {
  auto text = a.field("until");
  if (text.empty()) return {};
  auto day = parse_date(text);
  const auto& calendar = a.d.by.calendar;
  auto today = calendar.local_date(a.d.what.at);
  auto latest = calendar.local_date(
      calendar.add(a.d.what.at, *parse_period(a.rule.longest.value)));
  if (day && *day >= today && *day <= latest) return {};
  return no("case.until.invalid",
            "'" + std::string(text) + "' is no day from today to " + to_text(latest),
            "until", a.rule.longest.clause, "Name a day like " + to_text(latest));
}

// The recipient is a person of the organisation with a mailbox in use; an address outside only
// where the rule says so.
result<void> check_recipient(const asked& a) {
  auto target = a.field("target");
  if (!target.empty() && a.rule.outside.value != "true") {
    return no("case.recipient_outside.denied", "mail goes to people of the organisation only",
              "target", a.rule.outside.clause, "Name a recipient by HR id");
  }
  if (a.field("recipient").empty()) return {};
  hr_id who{std::string(a.field("recipient"))};
  auto found = a.d.known.people->find(who);
  auto theirs = a.d.known.people->account_of(who);
  if (!found || !found->on_staff || !theirs) {
    return no("case.recipient.invalid", "the recipient is nobody of the organisation's",
              "recipient", a.rule.clause, "Name somebody on staff who has a mailbox, by HR id");
  }
  if (who != a.d.known.person->id) return {};
  return no("case.recipient_is_subject.invalid", "it is their own mailbox", "recipient",
            a.rule.clause, "Name somebody else");
}

// Who takes over an account has none yet, and is not the one who has it. Who has left comes back
// by HR's list: else they would have two accounts, and the one that was closed says they are gone.
result<void> check_worker(const asked& a) {
  hr_id worker{std::string(a.field("worker"))};
  if (worker.empty()) return {};
  bool has_one = a.d.known.people->account_of(worker).has_value();
  auto known = a.d.known.people->find(worker);
  bool has_left = known && !known->on_staff;
  if (!has_one && !has_left && worker != a.d.known.person->id) return {};
  return no("case.worker.invalid",
            has_left ? "the new worker has left" : "the new worker has an account already",
            "worker", a.rule.clause, "Name somebody who has none, by HR id");
}

// No approval can lift this one.
result<void> check_secure(const asked& a) {
  auto theirs = a.field("recipient").empty()
                    ? std::optional<account>()
                    : a.d.known.people->account_of({std::string(a.field("recipient"))});
  bool secure = is_secure(a.d.known.account) || (theirs && is_secure(*theirs));
  if (!secure || !a.chart.tagged("opensMailbox")) return {};
  return no("case.secure_mailbox.denied",
            "a mailbox of the secure network is nobody else's, ever, and forwards nothing",
            "account", a.d.setting("secureMailboxes").clause, "Nobody can allow this");
}

// What ends when the mailbox closes cannot begin on one that is closed or not there yet; but for
// the case by which it comes to be.
result<void> check_in_use(const asked& a) {
  bool ends = std::any_of(a.chart.transitions.begin(), a.chart.transitions.end(),
                          [](const auto& way) { return way.event == "account.closing"; });
  if (!ends || by_engine(a.d.what) || is_in_use(a.d.known.account, a.d.by)) return {};
  return no("case.mailbox_closed.denied", "the mailbox is not in use", "account", a.rule.clause,
            "Ask again when it is");
}

// Copies are of identified messages only (CAM-9.2.2b), never of a folder or a month.
result<void> check_messages(const asked& a) {
  for (const auto& kind : kinds_in(a.field("kind"))) {
    if (kind == "extract") return judge_messages(a.d.what.data, a.rule.clause);
  }
  return {};
}

// What the engine asks for by itself there is nobody to answer for, and nobody to send away.
result<void> check_attested(const asked& a) {
  return by_engine(a.d.what) ? result<void>() : judge_attested(a.d);
}
result<void> check_answers(const asked& a) {
  return by_engine(a.d.what) ? result<void>() : judge_answers(a.d.what.data, a.rule);
}
result<void> check_as_of(const asked& a) { return judge_as_of(a.d, a.rule); }
result<void> check_quota(const asked& a) { return judge_quota(a.d, a.rule); }

bool same_request(const asked& a, const case_file& open) {
  auto same = [&](std::string_view name) { return value_of(open.context, name) == a.field(name); };
  return open.workflow == a.workflow && same("recipient") && same("kind") && same("target") &&
         same("grant") && same("matter") &&
         same("messageFrom") && same("messageSubject") && same("messageId");
}

result<void> check_not_asked_before(const asked& a) {
  for (const auto& open : a.d.known.open_cases) {
    if (!same_request(a, open)) continue;
    return no("case.exists", "the same was asked for already and is still open",
              open.id.text(), a.rule.clause, "See `tenure case show " + open.id.text() + "`");
  }
  return {};
}

}  // namespace

std::vector<std::string> kinds_in(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    auto comma = list.find(',');
    out.emplace_back(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return out;
}

result<void> judge_request(deliberation& d) {
  std::string workflow(value_of(d.what.data, "workflow"));
  auto rule = d.by.pack.cases.find(workflow);
  const auto* charts = d.by.cases;
  auto chart = charts ? charts->find(workflow) : case_charts::const_iterator();
  if (rule == d.by.pack.cases.end() || !charts || chart == charts->end()) {
    return no("case.not_offered.denied", "the organisation does not offer '" + workflow + "'",
              "workflow", "", "See `tenure case offered`");
  }
  asked a{d, workflow, rule->second, *chart->second};
  for (auto check : {check_subject, check_kind_of_person, check_requester, check_fields,
                     check_answers, check_purpose, check_kinds, check_messages, check_until,
                     check_as_of, check_recipient, check_worker, check_secure, check_in_use,
                     check_quota, check_attested, check_not_asked_before}) {
    if (auto fine = check(a); !fine) return fine.error();
  }
  return {};
}

}  // namespace tenure::decide
