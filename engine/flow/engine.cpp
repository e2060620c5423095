#include "engine/flow/engine.hpp"

#include "engine/flow/parts.hpp"

#include <algorithm>
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

void engine::parts::perform(lane_state& lane, std::vector<effects::work> items,
                            bool inline_results) {
  std::vector<bool> reported(items.size());
  auto take = [&](std::size_t i, const outcome& how) {
    std::lock_guard lock(guard);
    reported[i] = true;
    results.push_back({items[i], how});
    if (!inline_results) work_for_line.notify_one();
  };
  outcome lost{.kind = outcome_class::unknown_outcome, .detail = "the connector gave no answer"};
  try {
    lane.lane.performer->perform(items, take);
  } catch (const std::exception& e) {
    lost.detail = e.what();
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!reported[i]) take(i, lost);
  }
  std::lock_guard lock(guard);
  --lane.busy;
  work_for_line.notify_one();
}

void engine::parts::lane_loop(lane_state& lane) {
  for (;;) {
    std::vector<effects::work> items;
    {
      std::unique_lock lock(guard);
      work_for_lanes.wait(lock, [&] { return stopping || !lane.waiting.empty(); });
      if (stopping) return;
      items = std::move(lane.waiting.front());
      lane.waiting.pop_front();
    }
    perform(lane, std::move(items), false);
  }
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

engine::engine(store& in, clock& now, const organisation& of, std::int64_t epoch,
               std::vector<lane> lanes)
    : parts_(new parts{.in = in, .now = now, .of = of, .epoch = epoch}) {
  for (auto& lane : lanes) parts_->lanes.push_back({.lane = std::move(lane)});
}

engine::~engine() { stop(); }

void engine::start() {
  auto& p = *parts_;
  {
    std::lock_guard lock(p.guard);
    p.started = true;
    p.stopping = false;
    p.line_thread = std::thread([&p] { p.turn_until_stopped(); });
  }
  for (auto& lane : p.lanes) {
    for (std::size_t n = 0; n < lane.lane.threads; ++n) {
      p.lane_threads.emplace_back([&p, &lane] { p.lane_loop(lane); });
    }
  }
}

void engine::stop() {
  auto& p = *parts_;
  if (!p.line_thread.joinable()) return;
  {
    std::lock_guard lock(p.guard);
    p.stopping = true;
    // Claimed but not begun: given back by the next start.
    for (auto& lane : p.lanes) {
      lane.busy -= lane.waiting.size();
      lane.waiting.clear();
    }
  }
  p.work_for_lanes.notify_all();
  p.work_for_line.notify_all();
  for (auto& thread : p.lane_threads) thread.join();
  p.lane_threads.clear();
  p.line_thread.join();
  p.doubtful = true;
  p.settled.notify_all();
}

void engine::with_store(const std::function<void(store&)>& wanted) {
  auto& p = *parts_;
  request asked{.run = [&] { wanted(p.in); }, .done = {}};
  auto done = asked.done.get_future();
  bool here = true;
  {
    std::lock_guard lock(p.guard);
    here = !p.started || p.line_thread.get_id() == std::this_thread::get_id();
    if (!here) p.requests.push_back(&asked);
  }
  if (here) {
    p.serve(asked);
  } else {
    p.work_for_line.notify_one();
  }
  done.get();
}

void engine::run(const std::function<bool(line&)>& wanted) {
  with_store([&](store& in) {
    instant at = parts_->now.now();
    auto tx = in.begin(at);
    line on(*tx, parts_->of, at);
    if (wanted(on)) tx->commit();
  });
}

std::size_t engine::settle() {
  auto& p = *parts_;
  std::size_t turns = 0;
  while (p.turn()) {
    ++turns;
    for (auto& lane : p.lanes) {
      while (!lane.waiting.empty()) {
        auto items = std::move(lane.waiting.front());
        lane.waiting.pop_front();
        p.perform(lane, std::move(items), true);
      }
    }
  }
  return turns;
}

std::optional<instant> engine::next_due() {
  std::optional<instant> due;
  run([&](line& on) {
    auto deadline = on.in.deadlines().next(), retry = on.in.outbox().next();
    due = !deadline ? retry : !retry ? deadline : std::min(deadline, retry);
    return false;
  });
  return due;
}

void engine::wake() {
  std::lock_guard lock(parts_->guard);
  parts_->woken = true;
  parts_->work_for_line.notify_one();
}

result<void> engine::wait_until_settled() {
  auto& p = *parts_;
  std::unique_lock lock(p.guard);
  p.idle = false;
  p.woken = true;
  p.work_for_line.notify_one();
  // A single failure may be a commit whose answer was lost: the next turn gets on.
  auto stuck = [&, before = p.failures] { return !p.trouble.empty() && p.failures >= before + 2; };
  p.settled.wait(lock, [&] { return p.idle || p.stopping || stuck(); });
  if (p.idle || !stuck()) return {};
  return refusal{.code = "engine.unavailable",
                 .message = "the engine cannot get on with what is due: " + p.trouble,
                 .way_out = "It keeps trying; `tenure doctor` says what is wrong"};
}

engine_health engine::health() {
  std::lock_guard lock(parts_->guard);
  engine_health out{.problems = {}, .effects_running = parts_->running()};
  if (!parts_->trouble.empty()) out.problems.push_back("the store: " + parts_->trouble);
  for (const auto& [verb, why] : parts_->outages) {
    out.problems.push_back(verb + " does not get through: " + why);
  }
  return out;
}

}  // namespace tenure::flow
