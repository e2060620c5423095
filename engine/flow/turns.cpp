// The thread that owns the store: turn by turn, results and what is due become decisions, and
// claims become work for the lanes.

#include "engine/flow/parts.hpp"

#include <iterator>
#include <utility>

namespace tenure::flow {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t events_per_turn = 500;

// What `gather` waits for at most. A directory that waits for its disk answers every few
// milliseconds: a commit for each answer would keep the same disk busy with nothing else. One that
// answers faster has given as many during the last turn: then nothing is waited for.
constexpr std::size_t results_worth_a_turn = 128;
constexpr auto gathering = 100ms;

}  // namespace

std::vector<finished> engine::parts::take_results() {
  std::lock_guard lock(guard);
  return std::exchange(results, {});
}

// One group commit: results, due deadlines, the inbox, new claims. True if anything happened.
// Failed and not persisted: the results stay here and are recorded again. Failed but persisted:
// recording them twice is harmless (effects/record.hpp).
bool engine::parts::turn() {
  auto taken = take_results();
  std::vector<claimed_batch> claimed;
  bool given_back = false;
  try {
    instant at = now.now();
    auto tx = in.begin(at);
    line on(*tx, of, at);
    for (const auto& r : taken) effects::record(*tx, r.item, epoch, r.how, at, of.retry);
    given_back = give_back_lost_claims(*tx);
    std::size_t handled = on.wake(events_per_turn);
    handled += on.drain(events_per_turn);
    claimed = claim(on);
    if (taken.empty() && handled == 0 && claimed.empty() && !given_back) {
      std::lock_guard lock(guard);
      trouble.clear();
      return false;
    }
    tx->commit();
  } catch (...) {
    std::lock_guard lock(guard);
    results.insert(results.begin(), std::make_move_iterator(taken.begin()),
                   std::make_move_iterator(taken.end()));
    // What this turn claimed is dropped here: it may not have been persisted. If it was, it is
    // given back once nothing runs, at the latest by the end of its lease.
    doubtful = true;
    throw;
  }
  // From here on the results are recorded and the claims durable: only now may anything be done in
  // the world.
  if (given_back) doubtful = false;
  forget(taken);
  note_outages(taken);
  hand_over(std::move(claimed));
  return true;
}

void engine::parts::serve(request& what) {
  try {
    what.run();
    what.done.set_value();
  } catch (...) {
    what.done.set_exception(std::current_exception());
  }
}

// Lets the results of work that is still running come together, so that one commit records many.
// A result waits here as during any other commit: not recorded. After a crash its effect is claimed
// again and looks at what is there first (effects/once.hpp), so a look may be repeated, none lost.
// A request, a lane with nothing to do that could be given more, and stop() end it at once, and
// where nothing runs there is nothing to wait for.
void engine::parts::gather(std::unique_lock<std::mutex>& lock) {
  if (results.empty()) return;
  work_for_line.wait_for(lock, gathering, [&] {
    return results.size() >= results_worth_a_turn || running() == 0 || could_hand_out() ||
           !requests.empty() || woken || stopping;
  });
}

void engine::parts::turn_until_stopped() {
  for (;;) {
    request* asked = nullptr;
    {
      std::unique_lock lock(guard);
      gather(lock);
      if (stopping && running() == 0 && results.empty() && requests.empty()) {
        started = false;  // from now on a request runs on its caller's thread
        return;
      }
      if (!requests.empty()) {
        asked = requests.front();
        requests.pop_front();
      }
    }
    bool busy = asked != nullptr;
    auto pause = 200ms;
    if (asked != nullptr) serve(*asked);
    try {
      busy = turn() || busy;
    } catch (const std::exception& e) {
      std::lock_guard lock(guard);
      trouble = e.what();
      ++failures;
      settled.notify_all();
      pause = 1000ms;
      // The store is gone while stopping. Results that are not recorded now are found out by
      // reading back when their effects are claimed again.
      if (stopping && running() == 0) results.clear();
    }
    if (busy) continue;
    std::unique_lock lock(guard);
    idle = results.empty() && requests.empty() && running() == 0 && trouble.empty();
    if (idle) settled.notify_all();
    // In trouble the results of the last turn are still here: they wait for the next try too.
    work_for_line.wait_for(lock, pause, [&] {
      return (!results.empty() && trouble.empty()) || !requests.empty() || woken ||
             (stopping && running() == 0);
    });
    woken = false;
    idle = false;
  }
}

}  // namespace tenure::flow
