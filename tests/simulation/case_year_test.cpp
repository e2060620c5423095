// Organisations in which people ask for access. A failure prints pack and seed;
// TENURE_SEED=n TENURE_PACK=name lives that one alone, TENURE_SEEDS=n lives n years of each pack,
// TENURE_REACHED=write writes reached.txt anew from this run.

#include "tests/simulation/case_year.hpp"
#include "tests/simulation/transitions.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <mutex>
#include <regex>
#include <thread>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
const fs::path source = TENURE_SOURCE_DIR;
constexpr std::uint64_t first = 20261122;
constexpr std::uint64_t usual_seeds = 34;   // of each pack

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

struct totals {
  std::map<std::string, int> transitions, refusals;  // in how many years
  std::vector<std::string> wrong;
  int asked = 0, opened = 0, agreed = 0, years = 0;
  std::uint64_t entries = 0;
  std::mutex together;

  void add(case_year& lived) {
    std::set<std::string> taken;
    for (const auto& each : lived.moves) {
      const auto& chart = *lived.w.case_charts.find(each.workflow)->second;
      taken.merge(transitions_taken(chart, each.event, each.from, each.to, each.answers));
    }
    std::lock_guard lock(together);
    for (const auto& each : taken) ++transitions[each];
    for (const auto& each : lived.refusals) ++refusals[each];
    wrong.insert(wrong.end(), lived.seen.wrong.begin(), lived.seen.wrong.end());
    asked += lived.asked, opened += lived.opened, agreed += lived.agreed, ++years;
    entries += lived.w.trail().size();
  }
};

// Lives them on as many threads as there are processors; each world is its own.
void live_all(const std::vector<case_year_options>& which, totals& into) {
  std::atomic<std::size_t> next = 0;
  auto some = [&] {
    for (std::size_t i = next++; i < which.size(); i = next++) {
      case_year lived(which[i]);
      lived.live();
      into.add(lived);
    }
  };
  std::vector<std::jthread> threads(std::max(1u, std::thread::hardware_concurrency()));
  for (auto& each : threads) each = std::jthread(some);
}

// Every code with which the engine refuses a request, an answer or an act, as its source has them.
std::set<std::string> all_refusals() {
  std::set<std::string> out;
  const std::regex code(
      R"re((?:no|no_name|refuse)\(\s*(?:[ad], )?"([a-z_]+\.[a-z_.]+)")re"
      R"re(|code = "([a-z_]+\.[a-z_.]+)")re");
  std::vector<fs::path> files{"engine/flow/mailboxes.cpp", "engine/policy/naming.cpp"};
  for (const auto& each : fs::directory_iterator(source / "engine/decide")) {
    // What the loader says of names that nothing knows is no answer to anybody's request.
    if (each.path().extension() == ".cpp" && each.path().stem() != "can_run") {
      files.push_back(each.path());
    }
  }
  for (const auto& file : files) {
    std::ifstream in(source / file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) {
      out.insert((*at)[1].matched ? (*at)[1] : (*at)[2]);
    }
  }
  return out;
}

void print(const char* what, const std::set<std::string>& all,
           const std::map<std::string, int>& reached) {
  std::size_t count = 0;
  for (const auto& each : all) count += reached.contains(each);
  std::cout << what << " reached: " << count << " of " << all.size() << '\n';
  for (const auto& each : all) {
    if (!reached.contains(each)) std::cout << "never: " << each << '\n';
    else if (reached.at(each) < 3) std::cout << "rarely: " << each << '\n';
  }
}

std::set<std::string> lines_of(const fs::path& file) {
  std::set<std::string> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') out.insert(line);
  }
  return out;
}

// What cannot happen, each with the reason above it.
std::set<std::string> cannot_happen() {
  return lines_of(source / "tests/simulation/unreachable.txt");
}

// What reached.txt names has to be reached again; what many years reach is named there.
void compare(const std::set<std::string>& all, const totals& run) {
  const auto file = source / "tests/simulation/reached.txt";
  auto years_of = [&](const std::string& name) {
    for (const auto* each : {&run.transitions, &run.refusals}) {
      if (auto found = each->find(name); found != each->end()) return found->second;
    }
    return 0;
  };
  if (text_from("TENURE_REACHED") == "write") {
    std::ofstream out(file);
    out << "# Transitions and refusals that the simulation of cases reaches in at least 3 years.\n"
           "# Written by TENURE_REACHED=write test_simulation_cases; losing one is a failure.\n";
    for (const auto& each : all) {
      if (years_of(each) >= 3) out << each << '\n';
    }
  }
  for (const auto& each : cannot_happen()) {
    EXPECT_TRUE(all.contains(each)) << "exists no more: " << each;
    EXPECT_EQ(years_of(each), 0) << "does happen: " << each;
  }
  auto listed = lines_of(file);
  EXPECT_GT(listed.size(), 50u);
  for (const auto& each : listed) {
    // A workflow that was changed has other transitions: then write the list anew.
    EXPECT_TRUE(all.contains(each)) << "exists no more: " << each;
    EXPECT_GT(years_of(each), 0) << "was reached before: " << each;
  }
}

TEST(Cases, EndAndOpenNothingWithoutAgreement) {
  auto only = number_from("TENURE_SEED", 0);
  auto seeds = only != 0 ? 1 : number_from("TENURE_SEEDS", usual_seeds);
  std::vector<case_year_options> which;
  for (const auto& pack : packs()) {
    // One large organisation of each; where who decides has to be found in a deep tree.
    if (only == 0) which.push_back({.pack = pack, .seed = first - 1, .people = 2000, .before = {}});
    for (std::uint64_t i = 0; i < seeds; ++i) {
      which.push_back({.pack = pack, .seed = only != 0 ? only : first + i, .before = {}});
    }
  }
  totals run;
  live_all(which, run);
  std::cout << run.years << " years, " << run.entries << " entries, " << run.asked << " asked, "
            << run.opened << " cases, " << run.agreed << " agreements\n";
  for (std::size_t i = 0; i < run.wrong.size() && i < 10; ++i) ADD_FAILURE() << run.wrong[i];
  if (only != 0) return;
  std::set<std::string> transitions;
  for (const auto& [id, chart] : world().case_charts) transitions.merge(transitions_of(*chart));
  print("transitions", transitions, run.transitions);
  auto refusals = all_refusals();
  print("refusals", refusals, run.refusals);
  transitions.merge(refusals);
  if (seeds >= usual_seeds && packs().size() > 1) compare(transitions, run);
}

TEST(Cases, OneSeedIsOneHistory) {
  std::string heads[2];
  for (auto& head : heads) {
    case_year lived({.seed = 7, .steps = 30, .before = {}});
    lived.live();
    lived.w.engine->run([&](flow::line& on) {
      head = on.in.journal().head();
      return false;
    });
  }
  EXPECT_EQ(heads[0], heads[1]);
}

}  // namespace
}  // namespace tenure::test
