#pragma once
// What can happen next in a world: HR and people act, holds come and go, an effect succeeds or
// fails, a task is done, time passes until something falls due.

#include "engine/check/world.hpp"

#include <string>
#include <vector>

namespace tenure::check {

struct move {
  std::string label;  // for the story: "the helpdesk has done finishClosing"
  event what;
  bool to_case = false;
  // Happens without anybody's good will: time, what the engine does, the helpdesk, an office that
  // lifts what it placed. A workflow that only these can end is one that ends.
  bool unaided = false;
};

// The names of a mailbox that was there before.
inline constexpr std::string_view found_login = "found.smith";
inline constexpr std::string_view found_address = "found.smith@inside.example";

// In the data of `approver.left` and `checker.lapse`, for the checker alone: who it is.
inline constexpr std::string_view leaves = "checker.leaves";

// `count`: of the moves made so far, so that each event has an id of its own.
std::vector<move> moves_of_account(const world& from, const setting& in, std::uint64_t& count);
std::vector<move> moves_of_case(const world& from, const setting& in, std::uint64_t& count);

// What may come at any time and leads nowhere that is played further: another name, another size.
std::vector<move> probes_of_account(const world& from, const setting& in, std::uint64_t& count);
// And what is no reason for a case to end: what others have on record, others who leave.
std::vector<move> probes_of_case(const world& from, const setting& in, std::uint64_t& count);

// The ways in: a joiner; somebody in use who leaves; requests by everybody, of every kind that the
// pack gives.
move joiner(const setting& in, std::uint64_t& count);
move later_joiner(const setting& in, std::uint64_t& count);  // who starts in 30 days
move leaver(const world& from, const setting& in, std::uint64_t& count);
std::vector<move> requests(const world& from, const setting& in, const std::string& workflow,
                           std::uint64_t& count);

// How somebody stands to a request by `requester`: two of whom this says the same are alike.
std::string place_of(const hr_id& who, const setting& in, const policy::case_rule& rule,
                     const hr_id& requester);

// Of the council one each (or as many as a stage wants) of those who stand alike to the request:
// may ask, may agree to each stage, asked, gains, is the subject.
std::vector<hr_id> unlike(const setting& in, const policy::case_rule& rule,
                          const hr_id& requester);

// The results of one effect, as the engine reports them.
move result_of(const effect& of, bool done, const world& in, std::uint64_t& count);

}  // namespace tenure::check
