// Advancing a case: what is known, what is recorded, and what accounts and cases tell each other.
// As for accounts, all of it stands in the caller's transaction.

#include "engine/flow/advance.hpp"

#include <set>

namespace tenure::flow {

decide::snapshot line::know_case(const event& what) {
  decide::snapshot known = know(what);
  if (auto id = case_id::parse(value_of(what.data, "case"))) known.of_case = in.cases().load(*id);
  known.open_cases = in.cases().open_on(what.account);
  know_attestations(what, known);
  return known;
}

void line::know_attestations(const event& what, decide::snapshot& known) {
  std::set<std::string> who{known.account.person.value,
                            std::string(value_of(what.data, "requester")),
                            std::string(value_of(what.data, "recipient"))};
  if (known.of_case) {
    who.insert(known.of_case->requester.value);
    who.emplace(value_of(known.of_case->context, "recipient"));
  }
  who.erase("");
  for (const auto& each : who) {
    for (auto& found : in.attestations().about(each)) {
      known.attestations.push_back(std::move(found));
    }
  }
}

result<decision> line::advance_case(const event& what) {
  auto known = know_case(what);
  staff people(in, of.rules, of.roles, now);
  known.people = &people;
  auto made = decide::decide_case(known, what, of.rules);
  if (made) {
    record_case(what, known.of_case, *made);
  } else {
    note_refused_case(what, known, made.error());
  }
  return made;
}

void line::record_case(const event& what, const std::optional<case_file>& before,
                       const decision& made) {
  if (made.changed) {
    in.cases().save(*made.next_case);
    // The answer finished its task; what else the case gave up is cancelled by record().
    auto asked = before ? before->pending.find(std::string(value_of(what.data, "invoke")))
                        : decltype(before->pending.end()){};
    bool answered = what.name == "case.answered" && before && asked != before->pending.end();
    if (answered) {
      auto still = made.next_case->pending.find(asked->first);
      bool same = still != made.next_case->pending.end() && still->second == asked->second;
      if (!same) in.tasks().finish(task_id{asked->second.bits}, "done", what.by, now);
    }
  }
  decision rest = made;
  rest.changed = false;  // the subject's account itself has not moved
  for (const auto& changed : made.grants) in.grants().save(changed);
  for (const auto& [what_of, by] : made.holds) {
    if (what_of.lifted) in.holds().lift(what_of.id, by, *what_of.lifted);
    else in.holds().place(what_of);
  }
  for (const auto& recorded : made.attestations) in.attestations().save(recorded);
  record(rest);
  for (const auto& told : made.events) in.inbox().put(told);
}

// An account's news reach the cases about its mailbox, and those that gave its person a grant.
void line::tell_cases(const decision& made, const event& cause, const hr_id& holder) {
  for (const auto& news : made.news) {
    std::vector<std::pair<case_id, account_id>> to;
    if (news.as_subject) {
      for (const auto& open : in.cases().open_on(made.next.id)) {
        to.push_back({open.id, open.subject});
      }
    } else {
      for (const auto& held : in.grants().held_by(holder)) {
        to.push_back({held.from_case, held.subject});
      }
    }
    for (const auto& [which, subject] : to) {
      attributes data{{"case", which.text()}};
      if (!news.as_subject) data["holder"] = holder.value;
      in.inbox().put({.id = cause.id.derive<event_id>(news.event + which.text()),
                      .name = news.event, .at = now, .account = subject, .by = cause.by,
                      .data = std::move(data)});
    }
  }
}

// Who tried what, and why not, is in the trail (PAK-9): the attempt is never lost.
void line::note_refused_case(const event& what, const decide::snapshot& known,
                             const refusal& why) {
  attributes personal{{"person", known.account.person.value}};
  for (const auto& [name, value] : what.data) {
    if (name != "workflow" && name != "case") personal["case." + name] = value;
  }
  auto state = known.of_case ? known.of_case->state : "";
  attributes facts{{"refused", why.code}};
  for (auto name : {"workflow", "case"}) {
    if (auto value = value_of(what.data, name); !value.empty()) facts[name] = value;
  }
  in.journal().append({.at = what.at, .account = what.account, .cause = what.id,
                       .event = what.name, .from = state, .to = state, .by = what.by,
                       .rules = why.rule.empty() ? std::vector<std::string>{}
                                                 : std::vector<std::string>{why.rule},
                       .facts = std::move(facts), .personal = std::move(personal)});
}

}  // namespace tenure::flow
