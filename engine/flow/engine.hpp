#pragma once
// Turns the line: one thread owns the store; performers work on threads of their own. Events,
// results and requests meet here, and whatever is waiting shares one commit.

#include "engine/effects/performer.hpp"
#include "engine/flow/advance.hpp"
#include "engine/ports/clock.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tenure::flow {

// A performer with the verb it serves and how much of it runs at once.
struct lane {
  std::string verb;
  effects::performer* performer = nullptr;
  std::size_t batch = 1;  // effects handed over at a time
  std::size_t threads = 1;
};

struct engine_health {
  std::vector<std::string> problems;  // in words; empty: everything is well
  std::size_t effects_running = 0;
};

class engine {
 public:
  // `epoch`: this run's fencing epoch, higher than any before on this store.
  engine(store& in, clock& now, const organisation& of, std::int64_t epoch,
         std::vector<lane> lanes);
  ~engine();
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  // Runs on threads until stop(). Effects under way are waited for.
  void start();
  void stop();

  // Runs `request` in a transaction of its own on the engine's thread and waits for it. It is
  // committed if `request` returns true. Exceptions come through. Before start(), or after stop(),
  // it runs on the caller's thread.
  void run(const std::function<bool(line&)>& request);

  // The same with the store itself and no transaction open: publishing the trail, checks.
  void with_store(const std::function<void(store&)>& request);

  // Without threads: turns until nothing is left to do now, performing effects on the caller's
  // thread. For simulation, tests and one-shot commands. Returns how many events were handled.
  std::size_t settle();

  // The earliest moment at which something falls due; nullopt: nothing ever.
  std::optional<instant> next_due();
  // The demonstration clock was moved: look again.
  void wake();
  // Waits until nothing is left to do now: inbox empty, no effect claimable or running. Refused
  // (engine.unavailable) when the line cannot get on: two turns failed since it was asked. What
  // could not be done is still there and is tried again; the wait ends, the work does not.
  [[nodiscard]] result<void> wait_until_settled();
  engine_health health();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace tenure::flow
