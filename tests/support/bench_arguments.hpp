#pragma once
// What a benchmark is started with: numbers by position, then perhaps one word. `--help` says what
// they are; anything else is refused before a server is started.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::support {

struct bench_number {
  std::string_view name;   // "LEAVERS"
  std::string_view means;  // "how many leave in a round"
  std::size_t otherwise;   // when it is not given
  std::size_t least = 1;
};

struct bench_usage {
  std::string_view program;  // "bench_leavers"
  std::string_view about;    // one sentence: what against what
  std::vector<bench_number> numbers;
  std::vector<std::string_view> words = {};  // the last argument may be one of these
};

struct bench_arguments {
  std::vector<std::size_t> numbers;  // as many as the usage names
  std::string word;                  // empty: not given
  int exit = -1;                     // 0: help was asked for; 2: refused; else go on
  std::string text;                  // what to say then
};

bench_arguments read_bench_arguments(const bench_usage& usage,
                                     const std::vector<std::string_view>& given);

// The same for a main(): says it and ends the process, unless the benchmark is to run.
bench_arguments bench_arguments_or_exit(const bench_usage& usage, int argc, char** argv);

}  // namespace tenure::support
