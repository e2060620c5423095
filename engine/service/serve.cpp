#include "engine/service/serve.hpp"

#include "engine/http/server.hpp"
#include "engine/service/drift.hpp"
#include "engine/service/offices.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/post.hpp>

#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <ostream>
#include <stop_token>
#include <thread>

namespace tenure::service {
namespace {

constexpr int publish_every_ms = 500;  // a checkpoint is at most a second behind
constexpr std::size_t request_threads = 4;
constexpr std::chrono::seconds asked_every{5};  // whether it is time to look

// Blocks the signals in every thread that is started from here on, and reads them from a file.
class stop_signal {
 public:
  stop_signal() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    file_ = signalfd(-1, &wanted, SFD_CLOEXEC);
  }
  ~stop_signal() { ::close(file_); }
  stop_signal(const stop_signal&) = delete;
  stop_signal& operator=(const stop_signal&) = delete;

  bool within(int milliseconds) const {
    pollfd wait{file_, POLLIN, 0};
    return ::poll(&wait, 1, milliseconds) > 0;
  }

 private:
  int file_;
};

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

// Until stopped; a lost store or system is said and tried again.
void watch_systems(application& app, std::ostream& err, std::stop_token stopped) {
  drift_watch drift(app);
  office_watch offices(app);
  std::mutex guard;
  std::condition_variable_any waiting;
  std::unique_lock lock(guard);
  auto over = [&] { return stopped.stop_requested(); };
  do {
    try {
      if (auto said = offices.look(); !said.empty()) err << "tenure: " << said << std::endl;
      drift.look(err);
    } catch (const std::exception& e) {
      err << "tenure: " << e.what() << std::endl;
    }
  } while (!waiting.wait_for(lock, stopped, asked_every, over) && !over());
}

http::server_options options_of(const server_config& config) {
  http::server_options out;
  out.socket = config.socket;
  out.users = http::own_and_root();
  if (config.socket_group.empty()) return out;
  if (const group* found = ::getgrnam(config.socket_group.c_str())) out.group = found->gr_gid;
  return out;
}

}  // namespace

int serve(application& app, std::ostream& out, std::ostream& err) {
  stop_signal stop;
  app.start();
  boost::asio::thread_pool workers(request_threads);
  auto listening = http::server::start(options_of(app.config), app.routes, [&](auto task) {
    boost::asio::post(workers, std::move(task));
  });
  if (!listening) {
    err << "tenure: " << listening.error().text() << '\n';
    return 5;
  }
  out << "ready: " << app.config.socket.string() << std::endl;
  std::jthread watching([&](std::stop_token stopped) { watch_systems(app, err, stopped); });
  std::string said;  // a disk that stays full is said once, not twice a second
  while (!stop.within(publish_every_ms)) {
    auto done = app.publish();
    std::string trouble = done ? "" : done.error().text();
    if (!trouble.empty() && trouble != said) err << "tenure: " << trouble << std::endl;
    said = trouble;
  }
  watching.request_stop();
  watching.join();
  (*listening)->stop();
  workers.join();
  app.stop();
  if (auto done = app.publish(); !done) err << "tenure: " << done.error().text() << std::endl;
  return 0;
}

}  // namespace tenure::service
