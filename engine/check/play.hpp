#pragma once
// One move, carried out by the engine's own deciding code, and what the checker saw of it.

#include "engine/check/moves.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenure::check {

struct played {
  world after;
  bool taken = false;         // the workflow answered to it
  bool ignored = false;       // the engine let it pass, and the workflow did not answer to it
  bool moved = false;         // `after` differs: taken, or a fact such as a hold changed
  std::string broken;         // the engine could not go on at all, in words
  std::vector<effect> begun;  // effects decided on the way
  std::vector<grant> opened;  // grants opened on the way
  std::vector<task> asked_for;  // tasks given to somebody on the way
  std::string heard;            // the event that the workflow answered to
  bool said_yes = false, said_no = false;  // by whom a case had asked
  std::vector<std::string> heard_too;    // of what accounts and cases told each other
  std::vector<std::string> not_heard;    // of that, what a case did not answer to
  std::string failed;           // the verb of the effect that has just failed
  std::string finished;         // the kind of the task that has just been done
  std::string succeeded;        // the verb of the effect that has just been done
  std::vector<const statechart::named*> acts;  // what the workflows did, in order
  std::vector<std::string> told;  // what accounts and cases told each other on the way
  bool was_open = false;        // a right was, before the step
  bool was_suspended = false;   // before the step
  std::string decision;         // what the step says becomes of the mailbox: "delete", "redirect"
  bool was_left = false;        // the account counted as left, before the step
  bool was_shut = false;        // and its closing had been read back
  bool asked = false;         // a case was opened
  bool ended = false;         // it came to its end
  // What the mailbox shall be afterwards: worked out once, though several invariants ask.
  mutable std::optional<mailbox_condition> shall_be{};
};

played play(const world& from, const move& by, const setting& in, std::uint64_t& count);

}  // namespace tenure::check
