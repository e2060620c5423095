#include "engine/flow/simulate.hpp"

#include "engine/flow/sweep.hpp"

#include <algorithm>

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

void add_once(std::vector<std::string>& to, const std::string& what) {
  if (std::find(to.begin(), to.end(), what) == to.end()) to.push_back(what);
}

class simulation {
 public:
  simulation(line& on, std::size_t events_max)
      : tx_(on.in), of_(on.of), events_max_(events_max), next_look_(next_sweep(on)) {}

  void run(instant from, instant until, const std::function<void(instant)>& each) {
    for (instant now = from; now <= until && out.steps.size() < events_max_;) {
      settle(now);
      if (next_look_ && *next_look_ <= now) look(now);
      each(now);
      auto due = tx_.deadlines().next();
      if (next_look_ && (!due || *next_look_ < *due)) due = next_look_;
      if (!due) return;
      now = std::max(now, *due);
    }
  }

  foreseen out;

 private:
  // As it was at the last look, if nothing has happened since.
  void look(instant now) {
    bool same = !out.sweeps.empty() && !happened_;
    out.sweeps.push_back(same ? out.sweeps.back() : who_is_looked_into());
    auto& seen = out.sweeps.back();
    seen.at = now;
    for (const auto& cut : decide::sweep_cuts(of_.rules, now)) {
      add_once(seen.folders, cut.folder);
      add_once(seen.rules, cut.clause);
    }
    happened_ = false;
    next_look_ = of_.rules.calendar.add(now, *parse_period(of_.rules.pack.sweep.every.value));
  }

  foreseen_sweep who_is_looked_into() {
    foreseen_sweep seen;
    std::vector<account> some;
    for (account_id after; !(some = tx_.accounts().list(after, "", batch)).empty();) {
      for (const auto& of : some) count(of, seen);
      after = some.back().id;
    }
    return seen;
  }

  void count(const account& of, foreseen_sweep& seen) {
    if (!decide::is_in_use(of, of_.rules)) return;
    auto why = decide::why_not_swept(of, tx_.holds().active_on(of.id), tx_.cases().open_on(of.id),
                                     of_.rules);
    ++(why.empty() ? seen.mailboxes : seen.left_out);
  }

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
      happened_ = true;
      if (!made || !made->changed || made->entries.empty()) continue;
      const auto& entry = made->entries.front();
      if (entry.from == entry.to) continue;
      out.steps.push_back({on.now, event.account, made->next.address, entry.from, entry.to,
                           entry.rules});
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
  std::optional<instant> next_look_;
  bool happened_ = false;  // since the last look
};

}  // namespace

foreseen simulate(engine& on, instant until, std::size_t events_max,
                  const std::function<void(instant)>& each) {
  foreseen out;
  on.run([&](line& now) {
    simulation world(now, events_max);
    world.run(now.now, until, each);
    out = std::move(world.out);
    return false;  // rolled back: nothing was touched
  });
  return out;
}

}  // namespace tenure::flow
