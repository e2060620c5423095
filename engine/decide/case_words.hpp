#pragma once
// The names that only workflows of cases use; guards.cpp, actions.cpp, actors.cpp and delays.cpp
// look here for what they do not know. Private to decide.

#include "engine/decide/deliberation.hpp"

#include <span>

namespace tenure::decide {

struct named_guard {
  std::string_view name;
  bool (*answer)(deliberation&);
};
struct named_action {
  std::string_view name;
  void (*take)(deliberation&, const attributes&);
};
struct named_actor {
  std::string_view name;
  void (*start)(deliberation&, const statechart::invocation&);
};
struct named_delay {
  std::string_view name;
  instant (*due)(deliberation&);
};

std::span<const named_guard> case_guards();
std::span<const named_action> case_actions();
std::span<const named_actor> case_actors();
std::span<const named_delay> case_delays();

// The entry of this name in either table; nullptr when neither has it.
template <class Entry>
const Entry* find_word(std::span<const Entry> own, std::span<const Entry> of_cases,
                       std::string_view name) {
  for (auto table : {own, of_cases}) {
    for (const auto& entry : table) {
      if (entry.name == name) return &entry;
    }
  }
  return nullptr;
}

template <class Entry>
std::vector<std::string_view> words_of(std::span<const Entry> own,
                                       std::span<const Entry> of_cases) {
  std::vector<std::string_view> out;
  for (auto table : {own, of_cases}) {
    for (const auto& entry : table) out.push_back(entry.name);
  }
  return out;
}

}  // namespace tenure::decide
