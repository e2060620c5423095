#pragma once
// What the checker remembers by itself of what happens (world.hpp, `witness`). Private to check.

#include "engine/check/world.hpp"

namespace tenure::check {

// By which notice somebody hears that their mailbox is opened.
inline constexpr std::string_view access_told = "accessTold";

// What somebody says is so whether or not the workflow answers to it. True: that changed something.
bool note_saying(world& of, const event& what);
// What HR, a case and time say.
void note_hr(witness& seen, const event& what);
// Another case begins in the place of one that is over.
void forget_case(witness& seen);
void note_vote(witness& seen, const event& what);
// What came of an effect or a task. `before`: what was waited for when it came.
void note_result(world& of, const awaited& before, const event& what);
// What stayed as it was while time passed over the day on which it should have ended.
void note_passing(world& of, instant until, const setting& in);

}  // namespace tenure::check
