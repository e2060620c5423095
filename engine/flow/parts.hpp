#pragma once
// Private to engine/flow: what the engine's threads share, and what only its line thread knows.

#include "engine/flow/engine.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace tenure::flow {

struct finished {
  effects::work item;
  outcome how;
};

struct request {
  std::function<void()> run;
  std::promise<void> done;
};

struct lane_state {
  flow::lane lane;
  std::deque<std::vector<effects::work>> waiting;  // durably claimed, not yet taken by a thread
  std::size_t busy = 0;                            // batches handed out
  bool more = false;  // the last claim did not come to the end of what may be claimed
  // The line's own, no thread of the lane looks at them: accounts whose effect is handed out, and
  // claimed effects that wait for such an account. Two reconciles of one mailbox never overtake
  // each other.
  std::set<account_id> accounts;
  std::vector<effect> put_off;
};

// What a turn claimed for one lane. Nothing of it is real before the commit.
struct claimed_batch {
  lane_state* lane;
  std::vector<effects::work> items;
  std::vector<effect> put_off;
};

struct engine::parts {
  store& in;
  clock& now;
  const organisation& of;
  std::int64_t epoch;
  std::vector<lane_state> lanes;

  std::mutex guard;
  std::condition_variable work_for_line, work_for_lanes, settled;
  std::vector<finished> results;
  std::deque<request*> requests;
  bool started = false, stopping = false, woken = false, idle = false;
  std::string trouble;         // of the last turn; empty: it went through
  std::uint64_t failures = 0;  // turns that failed, ever
  std::map<std::string, std::string> outages;  // verb -> its last trouble
  std::set<effect_id> held;  // the line's own: claimed here and not yet recorded
  bool doubtful = false;     // a commit's answer was lost: claims may be held that nobody works on
  std::thread line_thread;
  std::vector<std::thread> lane_threads;

  void turn_until_stopped();
  bool turn();
  void serve(request& what);
  void gather(std::unique_lock<std::mutex>& lock);
  std::vector<finished> take_results();
  std::vector<claimed_batch> claim(line& on);
  claimed_batch claim_batch(line& on, lane_state& lane, std::vector<effect> waiting,
                            const std::set<account_id>& busy);
  std::size_t free_slots(const lane_state& lane);
  void hand_over(std::vector<claimed_batch> claimed);
  bool give_back_lost_claims(transaction& tx);
  void forget(const std::vector<finished>& recorded);
  void note_outages(const std::vector<finished>& recorded);
  effects::work work_of(transaction& tx, effect claimed);
  void perform(lane_state& lane, std::vector<effects::work> items, bool inline_results);
  void lane_loop(lane_state& lane);
  std::size_t running() const;
  bool could_hand_out() const;
};

}  // namespace tenure::flow
