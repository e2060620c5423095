#include "engine/service/watch.hpp"

#include "engine/flow/sweep.hpp"
#include "engine/service/drift.hpp"
#include "engine/service/offices.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <ostream>

namespace tenure::service {
namespace {

constexpr std::chrono::seconds asked_every{5};  // whether it is time to look

// Looks for drift as often as the pack says, and repairs it if the pack says so.
class drift_watch {
 public:
  explicit drift_watch(application& app) : app_(app), last_(app.clock.now()) {}

  void look(std::ostream& err) {
    const auto& pack = app_.pack;
    instant now = app_.clock.now();
    auto every = pack.period_of("driftCheck", person_kind::employee);
    if (now < app_.calendar->add(last_, every)) return;
    last_ = now;
    bool repair = pack.flag("driftRepair", person_kind::employee);
    auto report = look_for_drift(app_, std::nullopt, repair, the_engine(),
                                 [](std::int64_t) { return true; });
    for (const auto& each : report.found) {
      err << "tenure: drift: account " << each.of.id.text() << ": "
          << (each.trouble.empty() ? in_words(each.differs) : each.trouble)
          << (each.repairing ? ", being repaired" : "") << std::endl;
    }
  }

 private:
  application& app_;
  instant last_;
};

// When it is time stands in the store: a service that is started every morning looks no more often.
void look_for_sweep(application& app, std::ostream& err, const std::stop_token& stopped) {
  auto* through = sweeper_of(app);
  if (through == nullptr) return;
  auto round = flow::sweep_if_due(*app.engine, *through,
                                  [&](std::int64_t) { return !stopped.stop_requested(); });
  if (!round) return;
  for (const auto& each : round->seen.mailboxes) {
    if (each.trouble.empty()) continue;
    err << "tenure: sweep: account " << each.of.id.text() << ": " << each.trouble << std::endl;
  }
  if (!round->stopped) return;
  err << "tenure: sweep: stopped by its brake, " << round->seen.messages
      << " messages are old; see `tenure brake list`" << std::endl;
}

// Now, and then from time to time until stopped.
void watch(std::ostream& err, const std::stop_token& stopped, const std::function<void()>& look) {
  std::mutex guard;
  std::condition_variable_any waiting;
  std::unique_lock lock(guard);
  auto over = [&] { return stopped.stop_requested(); };
  do {
    try {
      look();
    } catch (const std::exception& e) {
      err << "tenure: " << e.what() << std::endl;
    }
  } while (!waiting.wait_for(lock, stopped, asked_every, over) && !over());
}

}  // namespace

void watch_systems(application& app, std::ostream& err, std::stop_token stopped) {
  drift_watch drift(app);
  office_watch offices(app);
  watch(err, stopped, [&] {
    if (auto said = offices.look(); !said.empty()) err << "tenure: " << said << std::endl;
    drift.look(err);
  });
}

void watch_old_mail(application& app, std::ostream& err, std::stop_token stopped) {
  watch(err, stopped, [&] { look_for_sweep(app, err, stopped); });
}

}  // namespace tenure::service
