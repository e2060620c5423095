#include "engine/flow/advance.hpp"

#include "engine/decide/sweep.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace tenure::flow {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view accounts_counter = "count.accounts";
constexpr int naming_tries_max = 1000;

std::int64_t number_of(const std::optional<std::string>& text) {
  std::int64_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

// Whether every name the decision claims is free. One that a foreign claim took (an old alias that
// looks numbered) makes the account take the next number instead.
bool names_are_free(transaction& in, const decision& made) {
  return std::all_of(made.claims.begin(), made.claims.end(), [&](const address_claim& claim) {
    if (claim.found) return true;
    auto holder = in.addresses().holder(claim.address);
    return !holder || *holder == claim.account;
  });
}

// A deletion that has been decided counts, whether or not it has been carried out yet.
deletion_counts count_deletions(transaction& in, instant now) {
  auto released = parse_instant(in.settings().get("brake.delete.released").value_or(""));
  instant hour = now - 1h, day = now - 24h;
  if (released) hour = std::max(hour, *released), day = std::max(day, *released);
  return {.last_hour = in.outbox().created_since("deleteMailbox", hour),
          .last_day = in.outbox().created_since("deleteMailbox", day),
          .accounts = number_of(in.settings().get(accounts_counter))};
}

// After what falls due and when. What falls due at one moment lies together (model/id.cpp): its
// microseconds take the first 51 bits.
event_id named_after(const deadline& what) {
  event_id moment{{static_cast<std::uint64_t>(what.due.micros) << 13, what.account.bits.low}};
  return moment.derive<event_id>(what.account.text() + what.event);
}

}  // namespace

line::line(transaction& tx, const organisation& organisation, instant at)
    : in(tx), of(organisation), now(at) {}

result<decision> line::advance(const event& what) {
  bool of_case = what.name == "case.asked" || what.data.contains("case");
  auto made = of_case ? advance_case(what) : advance_account(what);
  in.inbox().handled(what.id);
  return made;
}

result<decision> line::advance_account(const event& what) {
  decide::snapshot known = know(what);
  staff people(in, of.rules, of.roles, now);
  known.people = &people;
  auto made = decide::decide(known, what, of.rules);
  for (int tries = 0; made && !names_are_free(in, *made); ++tries) {
    if (tries == naming_tries_max) throw std::logic_error("no free name for " + what.id.text());
    ++known.next_number;
    made = decide::decide(known, what, of.rules);
  }
  if (made) {
    record(*made);
    tell_cases(*made, what, known.account.person);
    for (const auto& asked : made->events) in.inbox().put(asked);
    bool left = decide::has_tag(made->next, of.rules, "left") &&
                !decide::has_tag(known.account, of.rules, "left");
    if (left) hand_on_from(made->next.person, what);
    if (known.person && !(made->next.person == known.account.person)) replace(*known.person, what);
  } else {
    refuse(what, known.account, made.error());
  }
  return made;
}

decide::snapshot line::know(const event& what) {
  decide::snapshot known;
  if (auto stored = in.accounts().load(what.account)) {
    known.account = std::move(*stored);
  } else {
    known.account.id = what.account;
    known.account.person.value = value_of(what.data, "person");
    known.account.workflow = of.rules.chart.id;
  }
  known.person = in.people().load(known.account.person);
  bool is_new = known.account.revision == 0;
  if (is_new && known.person) known.account.kind = known.person->kind;
  if (!is_new) {
    try {
      known.holds = in.holds().active_on(what.account);
    } catch (const environment_lost&) {
      // A hold that cannot be read counts as held. If the whole store is gone, commit says so.
      known.holds_readable = false;
    }
    known.open_tasks = in.tasks().open_tasks(what.account, 100);
    known.grants = in.grants().on(what.account);
    // Before there is a mailbox: the case by which it was agreed to. When rights are to be
    // certified: those that gave them, and those that ask already. Before mail goes: those that may
    // want it.
    bool wanted = known.account.directory_id.empty() || what.name == "access.reviewDue" ||
                  decide::may_lead_to_sweep(what.name);
    if (wanted) known.open_cases = in.cases().open_on(what.account);
  }
  if (known.person) known.head_of_unit = head_of(known.person->unit);
  known.deletions = deletions();
  known.units = units_of(known.account);
  know_colleagues(what, known);
  if (auto stems = decide::stems_wanted(known, what, of.rules)) {
    for (const auto& stem : *stems) {
      known.next_number = std::max(known.next_number, in.addresses().next_number(stem));
    }
    if (known.next_number == 1) known.next_number = 2;  // jane.smith, jane.smith2, jane.smith3
  }
  return known;
}

// Everything that follows from one decision, in one transaction: state, trail, deadlines, tasks,
// effects. A crash before the commit leaves the event in the inbox, as if nobody had looked at it.
void line::record(const decision& made) {
  const bool is_new = made.next.revision == 0;
  if (made.changed && is_new) {
    count_account();
    in.accounts().save(made.next);
  }
  for (const auto& claim : made.claims) in.addresses().claim(claim);
  for (const auto& entry : made.entries) in.journal().append(entry);
  // After its entries: then one write of the row names the newest of them too.
  if (made.changed && !is_new) in.accounts().save(made.next);
  for (const auto& event : made.cleared) in.deadlines().clear(made.next.id, event);
  for (const auto& deadline : made.deadlines) in.deadlines().set(deadline);
  for (const auto& invoke : made.abandoned) in.outbox().abandon(made.next.id, invoke);
  close_tasks(made);
  for (const auto& task : made.tasks) in.tasks().open(task);
  for (const auto& effect : made.effects) {
    in.outbox().add(effect);
    if (effect.verb == "deleteMailbox") ++deletions().last_hour, ++deletions().last_day;
  }
  for (const auto& brake : made.brakes) {
    std::string name = "brake." + brake;
    if (in.settings().get(name).value_or("").empty()) in.settings().put(name, to_text(now));
  }
}

void line::close_tasks(const decision& made) {
  if (made.abandoned.empty() && made.closed_tasks.empty()) return;
  auto named = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const auto& task : in.tasks().open_tasks(made.next.id, 1000)) {
    bool given_up = !task.invoke.empty() && named(made.abandoned, task.invoke);
    if (given_up || named(made.closed_tasks, task.kind)) {
      in.tasks().finish(task.id, "cancelled", the_engine(), now);
    }
  }
}

// Nothing was decided, and the trail says why. The list or request that asked gets the same words.
void line::refuse(const event& what, const account& known, const refusal& why) {
  in.journal().append({.at = what.at, .account = what.account, .cause = what.id,
                       .event = what.name, .from = known.state, .to = known.state, .by = what.by,
                       .rules = why.rule.empty() ? std::vector<std::string>{}
                                                 : std::vector<std::string>{why.rule},
                       .facts = {{"refused", why.code}},
                       .personal = {{"person", known.person.value}}});
  in.tasks().open({.id = what.id.derive<task_id>("refused"), .account = what.account,
                   .kind = "eventRefused", .assignee = "helpdesk", .invoke = "",
                   .input = {{"event", what.name}, {"why", why.text()}}, .opened = now,
                   .due = {}});
}

std::size_t line::wake(std::size_t limit) {
  auto due = in.deadlines().due(now, limit);
  for (const auto& deadline : due) {
    auto [of_case, name] = split_qualified(deadline.event);
    event due_now{.id = named_after(deadline), .name = std::string(name), .at = now,
                  .account = deadline.account, .by = {"clock", "engine", "engine"}, .data = {}};
    if (!of_case.empty()) due_now.data["case"] = of_case.text();
    // Set again, to a moment at which it fell due before: that is news of its own. Putting and
    // clearing are one transaction, so no crash makes two of one.
    while (!in.inbox().put(due_now)) due_now.id = due_now.id.derive<event_id>("again");
    in.deadlines().clear(deadline.account, deadline.event);
  }
  return due.size();
}

std::size_t line::drain(std::size_t limit) {
  auto waiting = in.inbox().take(limit);
  for (const auto& event : waiting) (void)advance(event);
  return waiting.size();
}

void line::count_account() {
  in.settings().put(accounts_counter, std::to_string(++deletions().accounts));
}

const std::map<std::string, unit>& line::units() {
  if (!units_) {
    units_.emplace();
    for (auto& u : in.people().units()) (*units_)[u.id] = std::move(u);
  }
  return *units_;
}

const hr_id& line::head_of(const std::string& unit) {
  static const hr_id nobody;
  auto found = units().find(unit);
  return found == units().end() ? nobody : found->second.head;
}

deletion_counts& line::deletions() {
  if (!deletions_) deletions_ = count_deletions(in, now);
  return *deletions_;
}

}  // namespace tenure::flow
