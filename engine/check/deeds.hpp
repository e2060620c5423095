#pragma once
// What has been done in a story, by name: tasks, notices, what accounts and cases told each other,
// what a system was asked for. An invariant asks `did task confirmNothingKept`; only what some
// invariant asks for is remembered, so that nothing else tells two worlds apart.

#include "engine/check/world.hpp"

#include <set>
#include <string>
#include <string_view>

namespace tenure::check {

// Begins the name of such a fact in workflows/invariants.yaml.
inline constexpr std::string_view did = "did ";
// Begins it where only the step that is looked at counts (step_facts.hpp).
inline constexpr std::string_view now = "now ";
// "task KIND", "notice TEMPLATE", "tell EVENT"; false: nothing of the kind is ever remembered.
bool is_deed(std::string_view name);
// Also "does ACTION": a workflow did it.
bool is_deed_of_a_step(std::string_view name);

// Also how the case came out, and whether its last change of rights failed on the mail system.
// `before`: what was waited for when `what` came.
void note_deeds(witness& seen, const std::set<std::string>& asked_for, const awaited& before,
                const event& what, const decision& made);

// That change failed, and nobody is at it again: neither an effect nor a task of the case is under
// way.
bool left_undone(const world& of);

}  // namespace tenure::check
