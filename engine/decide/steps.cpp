#include "engine/decide/steps.hpp"

#include "engine/decide/collecting.hpp"

namespace tenure::decide {
namespace {

// The condition without what tells who the person is: fit for the public leaf.
mailbox_condition without_names(mailbox_condition condition) {
  condition.address.reset();
  condition.aliases.reset();
  condition.display_name.reset();
  condition.forwarding.reset();
  condition.auto_reply.reset();
  condition.delegates.reset();
  condition.send_on_behalf.reset();
  return condition;
}

bool starts(const decision& out, std::string_view verb) {
  for (const auto& effect : out.effects) {
    if (effect.verb == verb) return true;
  }
  return false;
}

// What was asked for is personal: who asked, for whom, why. That a case exists is not.
void note_case(deliberation& d, attributes& personal) {
  const auto& of = *d.out.next_case;
  d.facts["case"] = of.id.text();
  d.facts["workflow"] = of.workflow;
  personal["requester"] = of.requester.value;
  for (const auto& [name, value] : of.context) personal["case." + name] = value;
}

// What the mail server said to a notice: the code for everybody ("550 5.1.1"), the words, which may
// name people, beside it.
void note_reply(deliberation& d, attributes& personal) {
  auto reply = value_of(d.what.data, "reply");
  if (reply.empty()) return;
  auto code = reply.substr(0, reply.find_first_not_of("0123456789. "));
  while (!code.empty() && !(code.back() >= '0' && code.back() <= '9')) code.remove_suffix(1);
  if (!code.empty()) d.facts["replyCode"] = std::string(code);
  personal["reply"] = std::string(reply);
}

// News that no state needs to answer to: the mailbox is as desired, a notice went out.
bool is_report(std::string_view name) {
  return name == "condition.reached" || name.starts_with("notice.");
}

result<statechart::macrostep> walk(deliberation& d, const statechart::chart& chart,
                                   std::string_view event) {
  if (d.state().empty()) return statechart::initial(chart, d);
  auto at = statechart::parse(chart, d.state());
  if (!at) return at.error();
  return statechart::step(chart, *at, event, d);
}

}  // namespace

bool came_too_late(const deliberation& d, std::string_view event) {
  auto invoke = invoke_of(event);
  if (invoke.empty()) return false;
  auto waiting = d.pending().find(std::string(invoke));
  return waiting == d.pending().end() ||
         waiting->second.text() != value_of(d.what.data, "effect");
}

result<statechart::macrostep> step_chart(deliberation& d, std::string_view event) {
  const auto& chart = d.chart();
  auto taken = walk(d, chart, event);
  if (taken && d.by.on_step) d.by.on_step(chart, *taken);
  return taken;
}

void take_consequences(deliberation& d, const statechart::macrostep& taken) {
  auto settled = statechart::settle(taken);
  for (const auto* invoke : settled.stopped) d.stop(invoke->id);
  for (const auto* delay : settled.cleared) d.clear_deadline(delay->event);
  for (const auto* invoke : settled.started) d.start(*invoke);
  for (const auto* delay : settled.set) d.set_deadline(*delay);
}

void reconcile_if_needed(deliberation& d, const mailbox_condition& before,
                         const mailbox_condition& after) {
  bool exists = !d.out.next.directory_id.empty();
  bool differs = !says_nothing(difference(after, before));
  if (exists && (differs || d.repair_wanted) && !starts(d.out, "reconcile")) {
    d.add_effect("reconcile", "", {});
  }
  for (auto& effect : d.out.effects) effect.desired = after;
}

namespace {

journal_entry entry_of(deliberation& d, const mailbox_condition& before,
                       const mailbox_condition& after) {
  if (before == after) {
    d.facts["desired"] = to_json(without_names(after));
  } else {
    d.facts["desiredBefore"] = to_json(without_names(before));
    d.facts["desiredAfter"] = to_json(without_names(after));
  }
  d.facts["pack"] = d.by.pack.digest;
  for (auto name : {"effect", "outcome", "detail", "list", "line", "matter", "task",
                    "approved", "tellSubject", "notice", "ofCase", "resendOf"}) {
    auto value = value_of(d.what.data, name);
    if (!value.empty()) d.facts[name] = value;
  }
  if (auto read_back = condition_from_json(value_of(d.what.data, "observed"))) {
    d.facts["observed"] = to_json(without_names(*read_back));
  }
  attributes personal{{"person", d.out.next.person.value}, {"address", d.out.next.address}};
  if (d.out.next_case) note_case(d, personal);
  note_taken(d, personal);
  // What somebody said of their own act: why, and what they did.
  for (auto name : {"noticeTo", "noticeAddress", "noticeContent", "reason", "note"}) {
    auto value = value_of(d.what.data, name);
    if (!value.empty()) personal[name] = value;
  }
  note_reply(d, personal);
  return {.at = d.what.at, .account = d.out.next.id, .cause = d.what.id, .event = d.what.name,
          .from = d.state(), .to = d.out.next_case ? d.out.next_case->state : d.out.next.state,
          .by = d.what.by, .rules = {d.clauses.begin(), d.clauses.end()}, .facts = d.facts,
          .personal = std::move(personal)};
}

}  // namespace

void add_entry(deliberation& d, const mailbox_condition& before, const mailbox_condition& after) {
  if (d.by.entries) d.out.entries.push_back(entry_of(d, before, after));
}

decision unchanged(deliberation& d, std::string why) {
  if (!is_report(d.what.name)) d.facts["ignored"] = why;
  auto desired = desired_condition(d.known.account, d.by, d.known.grants);
  d.explain(std::move(why));
  add_entry(d, desired, desired);
  return std::move(d.out);
}

}  // namespace tenure::decide
