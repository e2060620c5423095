// bench_growth [FEW] [MANY] [ROUNDS] [LEAVERS] [cases|nocases]
// What a leaver costs in a large store against a small one, how long opening takes, how much memory
// the process ever held. `leaver` is the whole line, from HR's list to the account committed as
// closed; `store alone` only what the store does of it. Alternating rounds, means.
#include "tests/bench/growth/grown_council.hpp"
#include "tests/bench/growth/grown_store.hpp"
#include "tests/support/bench_arguments.hpp"
#include "tests/support/temp_folder.hpp"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <vector>

#include <sys/resource.h>

namespace {

long peak_megabytes() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss / 1024;  // Linux counts kilobytes
}

// Not the median: folding the log into the file falls into few rounds, and all have to pay for it.
double mean(const std::vector<double>& of) {
  return std::accumulate(of.begin(), of.end(), 0.0) / static_cast<double>(of.size());
}

using measure = std::function<double()>;

void compare(const char* what, const char* unit, double factor, double aim, std::size_t rounds,
             const measure& small, const measure& large) {
  std::vector<double> of_small, of_large;
  for (std::size_t round = 0; round < rounds; ++round) {
    of_small.push_back(small());
    of_large.push_back(large());
  }
  std::printf("%-12s %8.2f %s in the small store, %8.2f in the large, ratio %.2f", what,
              mean(of_small) * factor, unit, mean(of_large) * factor,
              mean(of_large) / mean(of_small));
  std::printf(aim > 0 ? " (aim <= %.2f)\n" : "\n", aim);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace tenure;
  const auto given = support::bench_arguments_or_exit(
      {"bench_growth", "A leaver among many accounts, against among few.",
       {{"FEW", "accounts of the small store", 10'000},
        {"MANY", "accounts of the large one", 1'000'000},
        {"ROUNDS", "how many rounds", 9},
        {"LEAVERS", "how many leave in a round", 1000}},
       {"cases", "nocases"}},
      argc, argv);
  const auto few = given.numbers[0], many = given.numbers[1];
  const auto rounds = given.numbers[2], leavers = given.numbers[3];
  // A case open for every tenth account is more than the aim asks.
  const std::size_t accounts_a_case = given.word == "nocases" ? 0 : 10;
  {
    bench::grown_council small(few, few, accounts_a_case), large(few, many, accounts_a_case);
    std::printf("%zu accounts: %.0f MB; %zu accounts: %.0f MB\n", few, small.bytes() / 1e6, many,
                large.bytes() / 1e6);
    compare("opening", "ms", 1e3, 1.5, rounds, [&] { return small.open_seconds(); },
            [&] { return large.open_seconds(); });
    compare("leaver", "us", 1e6, 1.2, rounds, [&] { return small.seconds_per_leaver(leavers); },
            [&] { return large.seconds_per_leaver(leavers); });
    std::printf("peak memory %ld MB (aim < 300)\n", peak_megabytes());
  }
  support::temp_folder folder("growth");
  bench::grown_store small((folder / "small.db").string(), few);
  bench::grown_store large((folder / "large.db").string(), many);
  compare("store alone", "us", 1e6, 0, rounds, [&] { return small.seconds_per_leaver(2000); },
          [&] { return large.seconds_per_leaver(2000); });
}
