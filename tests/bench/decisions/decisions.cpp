// bench_decisions [DECISIONS_PER_ROUND] [ROUNDS]
// Durable decisions a second through the store's port against raw prepared statements of the same
// rows: the same file system and run, alternating rounds, medians. Aim: ratio >= 0.5.
#include "tests/bench/decisions/writer.hpp"
#include "tests/support/bench_arguments.hpp"
#include "tests/support/temp_folder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace {

// What one decision took: on the clock (the disk's waits and the machine's other load with it), and
// of the processor.
struct cost {
  double clock_us;
  double cpu_us;
};

cost cost_of_decision(tenure::bench::writer& to, std::uint64_t from, std::uint64_t count) {
  constexpr std::uint64_t batch = 100;
  to.prepare(from, count);
  auto start = std::chrono::steady_clock::now();
  auto cpu_start = std::clock();
  to.decide(from, count, batch);
  auto cpu = std::clock() - cpu_start;
  std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
  auto each = static_cast<double>(count);
  return {took.count() / each, static_cast<double>(cpu) * 1e6 / CLOCKS_PER_SEC / each};
}

double median(std::vector<cost> of, double cost::*which) {
  std::ranges::sort(of, {}, which);
  return of[of.size() / 2].*which;
}

}  // namespace

int main(int argc, char** argv) {
  const auto given = tenure::support::bench_arguments_or_exit(
      {"bench_decisions", "Durable decisions through the store's port, against raw SQLite.",
       {{"DECISIONS", "how many a round", 10'000}, {"ROUNDS", "how many rounds", 9}}},
      argc, argv);
  const std::uint64_t count = given.numbers[0];
  const int rounds = static_cast<int>(given.numbers[1]);
  tenure::support::temp_folder folder("decisions");
  auto ours = tenure::bench::make_store_writer((folder / "ours.db").string());
  auto raw = tenure::bench::make_raw_writer((folder / "raw.db").string());
  std::vector<cost> our_costs, raw_costs;
  for (int round = 0; round < rounds; ++round) {
    auto from = static_cast<std::uint64_t>(round) * count;
    our_costs.push_back(cost_of_decision(*ours, from, count));
    raw_costs.push_back(cost_of_decision(*raw, from, count));
  }
  double store_us = median(our_costs, &cost::clock_us), raw_us = median(raw_costs, &cost::clock_us);
  double store_cpu = median(our_costs, &cost::cpu_us), raw_cpu = median(raw_costs, &cost::cpu_us);
  std::printf("store %.0f decisions/s, raw SQLite %.0f decisions/s, ratio %.2f (aim >= 0.50)\n",
              1e6 / store_us, 1e6 / raw_us, raw_us / store_us);
  std::printf("processor: store %.1f us, raw SQLite %.1f us a decision, ratio %.2f\n", store_cpu,
              raw_cpu, raw_cpu / store_cpu);
}
