#include "engine/service/explain.hpp"

#include "engine/audit/leaf.hpp"
#include "engine/flow/sweep.hpp"
#include "engine/service/words.hpp"
#include "engine/statechart/configuration.hpp"
#include "engine/statechart/explain.hpp"

#include <algorithm>
#include <set>

namespace tenure::service {
namespace {

// The pack's value behind a deadline: some are computed from another value than their own name.
std::string value_behind(const std::string& delay) {
  if (delay == "untilLeavingInstant") return "leavingInstant";
  if (delay == "untilExtractTask") return "extractLead";
  return delay;
}

class explainer {
 public:
  explainer(flow::line& on, const account& of) : on_(on), of_(of), rules_(on.of.rules) {}

  explanation make() {
    out_.sentences.push_back(decide::state_in_words(of_, rules_));
    tell_how_it_came_here();
    tell_what_is_remembered();
    auto at = statechart::parse(rules_.chart, of_.state);
    if (at) tell_deadlines(*at);
    tell_cases();
    tell_effects();
    tell_tasks();
    tell_holds();
    tell_sweep();
    out_.clauses.assign(clauses_.begin(), clauses_.end());
    return std::move(out_);
  }

 private:
  // The newest entry of the trail that moved the account.
  void tell_how_it_came_here() {
    auto indexes = on_.in.journal().of_account(of_.id);
    for (auto index = indexes.rbegin(); index != indexes.rend(); ++index) {
      auto rows = on_.in.journal().read(*index, 1);
      auto entry = rows.empty() ? result<audit::leaf>(refusal{}) : audit::read_leaf(rows[0].leaf);
      if (!entry || entry->from == entry->to) continue;
      std::string rules;
      for (const auto& rule : entry->rules) {
        clauses_.insert(rule);
        rules += (rules.empty() ? ", under " : ", ") + rule;
      }
      out_.sentences.push_back("Since " + to_text(entry->at) + ", because of: " +
                               event_in_words(entry->event) + rules + " (entry " +
                               std::to_string(*index) + " of the trail).");
      return;
    }
  }

  void tell_what_is_remembered() {
    auto say = [&](const char* name, const std::string& before) {
      auto value = value_of(of_.context, name);
      if (!value.empty()) out_.sentences.push_back(before + std::string(value) + ".");
    };
    say("createdAt", "Created at ");
    say("absentFrom", "Absent since ");
    say("expectedReturn", "Expected back on ");
    say("leavingDate", "Leaves or left on ");
    say("closedAt", "Closed, hidden and read back at ");
    say("archivedAt", "Archived and verified at ");
    say("archiveMessages", "Messages in the archive: ");
    say("deletedAt", "Deleted, and proven, at ");
  }

  void tell_deadlines(const statechart::configuration& at) {
    auto due = on_.in.deadlines().of_account(of_.id);
    for (const auto* delay : statechart::running_deadlines(rules_.chart, at)) {
      auto found = std::find_if(due.begin(), due.end(),
                                [&](const deadline& d) { return d.event == delay->event; });
      if (found == due.end()) continue;
      out_.next.push_back({target_in_words(rules_.chart, delay->event), to_text(found->due),
                           clause(*delay)});
    }
  }

  // What the account's own life waits for: a case that it has asked for. What people ask for about
  // the mailbox is theirs to know.
  void tell_cases() {
    for (const auto& open : on_.in.cases().open_on(of_.id)) {
      auto chart = rules_.cases->find(open.workflow);
      bool known = chart != rules_.cases->end() && rules_.pack.cases.contains(open.workflow);
      if (!known || !chart->second->tagged("accountWaits")) continue;
      out_.sentences.push_back("It waits for the case " + open.id.text() + " (" + open.workflow +
                               "): " + decide::state_in_words(open, rules_));
      clauses_.insert(rules_.pack.cases.find(open.workflow)->second.clause);
      tell_deadlines(open, *chart->second);
    }
  }

  void tell_deadlines(const case_file& of, const statechart::chart& chart) {
    for (const auto& due : on_.in.deadlines().of_account(of_.id)) {
      auto [of_case, event] = split_qualified(due.event);
      if (of_case != of.id) continue;
      out_.next.push_back({target_in_words(chart, std::string(event)), to_text(due.due),
                           rules_.pack.cases.find(of.workflow)->second.clause});
    }
  }

  static std::string target_in_words(const statechart::chart& chart, const std::string& event) {
    for (const auto& way : chart.transitions) {
      if (way.event != event || way.targets.empty()) continue;
      const auto& state = chart.states[way.targets.front()];
      return state.path + ": " + state.description;
    }
    auto words = event_in_words(event);
    auto over = words.find(" was over");
    return over == words.npos ? words : words.replace(over, words.npos, " is over");
  }

  std::string clause(const statechart::delay& of) { return clause(value_behind(of.name)); }

  std::string clause(const std::string& name) {
    if (!rules_.pack.has(name)) return "";
    const auto& text = rules_.pack.get(name, of_.kind).clause;
    clauses_.insert(text);
    return text;
  }

  void tell_effects() {
    for (const auto& [effect, trouble] : on_.in.outbox().open_effects(of_.id, 100)) {
      out_.next.push_back({"the engine does: " + effect.verb, to_text(effect.not_before), ""});
      if (trouble.empty()) continue;
      out_.prevents.push_back(effect.verb + " failed " + std::to_string(effect.attempts) +
                              " times, last: " + trouble);
    }
  }

  void tell_tasks() {
    for (const auto& task : on_.in.tasks().open_tasks(of_.id, 100)) {
      std::string what = task.assignee + " has the task " + task.kind;
      if (!task.invoke.empty()) out_.prevents.push_back("it waits: " + what);
      out_.next.push_back({what, task.due ? to_text(*task.due) : "", ""});
    }
  }

  void tell_holds() {
    for (const auto& hold : on_.in.holds().active_on(of_.id)) {
      out_.prevents.push_back("a legal hold (" + hold.matter + ", since " + to_text(hold.placed) +
                              ") forbids archiving, deletion and destruction");
      clause("heldMail");
    }
  }

  // When it is looked for old mail next, or why nothing goes.
  void tell_sweep() {
    const auto& sweep = rules_.pack.sweep;
    if (!sweep.wanted() || !decide::is_in_use(of_, rules_)) return;
    auto why = decide::why_not_swept(of_, on_.in.holds().active_on(of_.id),
                                     on_.in.cases().open_on(of_.id), rules_);
    if (!why.empty()) return out_.prevents.push_back("no old messages are swept: " + why);
    auto next = flow::next_sweep(on_);
    if (!next) return out_.prevents.push_back("no old messages are swept: its brake is on");
    for (const auto& each : sweep.folders) {
      clauses_.insert(each.clause);
      out_.next.push_back({"messages in " + each.folder + " that are older than " + each.after +
                           " go", to_text(*next), each.clause});
    }
  }

  flow::line& on_;
  const account& of_;
  const decide::rules& rules_;
  explanation out_;
  std::set<std::string> clauses_;
};

}  // namespace

explanation explain(flow::line& on, const account& of) { return explainer(on, of).make(); }

}  // namespace tenure::service
