// Whether the simulation of cases would notice: each of these defects is put into a workflow or a
// pack, and some year has to find it.

#include "tests/simulation/case_year.hpp"

#include "engine/statechart/load.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <ostream>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
const fs::path source = TENURE_SOURCE_DIR;
constexpr std::uint64_t first = 20261122;
constexpr std::uint64_t years_max = 60;

struct defect {
  const char* name;
  const char* pack;
  std::function<void(world&)> make;
};

// Every workflow with `from` replaced by `to`; at least one has to have it.
std::function<void(world&)> in_workflows(const std::string& from, const std::string& to) {
  return [=](world& w) {
    auto names = statechart::load_vocabulary(source / "workflows/schema/vocabulary.yaml").value();
    int changed = 0;
    for (auto& [id, chart] : w.case_charts) {
      std::ifstream in(chart->file);
      std::string text{std::istreambuf_iterator<char>(in), {}};
      auto before = text;
      for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
        text.replace(at, from.size(), to);
      }
      if (text == before) continue;
      auto loaded = statechart::load(text, chart->file, names);
      if (!loaded) throw std::logic_error(loaded.error().text());
      chart = *loaded, ++changed;
    }
    if (changed == 0) throw std::logic_error("no workflow has: " + from);
  };
}

// Every rule of the pack.
std::function<void(world&)> in_rules(std::function<void(policy::case_rule&)> spoil) {
  return [=](world& w) {
    for (auto& [name, rule] : w.pack.cases) spoil(rule);
  };
}

const defect defects[] = {
    {"a no counts as a yes", "cambridgeshire",
     in_workflows("{ guard: approved, target: opening, actions: [rememberAnswer] }\n        - "
                  "{ target: refused,",
                  "{ guard: approved, target: opening }\n        - { target: opening,")},
    {"nobody has to agree", "cambridgeshire",
     in_workflows("guard: agreementNeeded", "guard: messagesRequested")},
    {"a grant outlives its case", "cambridgeshire",
     in_workflows("    entry: [closeGrants]\n", "")},
    {"closing is not heard", "cambridgeshire",
     in_workflows("account.closing: { target: ending }", "account.closing: {}")},
    {"the secure network is not heard", "cambridgeshire",
     in_workflows("mailbox.secured: { target: ending }", "mailbox.secured: {}")},
    {"a grant has no day", "cambridgeshire", in_workflows("untilGrantEnds: { target: ending }",
                                                          "P3Y: { target: ending }")},
    {"what could not be opened in its time is opened afterwards", "cambridgeshire",
     in_workflows("    after:\n      untilGrantEnds: { target: ending }\n  openingFailed:\n",
                  "  openingFailed:\n")},
    {"a disconnection does not hear the closing", "massachusetts",
     in_workflows("account.closing: { target: closed }", "account.closing: {}")},
    {"a mailbox of the secure network is looked into", "cambridgeshire",
     in_workflows("tags: [opensMailbox]\n", "")},
    {"who asks counts as agreeing", "wyoming",
     in_rules([](auto& rule) { rule.requester_may_agree.value = "true"; })},
    {"anybody may ask", "cambridgeshire",
     in_rules([](auto& rule) { rule.ask.who = {"staff"}; })},
    {"anybody may agree", "cambridgeshire", in_rules([](auto& rule) {
       for (auto& stage : rule.agree) stage.who = {"staff"};
     })},
    {"the second stage is forgotten", "massachusetts", in_rules([](auto& rule) {
       if (rule.agree.size() > 1) rule.agree.pop_back();
     })},
    {"one is enough where two must", "cambridgeshire", in_rules([](auto& rule) {
       for (auto& stage : rule.agree) stage.least = 1;
     })},
    {"what must be said need not be", "cambridgeshire",
     in_rules([](auto& rule) { rule.require.clear(); })},
    {"every kind is given", "cambridgeshire",
     in_rules([](auto& rule) { rule.gives.push_back(grant_kind::full); })},
    {"mail goes outside", "cambridgeshire",
     in_rules([](auto& rule) { rule.outside.value = "true"; })},
    {"it lasts longer", "cambridgeshire", in_rules([](auto& rule) { rule.longest.value = "P9Y"; })},
    {"any purpose will do", "calgary", in_rules([](auto& rule) { rule.purposes.clear(); })},
    {"the right office is not asked", "cambridgeshire", in_rules([](auto& rule) {
       for (auto& stage : rule.agree) {
         for (auto& who : stage.who) {
           if (who == "role:dpo") who = "role:administrator";
         }
       }
     })},
};

void PrintTo(const defect& of, std::ostream* out) { *out << of.name; }

class mutants : public testing::TestWithParam<defect> {};

TEST_P(mutants, are_found) {
  for (std::uint64_t i = 0; i < years_max; ++i) {
    case_year lived({.pack = GetParam().pack, .seed = first + i, .before = GetParam().make});
    lived.live();
    if (lived.seen.wrong.empty()) continue;
    std::cout << GetParam().name << ", found in year " << i + 1 << ": " << lived.seen.wrong.front()
              << '\n';
    return;
  }
  ADD_FAILURE() << "nobody noticed: " << GetParam().name;
}

std::string name_of(const testing::TestParamInfo<defect>& info) {
  std::string name = info.param.name;
  for (auto& c : name) c = c == ' ' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, mutants, testing::ValuesIn(defects), name_of);

}  // namespace
}  // namespace tenure::test
