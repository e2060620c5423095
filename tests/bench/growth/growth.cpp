// bench_growth [SMALL] [LARGE] [ROUNDS]
// What a leaver costs in a large store against a small one, how long opening takes, how much memory
// the process ever held. Alternating rounds, medians.
#include "tests/bench/growth/grown_store.hpp"
#include "tests/support/temp_folder.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <sys/resource.h>

namespace {

double median(std::vector<double> of) {
  std::ranges::sort(of);
  return of[of.size() / 2];
}

long peak_megabytes() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss / 1024;  // Linux counts kilobytes
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t few = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
  std::uint64_t many = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  int rounds = argc > 3 ? std::atoi(argv[3]) : 9;
  tenure::support::temp_folder folder("growth");
  tenure::bench::grown_store small((folder / "small.db").string(), few);
  tenure::bench::grown_store large((folder / "large.db").string(), many);
  std::vector<double> small_open, large_open, small_leaver, large_leaver;
  for (int round = 0; round < rounds; ++round) {
    small_open.push_back(small.open_seconds());
    large_open.push_back(large.open_seconds());
    small_leaver.push_back(small.seconds_per_leaver(2000));
    large_leaver.push_back(large.seconds_per_leaver(2000));
  }
  std::printf("leaver: %.1f us in %llu accounts, %.1f us in %llu, ratio %.2f (aim <= 1.20)\n",
              median(small_leaver) * 1e6, static_cast<unsigned long long>(few),
              median(large_leaver) * 1e6, static_cast<unsigned long long>(many),
              median(large_leaver) / median(small_leaver));
  std::printf("open: %.2f ms and %.2f ms, ratio %.2f (aim <= 1.50)\n", median(small_open) * 1e3,
              median(large_open) * 1e3, median(large_open) / median(small_open));
  std::printf("peak memory %ld MB (aim < 300)\n", peak_megabytes());
}
