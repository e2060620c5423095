#include "engine/flow/engine.hpp"

#include "engine/flow/parts.hpp"

#include <algorithm>
#include <utility>

namespace tenure::flow {

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
