#include "engine/flow/simulate.hpp"

namespace tenure::flow {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t batch = 500;
// Never an epoch of a real run; the claims are rolled back with everything else.
constexpr std::int64_t simulated_epoch = std::int64_t{1} << 60;

outcome success(const effect& what) {
  outcome how;
  if (what.verb == "createMailbox") how.facts["directoryId"] = what.account.text();
  if (what.verb == "archiveMailbox") {
    how.facts = {{"digest", "simulated"}, {"package", "simulated"}, {"messages", "0"},
                 {"bytes", "0"}};
  }
  return how;
}

class simulation {
 public:
  simulation(line& on, std::size_t events_max) : tx_(on.in), of_(on.of), events_max_(events_max) {}

  void run(instant from, instant until, const std::function<void(instant)>& each) {
    for (instant now = from; now <= until && out.size() < events_max_;) {
      settle(now);
      each(now);
      auto due = tx_.deadlines().next();
      if (!due) return;
      now = std::max(now, *due);
    }
  }

  std::vector<simulated> out;

 private:
  void settle(instant now) {
    line on(tx_, of_, now);
    for (bool busy = true; busy;) {
      busy = on.wake(batch) > 0;
      busy = drain(on) || busy;
      busy = perform(now) || busy;
    }
  }

  bool drain(line& on) {
    auto waiting = tx_.inbox().take(batch);
    for (const auto& event : waiting) {
      auto made = on.advance(event);
      if (!made || !made->changed || made->entries.empty()) continue;
      const auto& entry = made->entries.front();
      if (entry.from == entry.to) continue;
      out.push_back({on.now, event.account, made->next.address, entry.from, entry.to, entry.rules});
    }
    return !waiting.empty();
  }

  bool perform(instant now) {
    auto claimed = tx_.outbox().claim("", now, now + 1h, simulated_epoch, batch);
    for (auto& effect : claimed) {
      auto how = success(effect);
      tx_.outbox().finish(effect.id, simulated_epoch, how);
      tx_.inbox().put(effects::result_event({effect, {}, {}}, how, now));
    }
    return !claimed.empty();
  }

  transaction& tx_;
  const organisation& of_;
  std::size_t events_max_;
};

}  // namespace

std::vector<simulated> simulate(engine& on, instant until, std::size_t events_max,
                                const std::function<void(instant)>& each) {
  std::vector<simulated> out;
  on.run([&](line& now) {
    simulation world(now, events_max);
    world.run(now.now, until, each);
    out = std::move(world.out);
    return false;  // rolled back: nothing was touched
  });
  return out;
}

}  // namespace tenure::flow
