// bench_decisions [DECISIONS_PER_ROUND] [ROUNDS]
// Durable decisions a second through the store's port against raw prepared statements of the same
// rows: the same file system and run, alternating rounds, medians. Aim: ratio >= 0.5.
#include "tests/bench/decisions/writer.hpp"
#include "tests/support/temp_folder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

double decisions_per_second(tenure::bench::writer& to, std::uint64_t from, std::uint64_t count) {
  constexpr std::uint64_t batch = 100;
  to.prepare(from, count);
  auto start = std::chrono::steady_clock::now();
  to.decide(from, count, batch);
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return static_cast<double>(count) / took.count();
}

double median(std::vector<double> of) {
  std::ranges::sort(of);
  return of[of.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
  int rounds = argc > 2 ? std::atoi(argv[2]) : 9;
  tenure::support::temp_folder folder("decisions");
  auto ours = tenure::bench::make_store_writer((folder / "ours.db").string());
  auto raw = tenure::bench::make_raw_writer((folder / "raw.db").string());
  std::vector<double> our_rates, raw_rates;
  for (int round = 0; round < rounds; ++round) {
    auto from = static_cast<std::uint64_t>(round) * count;
    our_rates.push_back(decisions_per_second(*ours, from, count));
    raw_rates.push_back(decisions_per_second(*raw, from, count));
  }
  std::printf("store %.0f decisions/s, raw SQLite %.0f decisions/s, ratio %.2f (aim >= 0.50)\n",
              median(our_rates), median(raw_rates), median(our_rates) / median(raw_rates));
}
