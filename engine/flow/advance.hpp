#pragma once
// The whole line on one page: event -> decision -> journal, state, deadlines, tasks, outbox;
// results and due deadlines come back in as events. Everything here happens inside the caller's
// transaction.

#include "engine/decide/decide.hpp"
#include "engine/effects/record.hpp"
#include "engine/flow/staff.hpp"
#include "engine/ports/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tenure::flow {

// What one organisation runs on. Outlives every line.
struct organisation {
  decide::rules rules;
  effects::retry_rules retry;
  role_holders roles;
};

// A transaction with what its decisions share: the units, the counts of the brake.
class line {
 public:
  line(transaction& in, const organisation& of, instant now);

  // One event from what is known to what is recorded. The decision is returned for preview and
  // explanation. A refusal (a new account that cannot be named) is recorded in the trail too.
  // "case.asked", and every event that names a case, goes to the case.
  result<decision> advance(const event& what);

  // Puts due deadlines into the inbox, at most `limit`; returns how many.
  std::size_t wake(std::size_t limit);
  // Advances what the inbox holds, at most `limit`; returns how many.
  std::size_t drain(std::size_t limit);

  decide::snapshot know(const event& what);
  decide::snapshot know_case(const event& what);
  deletion_counts deletions_so_far() { return deletions(); }
  // The head of a unit has changed: what hung on the post follows it, in this transaction.
  void post_changed(const unit& before, const unit& after, const event& cause);
  // The account's unit and those above it, innermost first. A circle in HR's tree ends it.
  std::vector<std::string> units_of(const account& which);

  transaction& in;
  const organisation& of;
  const instant now;

 private:
  result<decision> advance_account(const event& what);
  result<decision> advance_case(const event& what);
  void know_attestations(const event& what, decide::snapshot& known);
  void record(const decision& made);
  void record_case(const event& what, const std::optional<case_file>& before, const decision& made);
  void tell_cases(const decision& made, const event& cause, const hr_id& holder);
  void refuse(const event& what, const account& known, const refusal& why);
  void note_refused_case(const event& what, const decide::snapshot& known, const refusal& why);
  void close_tasks(const decision& made);
  // Somebody has left, or holds a post no more: tasks, questions and answers of theirs.
  void hand_on_from(const hr_id& who, const event& cause);
  // The account has passed to another worker: who had it is gone, and the new one is known.
  void replace(const person& before, const event& cause);
  void hand_on_tasks(const hr_id& who, const event& cause);
  void tell_about_approver(const hr_id& who, const event& cause);
  void tell_about_post(const case_file& open, const unit& before, const unit& after,
                       const event& cause);
  void count_account();
  const std::map<std::string, unit>& units();
  const hr_id& head_of(const std::string& unit);
  // Who may decide, review and receive; only where the pack asks for any of it.
  void know_colleagues(const event& what, decide::snapshot& known);
  decide::colleague colleague_of(const hr_id& person);
  decide::colleague colleague_named(std::string_view name);
  deletion_counts& deletions();

  std::optional<std::map<std::string, unit>> units_;
  std::vector<std::string> units_above(std::string unit);

  std::optional<deletion_counts> deletions_;
};

}  // namespace tenure::flow
