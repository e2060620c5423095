#include "tests/support/bench_arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace tenure::support {
namespace {

std::string help(const bench_usage& of) {
  std::string out = "Usage: " + std::string(of.program), lines;
  for (const auto& each : of.numbers) {
    out += " [" + std::string(each.name) + "]";
    lines += "  " + std::string(each.name) + "  " + std::string(each.means) + " (" +
             std::to_string(each.otherwise) + ")\n";
  }
  for (std::size_t i = 0; i < of.words.size(); ++i) {
    out += (i == 0 ? " [" : " | ") + std::string(of.words[i]);
  }
  return out + (of.words.empty() ? "\n" : "]\n") + std::string(of.about) + "\n\n" + lines +
         "What comes of it, and the aims: tests/bench/README.md\n";
}

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t value = 0;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

bench_arguments refused(const bench_usage& usage, const std::string& why) {
  return {.numbers = {}, .word = {}, .exit = 2,
          .text = std::string(usage.program) + ": " + why + "; --help says what it takes\n"};
}

}  // namespace

bench_arguments read_bench_arguments(const bench_usage& usage,
                                     const std::vector<std::string_view>& given) {
  for (auto each : given) {
    if (each == "--help" || each == "-h") {
      return {.numbers = {}, .word = {}, .exit = 0, .text = help(usage)};
    }
  }
  bench_arguments out;
  for (const auto& each : usage.numbers) out.numbers.push_back(each.otherwise);
  for (std::size_t at = 0; at < given.size(); ++at) {
    bool last = at + 1 == given.size();
    if (last && std::ranges::find(usage.words, given[at]) != usage.words.end()) {
      out.word = given[at];
      return out;
    }
    auto shown = "'" + std::string(given[at]) + "'";
    if (at >= usage.numbers.size()) return refused(usage, shown + " is one too many");
    const auto& wanted = usage.numbers[at];
    auto value = number_in(given[at]);
    if (!value) return refused(usage, shown + " is no number: " + std::string(wanted.name));
    if (*value < wanted.least) {
      return refused(usage, std::string(wanted.name) + " is at least " +
                                std::to_string(wanted.least));
    }
    out.numbers[at] = *value;
  }
  return out;
}

bench_arguments bench_arguments_or_exit(const bench_usage& usage, int argc, char** argv) {
  auto out = read_bench_arguments(usage, {argv + 1, argv + argc});
  if (out.exit < 0) return out;
  std::fputs(out.text.c_str(), out.exit == 0 ? stdout : stderr);
  std::exit(out.exit);
}

}  // namespace tenure::support
