#include "engine/check/check.hpp"

#include "engine/check/clauses.hpp"
#include "engine/check/names.hpp"
#include "engine/check/variants.hpp"
#include "engine/decide/can_run.hpp"
#include "engine/statechart/load.hpp"
#include "engine/statechart/transitions.hpp"
#include "engine/statechart/vocabulary.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <set>
#include <thread>

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
    all.account = take(statechart::load_file(workflows_ / "account" / "workflow.yaml", all.names));
    all.cases = take(statechart::load_folder(workflows_, "account", all.names));
    all.pack = take(policy::load_pack(pack_, schema / "policy-vocabulary.yaml"));
    for (const auto& [office, says] : all.pack.offices) all.roles.push_back(office);
    able(all.account);
    for (const auto& [id, chart] : all.cases) able(chart);
    all.invariants = take(load_invariants(workflows_ / "invariants.yaml"));
    if (out_.findings.empty()) known_names(all);
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

  void known_names(const loaded& all) {
    std::vector<const statechart::chart*> charts{all.account.get()};
    for (const auto& [id, chart] : all.cases) charts.push_back(chart.get());
    for (auto& each : unknown_names(all.invariants, all.names, charts)) {
      out_.findings.push_back({.id = "loads", .message = std::move(each), .story = {}});
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
        under_{by_, all.invariants, all.roles, how.first_only},
        stricter_(all.pack, variant::stricter, *this),
        trusting_(all.pack, variant::trusting, *this) {}

  void run() {
    plan_accounts();
    plan_cases();
    std::vector<std::future<exploration>> found;
    for (auto& each : plan_) found.push_back(each.get_future());
    explore_all();
    for (auto& each : found) {
      add(each.get());
      if (enough()) return;  // what comes later was perhaps not begun
    }
  }

 private:
  // The pack with other rules for cases.
  struct other_rules {
    other_rules(const policy::pack& of, variant how, const checking& in)
        : pack(of), name(to_text(how)), by{in.by_.chart, pack, in.calendar_, in.by_.cases},
          under{by, in.all_.invariants, in.all_.roles, in.how_.first_only, true} {
      pack.cases = changed(std::move(pack.cases), how, in.all_.cases, in.all_.roles);
    }
    other_rules(const other_rules&) = delete;

    policy::pack pack;
    std::string name;
    decide::rules by;
    charter under;
  };

  void plan_accounts() {
    if (!wanted(all_.account->id)) return;
    for (auto kind : kinds_that_differ()) {
      plan([this, kind] { return explore_account(under_, kind); });
    }
  }

  void plan_cases() {
    for (const auto& [workflow, rule] : all_.pack.cases) {
      if (!all_.cases.contains(workflow) || !wanted(workflow)) continue;
      auto kind = rule.kinds.empty() ? person_kind::employee : rule.kinds.front();
      for (const char* subject : {"1001", "1004"}) {
        bool head = std::string_view(subject) == "1004";
        if (head && !heads_decide(rule)) continue;
        plan([this, name = workflow, kind, subject] {
          return explore_case(under_, name, kind, {subject});
        });
      }
      plan_variants(workflow, rule, kind);
    }
  }

  // Where the rules of a variant are the pack's own, there is nothing more to try.
  void plan_variants(const std::string& workflow, const policy::case_rule& rule,
                     person_kind kind) {
    for (const auto* other : {&stricter_, &trusting_}) {
      const auto& theirs = other->pack.cases.find(workflow)->second;
      if (same_way(rule, theirs)) continue;
      plan([other, name = workflow, kind] {
        auto out = explore_case(other->under, name, kind, {"1001"});
        for (auto& each : out.findings) each.message += " (" + other->name + ")";
        return out;
      });
    }
  }

  void plan(std::function<exploration()> one) {
    plan_.emplace_back([this, one = std::move(one)] {
      auto out = one();
      if (how_.first_only && !out.findings.empty()) next_ = plan_.size();
      return out;
    });
  }

  // Explorations share nothing that changes, so each core takes the next one. They begin in order
  // and are told in order: the report does not depend on how many cores there are.
  void explore_all() {
    auto take = [this] {
      for (auto i = next_++; i < plan_.size(); i = next_++) plan_[i]();
    };
    std::vector<std::jthread> others;
    for (auto n = std::thread::hardware_concurrency(); n > 1; --n) others.emplace_back(take);
    take();
  }

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

  bool wanted(const std::string& workflow) const {
    return how_.only.empty() || how_.only == workflow;
  }

  bool enough() const { return how_.first_only && !out_.findings.empty(); }

  void add(exploration of) {
    ++out_.explorations;
    out_.worlds += of.worlds;
    out_.moves += of.moves;
    note_taken(*all_.account, of);
    for (const auto& [id, chart] : all_.cases) note_taken(*chart, of);
    for (auto& found : of.findings) out_.findings.push_back(std::move(found));
    if (of.complete) return;
    out_.findings.push_back({.id = "too-many-worlds",
                             .message = "stopped at " + std::to_string(of.worlds) +
                                        " situations: the rest was not looked at",
                             .story = {}});
  }

  void note_taken(const statechart::chart& in, const exploration& by) {
    for (const auto& each : in.transitions) {
      if (by.taken.contains(&each)) out_.taken.insert(statechart::name_of(in, each));
    }
  }

  const loaded& all_;
  const options& how_;
  report& out_;
  policy::calendar calendar_;
  decide::rules by_;
  charter under_;
  other_rules stricter_, trusting_;
  std::vector<std::packaged_task<exploration()>> plan_;
  std::atomic<std::size_t> next_ = 0;  // of the plan, not begun yet
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

// How long something takes is the pack's to say. The language knows lengths, for charts of others.
void tell_lengths(const loaded& all, report& out) {
  std::vector<std::shared_ptr<const statechart::chart>> charts{all.account};
  for (const auto& [id, chart] : all.cases) charts.push_back(chart);
  for (const auto& chart : charts) {
    for (const auto& delay : chart->delays) {
      if (!delay.duration) continue;
      out.findings.push_back({.id = "length",
                              .message = chart->file + ":" + std::to_string(delay.line) + ": '" +
                                         delay.name + "' is a length of time; name a delay, and " +
                                         "let the pack say how long it is",
                              .story = {}});
    }
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
  tell_lengths(all, out);
  return out;
}

}  // namespace tenure::check
