// What can happen next to a case: those who are asked answer, others act, who agreed leaves.

#include "engine/check/maker.hpp"

#include <algorithm>

namespace tenure::check {
namespace {

// Once nobody of the post answered, or is there, also one of those above.
std::vector<hr_id> who_may_answer(const maker& m, const policy::case_rule& rule) {
  auto out = unlike(m.in, rule, m.from.matter->requester);
  bool above_too = m.from.seen.escalated || !m.from.seen.left.empty();
  if (!above_too || rule.escalate.after.empty()) return out;
  for (const auto& who : m.in.people.entitled(rule.escalate.to)) {
    if (who == m.from.seen.left) continue;
    if (std::ranges::find(out, who) == out.end()) out.push_back(who);
    break;
  }
  return out;
}

void answers(maker& m, const task& question) {
  auto [of_case, invoke] = split_qualified(question.invoke);
  const auto& rule = m.in.by.pack.cases.find(m.from.matter->workflow)->second;
  std::vector<std::string> told{""};
  if (rule.tell_subject.value == "decided") told = {"true", "false"};
  for (const auto& who : who_may_answer(m, rule)) {
    if (who == m.from.seen.left) continue;
    for (const auto& tell : told) {
      for (bool yes : {true, false}) {
        attributes data{{"case", of_case.text()}, {"invoke", std::string(invoke)},
                        {"effect", question.id.text()}, {"approved", yes ? "true" : "false"},
                        {"reason", "because"}};
        if (!tell.empty()) data["tellSubject"] = tell;
        m.out.push_back({.label = who.value + (yes ? " agrees" : " refuses"),
                         .what = m.make("case.answered", std::move(data), who), .to_case = true});
        if (!yes) break;
      }
    }
  }
}

void tasks_of_case(maker& m) {
  for (const auto& open : m.from.tasks) {
    bool of_account = split_qualified(open.invoke).of.empty();
    if (of_account && is_done_with(m.from)) continue;
    bool question = open.kind.starts_with("approve:") || open.kind.starts_with("review:");
    if (question) answers(m, open);
    else add_done(m, open, "", {{"outcome", "noFurtherAction"}});
  }
}

// Whoever said yes last, once, as long as what they agreed to is not in place.
template <class Add>
void approver_goes(maker& m, const Add& add) {
  const auto& seen = m.from.seen;
  if (seen.votes.empty() || !seen.left.empty() || in_place(m.from) || m.in.briefly) return;
  const auto& who = seen.votes.back();
  const attributes data{{std::string(leaves), who.value}};
  const hr_id engine{"engine"};
  add(who.value + ", who agreed, leaves", "approver.left", data, engine);
  if (m.in.people.designations_of(who).empty()) return;
  add(who.value + " agreed for another and may not any more", "checker.lapse", data, engine);
}

// Of a hand-over, which waits for a post to be filled: once, nobody holds it or one above it.
template <class Add>
void posts_fall_vacant(maker& m, const Add& add) {
  if (m.from.matter->workflow != handing_over || !m.from.seen.left.empty()) return;
  add("the heads above leave, and nobody follows them", "approver.left",
      {{std::string(leaves), std::string(all_heads)}}, {"engine"});
}

void from_people(maker& m) {
  const auto& of = *m.from.matter;
  auto add = [&](std::string label, std::string name, attributes data, const hr_id& who) {
    data["case"] = of.id.text();
    m.out.push_back({.label = std::move(label),
                     .what = m.make(std::move(name), std::move(data), who), .to_case = true});
  };
  add("who asked takes it back", "case.withdrawn", {}, of.requester);
  for (const char* outcome : {"noFurtherAction", "furtherAction"}) {
    add(std::string("who asked concludes: ") + outcome, "case.concluded", {{"outcome", outcome}},
        of.requester);
  }
  add("who asked ends the access", "grant.revoked", {}, of.requester);
  if (!m.from.seen.searched && !m.in.briefly) {
    add("evidence is found", "evidence.wanted", {{"messageSubject", "fraud"}}, of.requester);
  }
  if (m.from.seen.case_holds) {
    const auto& rule = m.in.by.pack.cases.find(of.workflow)->second;
    for (const auto& who : unlike(m.in, rule, of.requester)) {
      if (who == m.from.seen.left) continue;
      add(who.value + " lifts the hold", "hold.released", {}, who);
      m.out.back().unaided = true;  // an office that lifts what it placed
    }
  }
  approver_goes(m, add);
  posts_fall_vacant(m, add);
  add("who has the access leaves", "holder.left", {}, {"engine"});
  add("the subject is back", "subject.returned", {}, {"engine"});
}

}  // namespace

std::vector<move> moves_of_case(const world& from, const setting& in, std::uint64_t& count) {
  maker m{from, in, count, {}};
  results(m);
  tasks_of_case(m);
  passing_time(m);
  from_people(m);
  bool held = from.seen.held;
  if (!in.briefly) m.add(held ? "the hold is lifted" : "a legal hold is placed",
        held ? "hold.lifted" : "hold.placed", {{"matter", "M1"}}, held);
  if (!from.seen.secure) m.add("the mailbox moves to the secure network", "mailbox.secured");
  const auto& cases = in.by.pack.cases;
  bool rests = from.matter && !cases.find(from.matter->workflow)->second.attested.empty();
  if (rests && (!from.seen.unattested || from.seen.signed_here)) {
    m.out.push_back({.label = "what is on record is withdrawn",
                     .what = m.make("attestation.lapsed", {{"case", from.matter->id.text()}}),
                     .to_case = true});
  }
  m.add("HR: a leaver, yesterday", "leaver.notified", {{"leavingDate", day(m, -1)}});
  bool of_leaver = from.matter && from.matter->workflow == handing_over && from.seen.leaver;
  if (of_leaver) m.add("HR: employed again", "person.rehired");
  if (of_leaver) m.add("HR: stays longer", "leaver.redated", {{"leavingDate", day(m, 20)}});
  return std::move(m.out);
}

std::vector<move> probes_of_case(const world& from, const setting& in, std::uint64_t& count) {
  maker m{from, in, count, {}};
  if (!from.matter) return {};
  const attributes about{{"case", from.matter->id.text()}};
  auto add = [&](std::string label, const char* name, attributes data) {
    m.out.push_back({.label = std::move(label), .what = m.make(name, std::move(data)),
                     .to_case = true});
  };
  add("somebody else leaves", "approver.left", about);
  add("what somebody else has on record is withdrawn", "attestation.lapsed", about);
  if (from.seen.votes.empty() || !from.seen.left.empty()) return std::move(m.out);
  auto who = about;
  who[std::string(leaves)] = from.seen.votes.back().value;
  add("who agreed leaves", "approver.left", who);
  return std::move(m.out);
}

}  // namespace tenure::check
