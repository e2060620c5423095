#pragma once
// What must hold whatever happens: workflows/invariants.yaml, in words and in a form that can be
// checked. The form is described in engine/check/README.md.

#include "engine/check/play.hpp"
#include "engine/model/refusal.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::check {

inline constexpr std::size_t no_number = static_cast<std::size_t>(-1);
inline constexpr std::size_t of_the_step = static_cast<std::size_t>(-2);

// A fact with its name, or its opposite.
struct claim {
  std::string fact;  // "held"; of a deed (`did task undertake`): "task undertake"
  bool is = true;    // "not held": false
  std::size_t number = 0;  // of the fact, in facts(); a deed has no_number or of_the_step
};

struct moment;  // moments.hpp

struct invariant {
  std::string id;                  // "no-deletion-under-hold"
  std::string says;                // the sentence for people
  std::vector<std::string> rules;  // "WYO-III.H"
  std::string at;                  // the moment: "effect deleteMailbox", "grant", "access", ...
  const moment* when = nullptr;    // what of `at` comes first: "effect"
  std::string of;                  // and the rest: "deleteMailbox"
  std::vector<std::string> in, except;  // workflows; empty: all
  std::vector<claim> given, must;
  int line = 0;
};

// Refused (invariants.malformed, yaml.*), all faults at once: an unknown moment or fact, nothing
// claimed, an id twice.
result<std::vector<invariant>> load_invariants(const std::filesystem::path& file);

// One moment of one step: what facts are asked about.
struct sight {
  const played& step;
  const setting& in;
  const std::string& workflow;        // "account" or the case's
  const grant* opened = nullptr;      // of the moment "grant"
  const event* came = nullptr;        // what the step began with
};

// Those of `all` that are about this workflow.
std::vector<invariant> concerning(const std::vector<invariant>& all, const std::string& workflow);

// The deeds that these invariants ask for.
std::set<std::string> deeds_asked_for(const std::vector<invariant>& all);

// Whether a fact holds, by its number, or a deed was done.
bool holds(const claim& what, const sight& at);
std::vector<std::string_view> facts();

// What the mailbox shall be after the step.
const mailbox_condition& condition(const sight& at);

// The first of `all` that the step breaks; nullptr: it breaks none. `of_worlds`: those that look
// at where it led ("always", "access"), else those that look at what happened on the way.
const invariant* broken(const std::vector<invariant>& all, bool of_worlds, const sight& at);

// The invariant by which `event` has to be answered in this world; nullptr: it may be ignored.
const invariant* unheard(const std::vector<invariant>& all, const std::string& event,
                         const sight& at);

// The invariant about a moment of a whole exploration ("dead end"); nullptr: none here.
const invariant* of_moment(const std::vector<invariant>& all, std::string_view moment);

}  // namespace tenure::check
