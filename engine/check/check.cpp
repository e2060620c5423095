#include "engine/check/check.hpp"

#include "engine/check/clauses.hpp"
#include "engine/decide/can_run.hpp"
#include "engine/policy/vocabulary.hpp"
#include "engine/statechart/load.hpp"
#include "engine/statechart/vocabulary.hpp"

#include <algorithm>
#include <set>

namespace tenure::check {
namespace {

using std::filesystem::path;

// Everything that is loaded, owned together.
struct loaded {
  std::shared_ptr<const statechart::chart> account;
  decide::case_charts cases;
  statechart::vocabulary names;
  policy::pack pack;
  std::vector<invariant> invariants;
  std::vector<std::string> roles;
};

class loading {
 public:
  loading(const path& pack, const path& workflows, report& out)
      : pack_(pack), workflows_(workflows), out_(out) {}

  loaded run() {
    loaded all;
    auto schema = workflows_ / "schema";
    all.names = take(statechart::load_vocabulary(schema / "vocabulary.yaml"));
    auto words = take(policy::load_vocabulary(schema / "policy-vocabulary.yaml"));
    for (const auto& [role, says] : words.cases.roles) all.roles.push_back(role);
    all.account = take(statechart::load_file(workflows_ / "account" / "workflow.yaml", all.names));
    all.cases = take(statechart::load_folder(workflows_, "account", all.names));
    all.pack = take(policy::load_pack(pack_, schema / "policy-vocabulary.yaml"));
    able(all.account);
    for (const auto& [id, chart] : all.cases) able(chart);
    all.invariants = take(load_invariants(workflows_ / "invariants.yaml"));
    return all;
  }

 private:
  template <class T>
  T take(result<T> from) {
    if (from) return std::move(*from);
    out_.findings.push_back({.id = "loads", .message = from.error().text(), .story = {}});
    return {};
  }

  // A name of the vocabulary that no code answers to.
  void able(const std::shared_ptr<const statechart::chart>& of) {
    if (of == nullptr) return;
    if (auto fine = decide::can_run(*of); !fine) {
      out_.findings.push_back({.id = "loads", .message = fine.error().text(), .story = {}});
    }
  }

  const path& pack_;
  const path& workflows_;
  report& out_;
};

class checking {
 public:
  checking(const loaded& all, const options& how, report& out)
      : all_(all), how_(how), out_(out),
        calendar_(all.pack.time_zone, std::chrono::hours(17)),
        by_{*all.account, all.pack, calendar_, &all.cases},
        under_{by_, all.invariants, all.roles, how.first_only} {}

  void run() {
    for (auto kind : kinds_that_differ()) {
      if (!wanted(all_.account->id)) break;
      hear(std::string("the life of an account: ") + std::string(to_text(kind)));
      add(explore_account(under_, kind));
      if (enough()) return;
    }
    for (const auto& [workflow, rule] : all_.pack.cases) {
      if (!all_.cases.contains(workflow) || !wanted(workflow)) continue;
      auto kind = rule.kinds.empty() ? person_kind::employee : rule.kinds.front();
      hear(workflow);
      add(explore_case(under_, workflow, kind, {"1001"}));
      if (enough()) return;
      if (!heads_decide(rule)) continue;
      hear(workflow + ", about the mailbox of the head of a unit");
      add(explore_case(under_, workflow, kind, {"1004"}));
      if (enough()) return;
    }
  }

 private:
  // Then a head's own mailbox is another matter: nobody decides about their own.
  static bool heads_decide(const policy::case_rule& rule) {
    return std::any_of(rule.agree.begin(), rule.agree.end(), [](const auto& stage) {
      return std::any_of(stage.who.begin(), stage.who.end(),
                         [](const auto& word) { return word.starts_with("head"); });
    });
  }

  // Two kinds of person with the same values lead the same lives.
  std::vector<person_kind> kinds_that_differ() const {
    std::vector<person_kind> out;
    std::set<std::string> known;
    for (auto kind : {person_kind::employee, person_kind::agency_worker, person_kind::member,
                      person_kind::non_employee, person_kind::temporary}) {
      std::string values;
      for (const auto& [name, entry] : all_.pack.settings) {
        if (!name.starts_with("quota")) values += all_.pack.get(name, kind).value + "|";
      }
      if (known.insert(values).second) out.push_back(kind);
    }
    return out;
  }

  void hear(const std::string& what) const {
    if (how_.tell) how_.tell(what);
  }

  bool wanted(const std::string& workflow) const {
    return how_.only.empty() || how_.only == workflow;
  }

  bool enough() const { return how_.first_only && !out_.findings.empty(); }

  void add(exploration of) {
    ++out_.explorations;
    out_.worlds += of.worlds;
    out_.moves += of.moves;
    for (auto& found : of.findings) out_.findings.push_back(std::move(found));
    if (of.complete) return;
    out_.findings.push_back({.id = "too-many-worlds",
                             .message = "stopped at " + std::to_string(of.worlds) +
                                        " situations: the rest was not looked at",
                             .story = {}});
  }

  const loaded& all_;
  const options& how_;
  report& out_;
  policy::calendar calendar_;
  decide::rules by_;
  charter under_;
};

// A name that no workflow uses any more: somebody took out the line that used it. Told last: a
// story of what comes of it says more.
void tell_unused(const loaded& all, report& out) {
  std::vector<std::shared_ptr<const statechart::chart>> charts{all.account};
  for (const auto& [id, chart] : all.cases) charts.push_back(chart);
  for (const auto& name : statechart::unused_names(all.names, charts)) {
    out.findings.push_back(
        {.id = "unused", .message = "no workflow uses " + name + " any more", .story = {}});
  }
}

}  // namespace

report check_pack(const path& pack, const path& workflows, const options& how) {
  report out;
  auto all = loading(pack, workflows, out).run();
  if (!out.findings.empty()) return out;
  out.findings = compare_with_clauses(all.pack, pack);
  if (!how.first_only || out.findings.empty()) checking(all, how, out).run();
  tell_unused(all, out);
  return out;
}

}  // namespace tenure::check
