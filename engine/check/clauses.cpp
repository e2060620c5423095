#include "engine/check/clauses.hpp"

#include "engine/decide/authority.hpp"
#include "engine/model/yaml.hpp"
#include "engine/policy/source.hpp"

namespace tenure::check {
namespace {

using entries = std::map<std::string, entry>;

// Instead of a clause: what an overlay of one agency says in the place of its parent's demand. That
// it is no weaker is what loading proves.
constexpr std::string_view tightens = "tightens";

constexpr std::string_view extends = "extends";

template <class List, class Text>
std::string joined(const List& list, Text text) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : ", ") + std::string(text(one));
  return out;
}

void put(entries& to, const std::string& name, std::string value, const std::string& clause) {
  if (!value.empty()) to[name] = {std::move(value), clause};
}

// "delegation.attested.recipient: policyAwareness", "restore.question.tried: text; Which ways ..."
void put_parts(entries& to, const std::string& workflow, const policy::case_rule& rule) {
  for (const auto& each : rule.attested) {
    put(to, workflow + ".attested." + each.of,
        each.kind + (each.signed_here ? ", signed here" : ""), each.clause);
  }
  for (const auto& each : rule.questions) {
    auto choices = joined(each.choices, [](const auto& text) { return text; });
    put(to, workflow + ".question." + each.id,
        std::string(to_text(each.kind)) + (choices.empty() ? "" : " of " + choices) +
            (each.required ? "; " : ", if wanted; ") + each.text,
        each.clause);
  }
  if (rule.escalate.after.empty()) return;
  put(to, workflow + ".escalate", rule.escalate.after + ": " + decide::in_words(rule.escalate.to),
      rule.escalate.to.clause);
}

void put_rule(entries& to, const std::string& workflow, const policy::case_rule& rule) {
  auto name = [&](std::string_view field) { return workflow + "." + std::string(field); };
  auto same = [](const auto& text) { return text; };
  auto word = [](auto kind) { return to_text(kind); };
  put(to, name("for"), joined(rule.kinds, word), rule.clause);
  put(to, name("ask"), decide::in_words(rule.ask), rule.ask.clause);
  int number = 0;
  for (const auto& stage : rule.agree) {
    auto stage_name = name("agree." + std::to_string(++number));
    put(to, stage_name, decide::in_words(stage), stage.clause);
    put(to, stage_name + ".for", joined(stage.kinds, word), stage.clause);
  }
  put(to, name("require"), joined(rule.require, same), rule.clause);
  put(to, name("purposes"), joined(rule.purposes, same), rule.purposes_clause);
  put(to, name("gives"), joined(rule.gives, word), rule.clause);
  bool bare = rule.kinds.empty() && rule.require.empty() && rule.gives.empty();
  if (bare) put(to, workflow, "offered", rule.clause);
  for (const auto& [field, is] :
       {std::pair{"requesterMayAgree", rule.requester_may_agree}, {"longest", rule.longest},
        {"answerWithin", rule.answer_within}, {"remindAfter", rule.remind_after},
        {"reviewEvery", rule.review_every}, {"onSilence", rule.on_silence},
        {"tellSubject", rule.tell_subject}, {"outside", rule.outside},
        {"backupsHold", rule.backups_hold}, {"largestQuota", rule.largest_quota},
        {"evidenceKept", rule.evidence_kept}}) {
    put(to, name(field), is.value, is.clause);
  }
  put_parts(to, workflow, rule);
}

// Whose they are no clause says. The version is a label that nothing goes by.
void put_header(entries& to, const policy::pack& of) {
  for (const auto& [name, value] : {std::pair{"name", of.name}, {"timeZone", of.time_zone},
                                    {"locale", of.locale}, {"domain", of.domain}}) {
    put(to, name, value, "practice");
  }
}

void put_sweep(entries& to, const policy::sweep_rule& sweep) {
  put(to, "sweep.every", sweep.every.value, sweep.every.clause);
  put(to, "sweep.most", sweep.most.value, sweep.most.clause);
  for (const auto& each : sweep.folders) {
    put(to, "sweep.folder." + each.folder, each.after, each.clause);
  }
}

struct demands {
  entries all;
  std::vector<finding> faults;

  void fault(std::string what) {
    faults.push_back({.id = "clauses", .message = std::move(what), .story = {}});
  }

  void take(const std::string& clause, const yaml_node& value) {
    if (clause == tightens && value.text == "none") all.erase(value.key);
    else all[value.key] = {value.text, clause};
  }

  void read(const std::filesystem::path& file) {
    auto root = read_yaml(file);
    if (!root) return fault(root.error().text());
    for (const auto& clause : root->items) {
      if (clause.key == extends) continue;
      if (!clause.map()) fault(file.string() + ":" + std::to_string(clause.line) +
                               ": a clause has values that it demands");
      for (const auto& value : clause.items) take(clause.key, value);
    }
  }
};

// The pack that `folder` extends, as its clauses.yaml says it; empty: none.
std::string parent_said(const std::filesystem::path& folder) {
  auto root = read_yaml(folder / "clauses.yaml");
  const auto* found = root ? root->find(extends) : nullptr;
  return found != nullptr ? found->text : "";
}

std::string said(const entry& is) { return "'" + is.value + "' (" + is.clause + ")"; }

}  // namespace

std::map<std::string, entry> entries_of(const policy::pack& of) {
  entries out;
  put_header(out, of);
  for (const auto& [name, is] : of.settings) {
    put(out, name, is.common.value, is.common.clause);
    for (const auto& [kind, own] : is.by_kind) {
      put(out, name + "." + std::string(to_text(kind)), own.value, own.clause);
    }
    for (const auto& [unit, own] : is.by_unit) {
      put(out, name + ".unit." + unit, own.value, own.clause);
    }
  }
  for (const auto& [workflow, rule] : of.cases) put_rule(out, workflow, rule);
  put_sweep(out, of.sweep);
  return out;
}

std::vector<finding> compare_with_clauses(const policy::pack& of,
                                          const std::filesystem::path& folder) {
  demands wanted;
  auto chain = policy::open_chain(folder);
  if (!chain) {
    wanted.fault(chain.error().text());
    return wanted.faults;
  }
  for (auto one = chain->rbegin(); one != chain->rend(); ++one) {
    wanted.read(std::filesystem::path(one->file).parent_path() / "clauses.yaml");
  }
  auto parent = chain->size() < 2
                    ? std::string()
                    : std::filesystem::path((*chain)[1].file).parent_path().filename().string();
  if (auto want = parent_said(folder); want != parent) {
    wanted.fault("the pack extends '" + parent + "', and clauses.yaml says '" + want + "'");
  }
  auto is = entries_of(of);
  for (const auto& [name, want] : wanted.all) {
    auto found = is.find(name);
    if (found == is.end()) {
      wanted.fault(want.clause + " demands " + name + ": " + said(want) +
                   ", and the pack does not say it");
    } else if (want.clause == tightens ? found->second.value != want.value
                                       : found->second != want) {
      wanted.fault(want.clause + " demands " + name + ": " + said(want) + ", the pack says " +
                   said(found->second));
    }
  }
  for (const auto& [name, has] : is) {
    if (wanted.all.contains(name)) continue;
    wanted.fault("the pack says " + name + ": " + said(has) + ", and clauses.yaml does not");
  }
  return wanted.faults;
}

}  // namespace tenure::check
