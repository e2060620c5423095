// The shipped packs keep what must hold, and the checker really looked.

#include "engine/check/check.hpp"

#include "engine/statechart/load.hpp"
#include "engine/statechart/transitions.hpp"
#include "engine/statechart/vocabulary.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

namespace tenure::test {
namespace {

const std::filesystem::path root = TENURE_SOURCE_DIR;

std::string in_words(const check::finding& of) {
  auto out = of.id + ": " + of.message;
  for (const auto& line : of.story) out += "\n    " + line;
  return out;
}

constexpr const char* packs[] = {"cambridgeshire", "wyoming", "wyoming-health",
                                 "massachusetts", "moitt", "calgary"};

// Explored once, whoever asks.
const check::report& report_of(const std::string& pack) {
  static std::map<std::string, check::report> known;
  auto found = known.find(pack);
  if (found != known.end()) return found->second;
  return known[pack] = check::check_pack(root / "config/policies" / pack, root / "workflows");
}

class shipped_pack : public testing::TestWithParam<const char*> {};

TEST_P(shipped_pack, is_sound) {
  const auto& seen = report_of(GetParam());
  for (const auto& found : seen.findings) ADD_FAILURE() << in_words(found);
  RecordProperty("situations", static_cast<int>(seen.worlds));
  EXPECT_GT(seen.explorations, 3u);
  EXPECT_GT(seen.worlds, 500u);
}

INSTANTIATE_TEST_SUITE_P(all, shipped_pack, testing::ValuesIn(packs),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

std::set<std::string> taken_anywhere() {
  std::set<std::string> out;
  for (const auto* pack : packs) {
    const auto& one = report_of(pack).taken;
    out.insert(one.begin(), one.end());
  }
  return out;
}

// What the simulation says cannot be: one transition a line.
std::set<std::string> listed_as_unreachable() {
  std::set<std::string> out;
  std::ifstream in(root / "tests/simulation/unreachable.txt");
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') out.insert(line);
  }
  return out;
}

// Every transition of every workflow, with its name.
std::map<std::string, statechart::transition> all_transitions() {
  auto names = statechart::load_vocabulary(root / "workflows/schema/vocabulary.yaml").value();
  auto charts = statechart::load_folder(root / "workflows", "account", names).value();
  auto account = root / "workflows/account/workflow.yaml";
  charts["account"] = statechart::load_file(account, names).value();
  std::map<std::string, statechart::transition> out;
  for (const auto& [id, chart] : charts) {
    for (const auto& each : chart->transitions) out[statechart::name_of(*chart, each)] = each;
  }
  return out;
}

std::string workflow_of(const std::string& name) { return name.substr(0, name.find(' ')); }

// Whether one of the workflow's other transitions that `alike` says was taken.
template <class Alike>
bool another_taken(const std::string& of, const std::set<std::string>& taken,
                   const std::map<std::string, statechart::transition>& all, const Alike& alike) {
  return std::ranges::any_of(all, [&](const auto& each) {
    return each.first != of && workflow_of(each.first) == workflow_of(of) &&
           alike(each.second, all.at(of)) && taken.contains(each.first);
  });
}

bool heard_elsewhere(const std::string& of,
                     const std::map<std::string, statechart::transition>& all) {
  return std::ranges::any_of(all, [&](const auto& each) {
    return each.first != of && workflow_of(each.first) == workflow_of(of) &&
           each.second.event == all.at(of).event;
  });
}

// In no situation that can be reached under any pack is it taken. That says something because the
// checker stood where it begins, and let happen what it would have to hear; an event that nothing
// else in its workflow hears, nothing sends.
TEST(unreachable, is_what_the_simulation_lists) {
  const auto taken = taken_anywhere();
  const auto all = all_transitions();
  const auto listed = listed_as_unreachable();
  ASSERT_FALSE(listed.empty());
  for (const auto& each : listed) {
    ASSERT_TRUE(all.contains(each)) << "no workflow has it any more: " << each;
    EXPECT_FALSE(taken.contains(each)) << "can be, and is listed as what cannot: " << each;
    auto from_there = [](const auto& a, const auto& b) { return a.source == b.source; };
    EXPECT_TRUE(another_taken(each, taken, all, from_there)) << "never stood there: " << each;
    auto hears_it = [](const auto& a, const auto& b) { return a.event == b.event; };
    EXPECT_TRUE(!heard_elsewhere(each, all) || another_taken(each, taken, all, hears_it))
        << "what it hears never happened: " << each;
  }
  std::cout << "the checker takes " << taken.size() << " of " << all.size() << " transitions\n";
}

// Two may ask to suspend, and the one of them who may agree cannot agree to what they asked for.
// Only where they are not taken for one is the other's request ever agreed to.
TEST(who_asked, is_part_of_a_situation) {
  const auto& taken = report_of("wyoming").taken;
  EXPECT_TRUE(taken.contains("suspension suspended xstate.done.actor.decision [approved] -> "
                             "confirmed"))
      << "nobody's request to suspend was agreed to";
}

// What the pack never comes to is tried under others' rules: nothing is on record under calgary's.
TEST(variants, come_to_what_the_pack_does_not) {
  EXPECT_TRUE(report_of("calgary").taken.contains(
      "absenceCover open attestation.lapsed [attestationMissing] -> ending"));
}

// What the test above asks is answered: where the account forgets to wait for its case, the checker
// does take one that is listed.
TEST(unreachable, is_noticed_when_it_can_be) {
  support::temp_folder copy("unreachable");
  std::filesystem::copy(root / "workflows", copy / "workflows",
                        std::filesystem::copy_options::recursive);
  auto file = copy / "workflows/account/workflow.yaml";
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string waits = "    entry: [{ type: askCase, params: { workflow: sharedMailbox } }]\n"
                            "    on:\n";
  auto at = text.find(waits);
  ASSERT_NE(at, text.npos);
  text.insert(at + waits.size(), "      mailbox.secured: { target: refused }\n");
  std::ofstream(file) << text;
  auto seen = check::check_pack(root / "config/policies/moitt", copy / "workflows",
                                {.only = "sharedMailbox"});
  EXPECT_TRUE(seen.taken.contains("sharedMailbox awaitingDecision creation.over -> refused"));
}

}  // namespace
}  // namespace tenure::test
