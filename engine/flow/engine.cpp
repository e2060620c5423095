#include "engine/flow/engine.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace tenure::flow {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t events_per_turn = 500;
// An effect is hidden from other claims for this long; the same process never claims it again
// while it runs, so it bounds only how long a vanished node's effects wait.
constexpr auto lease = 10min;

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

}  // namespace

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
  std::string trouble;
  std::map<std::string, std::string> outages;  // verb -> its last trouble
  std::set<effect_id> held;  // the line's own: claimed here and not yet recorded
  bool doubtful = false;     // a commit's answer was lost: claims may be held that nobody works on
  std::thread line_thread;
  std::vector<std::thread> lane_threads;

  void turn_until_stopped();
  bool turn();
  void serve(request& what);
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
};

std::size_t engine::parts::running() const {
  std::size_t count = 0;
  for (const auto& lane : lanes) count += lane.busy;
  return count;
}

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

// After a commit whose answer was lost, effects may be held in the store that no lane knows of. While
// nothing is handed out, every claim of this epoch is one of those.
bool engine::parts::give_back_lost_claims(transaction& tx) {
  if (!doubtful) return false;
  {
    std::lock_guard lock(guard);
    if (running() > 0 || !results.empty()) return false;
  }
  tx.outbox().release_claims(epoch + 1);
  held.clear();
  for (auto& lane : lanes) lane.accounts.clear(), lane.put_off.clear();
  return true;
}

void engine::parts::forget(const std::vector<finished>& recorded) {
  for (const auto& r : recorded) {
    held.erase(r.item.effect.id);
    for (auto& lane : lanes) {
      if (lane.lane.verb == r.item.effect.verb) lane.accounts.erase(r.item.account.id);
    }
  }
}

void engine::parts::note_outages(const std::vector<finished>& recorded) {
  std::lock_guard lock(guard);
  trouble.clear();
  for (const auto& r : recorded) {
    const auto& verb = r.item.effect.verb;
    if (effects::is_outage(r.item.effect, r.how, of.retry)) outages[verb] = r.how.detail;
    if (r.how.kind == outcome_class::done) outages.erase(verb);
  }
}

std::size_t engine::parts::free_slots(const lane_state& lane) {
  std::lock_guard lock(guard);
  return stopping ? 0 : lane.lane.threads + 1 - std::min(lane.busy, lane.lane.threads + 1);
}

std::vector<claimed_batch> engine::parts::claim(line& on) {
  std::vector<claimed_batch> out;
  for (auto& lane : lanes) {
    auto busy = lane.accounts;
    auto waiting = lane.put_off;
    for (std::size_t free = free_slots(lane); free > 0; --free) {
      auto before = waiting.size();
      auto batch = claim_batch(on, lane, std::move(waiting), busy);
      if (batch.items.empty() && batch.put_off.size() == before) break;
      for (const auto& item : batch.items) busy.insert(item.account.id);
      waiting = batch.put_off;
      out.push_back(std::move(batch));
    }
  }
  return out;
}

// One batch of the lane: what waited for an account that is free by now, and what is new. An effect
// claimed again because its lease ran out while it runs here has its lease renewed, nothing more.
claimed_batch engine::parts::claim_batch(line& on, lane_state& lane, std::vector<effect> waiting,
                                         const std::set<account_id>& busy) {
  auto fresh = on.in.outbox().claim(lane.lane.verb, on.now, on.now + lease, epoch, lane.lane.batch);
  for (auto& e : fresh) {
    if (!held.contains(e.id)) waiting.push_back(std::move(e));
  }
  claimed_batch out{.lane = &lane, .items = {}, .put_off = {}};
  for (auto& e : waiting) {
    bool later = busy.contains(e.account) || out.items.size() >= lane.lane.batch;
    if (later) {
      out.put_off.push_back(std::move(e));
    } else {
      out.items.push_back(work_of(on.in, std::move(e)));
    }
  }
  return out;
}

void engine::parts::hand_over(std::vector<claimed_batch> claimed) {
  if (claimed.empty()) return;
  {
    std::lock_guard lock(guard);
    // Stopped meanwhile: the lanes take nothing more; the next start gives the claims back.
    if (stopping) return;
    for (auto& batch : claimed) {
      auto& lane = *batch.lane;
      for (const auto& item : batch.items) {
        held.insert(item.effect.id);
        lane.accounts.insert(item.account.id);
      }
      for (const auto& e : batch.put_off) held.insert(e.id);
      lane.put_off = std::move(batch.put_off);
      if (batch.items.empty()) continue;
      lane.waiting.push_back(std::move(batch.items));
      ++lane.busy;
    }
  }
  work_for_lanes.notify_all();
}

// A reconcile aims at what the account's state asks for by now, not at what it asked for when the
// effect was written: one that comes back after an outage must not undo a closing.
effects::work engine::parts::work_of(transaction& tx, effect claimed) {
  auto account = tx.accounts().load(claimed.account);
  if (!account) throw std::logic_error("effect of no account: " + claimed.id.text());
  auto person = tx.people().load(account->person);
  if (claimed.verb == "reconcile") claimed.desired = decide::desired_condition(*account, of.rules);
  return {std::move(claimed), std::move(*account), std::move(person)};
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

void engine::parts::turn_until_stopped() {
  for (;;) {
    request* asked = nullptr;
    {
      std::lock_guard lock(guard);
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
      pause = 1000ms;
      // The store is gone while stopping. Results that are not recorded now are found out by
      // reading back when their effects are claimed again.
      if (stopping && running() == 0) results.clear();
    }
    if (busy) continue;
    std::unique_lock lock(guard);
    idle = results.empty() && requests.empty() && running() == 0 && trouble.empty();
    if (idle) settled.notify_all();
    work_for_line.wait_for(lock, pause, [&] {
      return !results.empty() || !requests.empty() || woken || stopping;
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

void engine::wait_until_settled() {
  auto& p = *parts_;
  std::unique_lock lock(p.guard);
  p.idle = false;
  p.woken = true;
  p.work_for_line.notify_one();
  p.settled.wait(lock, [&] { return p.idle || p.stopping; });
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
