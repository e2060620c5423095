// What must be true of the organisation after every day, whatever happened on it.

#include "tests/simulation/watch.hpp"

#include "engine/effects/once.hpp"
#include "engine/statechart/explain.hpp"
#include "engine/statechart/step.hpp"
#include "engine/statechart/transitions.hpp"

#include <algorithm>

namespace tenure::test {
namespace {

bool in(const account& of, std::string_view state) { return of.state.starts_with(state); }

// A deadline may only remind, and the state goes on without it.
bool may_have_passed(const statechart::chart& in_chart, const statechart::delay& which) {
  return std::ranges::any_of(in_chart.transitions, [&](const auto& way) {
    return way.event == which.event && way.targets.empty();
  });
}

bool waits_for_reconcile(transaction& tx, const account& of) {
  for (const auto& [effect, why] : tx.outbox().open_effects(of.id, 100)) {
    if (effect.verb == "reconcile") return true;
  }
  for (const auto& task : tx.tasks().open_tasks(of.id, 100)) {
    if (task.kind == "finishCondition" || task.kind == "finishClosing") return true;
  }
  return false;
}

}  // namespace

std::string member(const std::string& leaf, const std::string& name) {
  auto key = "\"" + name + "\":\"";
  auto begin = leaf.find(key);
  if (begin == leaf.npos) return "";
  begin += key.size();
  return leaf.substr(begin, leaf.find('"', begin) - begin);
}

watch::watch(world& of, std::string seed) : w(of), where(std::move(seed)) {
  w.organisation->rules.on_step = [this](const auto&, const statechart::macrostep& step) {
    taken.insert(step.transitions.begin(), step.transitions.end());
  };
}

std::set<std::string> watch::taken_by_name() const {
  std::set<std::string> out;
  auto add = [&](const statechart::chart& in) {
    for (const auto& each : in.transitions) {
      if (taken.contains(&each)) out.insert(statechart::name_of(in, each));
    }
  };
  add(*w.chart);
  for (const auto& [id, chart] : w.case_charts) add(*chart);
  return out;
}

void watch::wrong_with(const account& of, const std::string& what) {
  wrong.push_back(where + ", " + to_text(w.clock.now()) + ", " + of.id.text() + " (" + of.state +
                  "): " + what);
}

void watch::check_all() {
  std::vector<account> all;
  w.engine->run([&](flow::line& on) {
    all = on.in.accounts().list({}, "", 100'000);
    for (const auto& a : all) check_account(on.in, a);
    check_trail(on.in);
    return false;
  });
}

std::vector<account> watch::check_changed() {
  std::vector<account> out;
  w.engine->run([&](flow::line& on) {
    for (const auto& id : check_trail(on.in)) {
      if (auto found = on.in.accounts().load(id)) out.push_back(*found);
    }
    for (const auto& a : out) check_account(on.in, a);
    return false;
  });
  return out;
}

void watch::check_account(transaction& tx, const account& of) {
  auto bad = [&](const std::string& what) { wrong_with(of, what); };
  // Addresses are issued once and never again.
  auto& holder = addresses_.emplace(of.address, of.id).first->second;
  if (!of.address.empty() && holder != of.id) bad(of.address + " was issued twice");

  auto box = w.mail.snapshot(of.id);
  auto wanted = decide::desired_condition(of, w.organisation->rules);
  if (box && wanted.sign_in == sign_in::blocked && !waits_for_reconcile(tx, of)) {
    const auto& c = box->condition;
    if (c.sign_in != sign_in::blocked) bad("is closed, and its mailbox is open");
    if (wanted.delivery == delivery::refused && c.delivery != delivery::refused) {
      bad("takes mail although it is closed");
    }
  }
  bool archives = w.pack.flag("archiveOnClosing", of.kind);
  bool removed = w.mail.effected("remove", of.id) > 0;
  if (w.mail.effected("remove", of.id) > 1) bad("was deleted twice");
  if (w.mail.effected("create", of.id) > 1) bad("was created twice");
  if (removed && archives && !of.context.contains("archiveDigest")) bad("deleted without archive");
  if (removed) {
    auto closed = parse_instant(value_of(of.context, "closedAt"));
    auto kept = w.pack.period_of("retentionTime", of.kind);
    if (!closed || w.calendar->add(*closed, kept) > w.clock.now()) bad("deleted before its time");
  }
  if (!removed && in(of, "deleted")) bad("counts as deleted and is there");
  // An account in a state that is not final has something that will move it, or waits for an event.
  auto at = statechart::parse(*w.chart, of.state);
  if (!at) return bad("is nowhere");
  if (statechart::is_done(*w.chart, *at)) return;
  bool on_its_way = !tx.deadlines().of_account(of.id).empty() ||
                    !tx.outbox().open_effects(of.id, 1).empty() ||
                    !tx.tasks().open_tasks(of.id, 1).empty();
  bool takes_events = in(of, "employed") || in(of, "retained") || of.state == "due.heldBack" ||
                      of.state == "closing.heldBeforeArchive" || of.state == "archiveDue";
  if (!on_its_way && !takes_events) bad("nothing will ever move it");
  for (const auto* invoke : statechart::running_invokes(*w.chart, *at)) {
    if (!of.pending.contains(invoke->id)) bad("does not wait for " + invoke->id);
  }
  for (const auto* delay : statechart::running_deadlines(*w.chart, *at)) {
    bool set = false;
    for (const auto& d : tx.deadlines().of_account(of.id)) set = set || d.event == delay->event;
    if (!set && !may_have_passed(*w.chart, *delay)) bad("has no deadline " + delay->event);
  }
}

std::set<account_id> watch::check_trail(transaction& tx) {
  std::set<account_id> touched;
  for (const auto& row : tx.journal().read(read_, 1'000'000)) {
    if (row.index != read_) wrong.push_back("the journal has a gap at " + std::to_string(read_));
    ++read_;
    auto id = account_id::parse(member(row.leaf, "account"));
    if (id) touched.insert(*id);
    auto from = member(row.leaf, "from"), to = member(row.leaf, "to");
    if (auto refused = member(row.leaf, "refused"); !refused.empty()) refusals.insert(refused);
    if (each_entry) each_entry(row.leaf);
    if (from == to) continue;
    bool irreversible = to == "deleting.mail" || to == "destroyingArchive";
    if (!id || !irreversible) continue;
    // Days are checked as a whole: a hold that was active all day forbids what happened in it.
    for (const auto& hold : tx.holds().active_on(*id)) {
      auto when = parse_instant(member(row.leaf, "at"));
      if (when && hold.placed < *when) wrong.push_back(id->text() + " " + to + " under a hold");
    }
  }
  return touched;
}

}  // namespace tenure::test
