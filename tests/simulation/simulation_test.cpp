// Years of made-up organisations. A failure prints its seed; TENURE_SEED=n lives that year alone,
// TENURE_LARGE=1 gives every organisation 300 people, not only the first;
// TENURE_SEEDS=n lives n years (24 by default).

#include "engine/statechart/chart.hpp"
#include "tests/simulation/transitions.hpp"
#include "tests/simulation/year.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace tenure::test {
namespace {

constexpr std::uint64_t first = 20261122;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// The states of the chart that no step led into.
std::vector<std::string> never_entered(const statechart::chart& in,
                                       const std::set<std::string>& steps) {
  std::vector<std::string> out;
  for (const auto& state : in.states) {
    if (!state.children.empty()) continue;
    bool seen = false;
    for (const auto& step : steps) {
      auto to = "," + step.substr(step.find(" -> ") + 4) + ",";
      seen = seen || to.find("," + state.path + ",") != to.npos;
    }
    if (!seen) out.push_back(state.path);
  }
  return out;
}

// Which transitions of the account no step shows for certain, for who makes the years richer.
void print_never_taken(const statechart::chart& in, const std::set<std::string>& steps) {
  std::set<std::string> taken;
  for (const auto& step : steps) {
    auto colon = step.find(": "), arrow = step.find(" -> ");
    taken.merge(transitions_taken(in, step.substr(0, colon),
                                  step.substr(colon + 2, arrow - colon - 2),
                                  step.substr(arrow + 4)));
  }
  auto all = transitions_of(in);
  std::size_t count = 0;
  for (const auto& each : all) count += taken.contains(each);
  std::cout << "transitions reached: " << count << " of " << all.size() << '\n';
  for (const auto& each : all) {
    if (!taken.contains(each)) std::cout << "never: " << each << '\n';
  }
}

// States that are passed through within one decision: nobody is ever found in them.
const std::set<std::string> passed_through = {
    "requested", "employed.presence.choosing", "employed.presence.absent.told", "closing.archived",
    "closing.over", "closed", "due.checking", "deleting.proven"};

// The packs that are lived here ask for no decision, review or redirect, nor for an agency's
// agreement to an account, and nobody here asks for the mailbox of a unit. Rows of wyoming, calgary
// and shared-mailbox (cases.yaml) drive these states instead.
const std::set<std::string> left_to_rows = {
    "awaitingAgreement", "awaitingHome", "starting",
    "employed.employment.transferring", "deciding", "redirected", "reviewing.asked",
    "reviewing.escalated"};

TEST(Simulation, YearsKeepTheirPromises) {
  auto only = number_from("TENURE_SEED", 0);
  auto count = only != 0 ? 1 : number_from("TENURE_SEEDS", 24);
  auto people_of_all = number_from("TENURE_LARGE", 0);
  std::set<std::string> steps, stays;
  std::uint64_t entries = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto seed = only != 0 ? only : first + i;
    SCOPED_TRACE("TENURE_SEED=" + std::to_string(seed));
    // One organisation of 300; small ones show as much in a tenth of the time.
    year lived({.seed = seed, .people = seed == first || people_of_all != 0 ? 300 : 30});
    lived.live();
    const auto& wrong = lived.seen.wrong;
    ASSERT_TRUE(wrong.empty()) << wrong.front() << "\n(" << wrong.size() << ")";
    steps.insert(lived.seen.steps.begin(), lived.seen.steps.end());
    stays.insert(lived.seen.stays.begin(), lived.seen.stays.end());
    entries += lived.w.trail().size();
  }
  auto missing = never_entered(*year({.seed = 1, .people = 1}).w.chart, steps);
  std::erase_if(missing, [](auto& path) {
    return passed_through.contains(path) || left_to_rows.contains(path);
  });
  std::cout << count << " years from seed " << (only ? only : first) << ", " << entries
            << " entries, " << steps.size() << " different steps\n";
  stays.insert(steps.begin(), steps.end());
  print_never_taken(*year({.seed = 1, .people = 1}).w.chart, stays);
  for (const auto& path : missing) std::cout << "never entered: " << path << '\n';
  if (only == 0 && count >= 24) EXPECT_TRUE(missing.empty());
}

TEST(Simulation, OneSeedIsOneHistory) {
  std::string heads[2];
  for (auto& head : heads) {
    year lived({.seed = 7, .people = 60, .days = 90});
    lived.live();
    EXPECT_TRUE(lived.seen.wrong.empty());
    lived.w.engine->run([&](flow::line& on) {
      head = on.in.journal().head();
      return false;
    });
  }
  EXPECT_EQ(heads[0], heads[1]);
}

}  // namespace
}  // namespace tenure::test
