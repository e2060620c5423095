#include "engine/decide/decide.hpp"

#include "engine/decide/disposition.hpp"
#include "engine/decide/steps.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenure::decide {

std::vector<std::string_view> guard_names();
std::vector<std::string_view> action_names();
std::vector<std::string_view> actor_names();
std::vector<std::string_view> delay_names();

std::vector<std::string_view> known_names(std::string_view kind) {
  if (kind == "guards") return guard_names();
  if (kind == "actions") return action_names();
  if (kind == "actors") return actor_names();
  if (kind == "delays") return delay_names();
  throw std::logic_error("no kind of name " + std::string(kind));
}

namespace {

// An account begins with a joiner whom HR knows and with nothing else: an event that lost its way
// must not make one.
std::optional<refusal> no_account_for(const snapshot& known, const event& what) {
  bool begins = what.name == "joiner.notified" || what.name == "mailbox.requested";
  if (!begins || known.account.id.empty()) {
    return refusal{.code = "account.unknown", .message = "there is no such account",
                   .place = what.name};
  }
  if (!known.person) {
    return refusal{.code = "person.unknown", .message = "HR's data do not know this person",
                   .place = "person", .way_out = "Load the staff list, then send the row again"};
  }
  return std::nullopt;
}

// Whose word about a new account counts is the pack's, whichever way the answer came in.
std::optional<refusal> not_their_office(deliberation& d) {
  auto invoke = invoke_of(d.what.name);
  const auto& asked = d.by.chart.invokes;
  bool answers = !invoke.empty() && std::any_of(asked.begin(), asked.end(), [&](const auto& each) {
    return each.id == invoke && each.src == "approval";
  });
  if (!answers) return std::nullopt;
  const auto& office = d.setting("joinerApprovedBy");
  if (d.what.by.capacity == office.value) return std::nullopt;
  return refusal{.code = "approval.office.denied",
                 .message = "it is not their office to agree to this account",
                 .place = d.what.by.capacity, .rule = office.clause,
                 .way_out = "Ask who has the office " + office.value};
}

void begin_account(deliberation& d) {
  d.out.next.context["askedBy"] = d.what.by.who;
  for (auto name : {"startDate", "leavingDate", "unit", "namedOwner"}) {
    auto value = value_of(d.what.data, name);
    if (!value.empty()) d.out.next.context[name] = value;
  }
  if (d.out.next.kind == person_kind::shared) return take_shared_name(d);
  take_name(d);
}

}  // namespace

result<decision> decide(const snapshot& known, const event& what, const rules& by) {
  deliberation d(known, what, by);
  bool is_new = known.account.state.empty();
  if (is_new) {
    if (auto why = no_account_for(known, what)) return *why;
    auto name = stems_wanted(known, what, by);
    if (!name) return name.error();
    begin_account(d);
  } else if (came_too_late(d, what.name)) {
    return unchanged(d, "the account no longer waits for this");
  }
  if (auto why = alias_refused(d)) return *why;
  if (auto why = not_their_office(d)) return *why;
  auto taken = step_chart(d, what.name);
  if (!taken) return taken.error();
  if (!taken->taken && !is_new) return unchanged(d, "this means nothing in this state");

  auto before = desired_condition(known.account, by, known.grants);
  d.out.next.state = statechart::to_text(by.chart, taken->next);
  d.out.changed = true;
  take_consequences(d, *taken);
  auto after = desired_condition(d.out.next, by, known.grants);
  reconcile_if_needed(d, before, after);
  if (d.out.next.state != known.account.state) {
    d.out.explanation.insert(d.out.explanation.begin(), state_in_words(d.out.next, by));
  }
  add_entry(d, before, after);
  return std::move(d.out);
}

}  // namespace tenure::decide
