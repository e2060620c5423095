#pragma once
// Collects what can happen next in one world. Private to check.

#include "engine/check/moves.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tenure::check {

struct maker {
  const world& from;
  const setting& in;
  std::uint64_t& count;
  std::vector<move> out;

  event make(std::string name, attributes data, const hr_id& by = {"checker"}) {
    return {.id = {{0xc4ec, ++count}}, .name = std::move(name),
            .at = from.now + std::chrono::seconds(1), .account = from.of.id,
            .by = {by.value, "checker", "checker"}, .data = std::move(data)};
  }
  void add(std::string label, std::string name, attributes data = {}, bool unaided = false) {
    out.push_back({.label = std::move(label), .what = make(std::move(name), std::move(data)),
                   .unaided = unaided});
  }
};

// The local day, so many days from now; of who has not started yet, from the first day.
std::string day(const maker& m, int off);
// Each effect that is under way succeeds, or fails.
void results(maker& m);
// `how`: after the task's name, in the story.
void add_done(maker& m, const task& of, const std::string& how, attributes data);
// Time passes until the next thing that is due; of two at one moment either may come first.
void passing_time(maker& m);

}  // namespace tenure::check
