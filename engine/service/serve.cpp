#include "engine/service/serve.hpp"

#include "engine/http/server.hpp"
#include "engine/service/watch.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/post.hpp>

#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <ostream>
#include <stop_token>
#include <thread>

namespace tenure::service {
namespace {

constexpr int publish_every_ms = 500;  // a checkpoint is at most a second behind
constexpr std::size_t request_threads = 4;

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
  std::jthread sweeping([&](std::stop_token stopped) { watch_old_mail(app, err, stopped); });
  std::string said;  // a disk that stays full is said once, not twice a second
  while (!stop.within(publish_every_ms)) {
    auto done = app.publish();
    std::string trouble = done ? "" : done.error().text();
    if (!trouble.empty() && trouble != said) err << "tenure: " << trouble << std::endl;
    said = trouble;
  }
  for (auto* each : {&watching, &sweeping}) each->request_stop();
  for (auto* each : {&watching, &sweeping}) each->join();
  (*listening)->stop();
  workers.join();
  app.stop();
  if (auto done = app.publish(); !done) err << "tenure: " << done.error().text() << std::endl;
  return 0;
}

}  // namespace tenure::service
