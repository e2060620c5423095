// Histories of made-up organisations, each from one seed. A failure prints pack and seed;
// TENURE_PACK=name TENURE_SEED=n lives those alone. With other seeds than the usual ones what they
// reach is printed, and nothing of it required.
//   TENURE_TOWARDS='account due.stopped hold.placed -> due.heldBack'   works towards it, as told
//   TENURE_SEEDS=n   case years of each pack, TENURE_YEARS=n years in all
//   TENURE_LARGE=1   300 people in every year, not only in the first

#include "tests/simulation/case_year.hpp"
#include "tests/simulation/reached.hpp"
#include "tests/simulation/year.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <thread>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
const fs::path source = TENURE_SOURCE_DIR;
constexpr std::uint64_t first = 20261122;
constexpr std::uint64_t usual_case_years = 34;  // of each pack
constexpr std::uint64_t usual_years = 24;       // of all packs together
constexpr std::uint64_t tries_max = 40;         // of each pack, towards one transition

std::string text_from(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? "" : text;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  auto text = text_from(variable);
  return text.empty() ? otherwise : std::strtoull(text.c_str(), nullptr, 10);
}

std::vector<std::string> packs() {
  if (auto only = text_from("TENURE_PACK"); !only.empty()) return {only};
  std::vector<std::string> out;
  for (const auto& folder : fs::directory_iterator(source / "config/policies")) {
    if (folder.is_directory()) out.push_back(folder.path().filename());
  }
  std::sort(out.begin(), out.end());
  return out;
}

using history = std::function<void(reached&)>;

template <class Kind, class Options>
history of(const Options& how) {
  return [how](reached& into) {
    Kind lived(how);
    lived.live();
    into.add(lived.seen);
  };
}

// One large organisation of each pack; where who decides has to be found in a deep tree.
void add_case_years(std::vector<history>& to) {
  auto only = number_from("TENURE_SEED", 0);
  auto towards = text_from("TENURE_TOWARDS");
  auto seeds = only != 0 ? 1 : number_from("TENURE_SEEDS", usual_case_years);
  auto from = only != 0 ? only : first;
  for (const auto& pack : packs()) {
    if (only == 0) {
      to.push_back(of<case_year>(case_year_options{
          .pack = pack, .seed = first - 1, .people = 2000, .before = {}}));
    }
    for (auto seed = from; seed < from + seeds; ++seed) {
      to.push_back(of<case_year>(case_year_options{
          .pack = pack, .seed = seed, .steps = towards.empty() ? 0 : 60, .towards = towards,
          .before = {}}));
    }
  }
}

// One organisation of 300; small ones show as much in a tenth of the time.
void add_years(std::vector<history>& to) {
  auto only = number_from("TENURE_SEED", 0);
  auto years = only != 0 ? 1 : number_from("TENURE_YEARS", usual_years);
  bool large = number_from("TENURE_LARGE", 0) != 0;
  auto from = only != 0 ? only : first;
  auto of_packs = packs();
  for (auto seed = from; seed < from + years; ++seed) {
    to.push_back(of<year>(year_options{.pack = of_packs[seed % of_packs.size()], .seed = seed,
                                       .people = large || seed == first ? 300 : 30}));
  }
}

// On as many threads as there are processors; each world is its own.
void live_all(const std::vector<history>& which, reached& into) {
  std::atomic<std::size_t> next = 0;
  auto some = [&] {
    for (std::size_t i = next++; i < which.size(); i = next++) which[i](into);
  };
  std::vector<std::jthread> threads(std::max(1u, std::thread::hardware_concurrency()));
  for (auto& each : threads) each = std::jthread(some);
}

// What chance did not bring about is worked towards, in one short history after the other.
history search_for(const std::string& transition) {
  return [transition](reached& into) {
    for (auto seed = first; seed < first + tries_max; ++seed) {
      for (const auto& pack : packs()) {
        case_year lived({.pack = pack, .seed = seed, .steps = 60, .towards = transition,
                         .before = {}});
        if (!lived.can_try()) continue;
        lived.live();
        into.add(lived.seen);
        if (into.has(transition) || !lived.seen.wrong.empty()) return;
      }
    }
  };
}

// Nothing leads to a refusal but asking: more years of the usual kind, until it comes about.
history wait_for(const std::string& refusal) {
  return [refusal](reached& into) {
    const auto next = first + usual_case_years;
    for (auto seed = next; seed < next + tries_max; ++seed) {
      for (const auto& pack : packs()) {
        case_year lived({.pack = pack, .seed = seed, .towards = {}, .before = {}});
        lived.live();
        into.add(lived.seen);
        if (into.has(refusal) || !lived.seen.wrong.empty()) return;
      }
    }
  };
}

void search_for_missing(reached& run) {
  std::vector<history> searches;
  for (const auto& each : run.missing()) searches.push_back(search_for(each));
  for (const auto& each : run.missing_refusals()) searches.push_back(wait_for(each));
  const int before = run.histories;
  live_all(searches, run);
  std::cout << searches.size() << " transitions and refusals looked for, in "
            << run.histories - before << " histories\n";
}

bool are_usual() {
  for (const auto* variable : {"TENURE_SEED", "TENURE_SEEDS", "TENURE_YEARS", "TENURE_PACK",
                               "TENURE_TOWARDS"}) {
    if (!text_from(variable).empty()) return false;
  }
  return true;
}

TEST(Simulation, HistoriesKeepTheirPromisesAndReachEverything) {
  std::vector<history> all;
  add_case_years(all);
  add_years(all);
  reached run;
  live_all(all, run);
  if (are_usual()) search_for_missing(run);
  std::cout << run.histories << " histories, " << run.entries << " entries\n";
  for (std::size_t i = 0; i < run.wrong.size() && i < 10; ++i) ADD_FAILURE() << run.wrong[i];
  run.print();
  if (!are_usual()) return;
  for (const auto& each : run.disagreements()) ADD_FAILURE() << each;
}

template <class Kind, class Options>
std::string head_of(const Options& how) {
  std::string head;
  Kind lived(how);
  lived.live();
  EXPECT_TRUE(lived.seen.wrong.empty());
  lived.w.engine->run([&](flow::line& on) {
    head = on.in.journal().head();
    return false;
  });
  return head;
}

TEST(Simulation, OneSeedIsOneHistory) {
  const year_options a_year{.seed = 7, .people = 60, .days = 90};
  EXPECT_EQ(head_of<year>(a_year), head_of<year>(a_year));
  const case_year_options with_cases{.seed = 7, .steps = 30, .before = {}};
  EXPECT_EQ(head_of<case_year>(with_cases), head_of<case_year>(with_cases));
}

}  // namespace
}  // namespace tenure::test
