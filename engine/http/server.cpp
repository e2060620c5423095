#include "engine/http/server.hpp"

#include "engine/http/connection.hpp"
#include "engine/http/socket_file.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <unistd.h>

#include <thread>

namespace tenure::http {

namespace asio = boost::asio;
using local = asio::local::stream_protocol;

// Everything below `io` is touched by the io thread only, once it runs.
struct server::core {
  core(server_options wanted, const router& routes, executor run, socket_file taken)
      : file(std::move(taken)),
        around{std::move(wanted), routes, std::move(run), {}, false, [this] { drained(); }},
        acceptor(io, local(), file.release_descriptor()),
        patience(io) {}

  asio::awaitable<void> accept() {
    for (;;) {
      auto [error, socket] = co_await acceptor.async_accept(as_value);
      if (!acceptor.is_open()) co_return;
      if (error) {  // out of descriptors, most likely: let connections end first
        asio::steady_timer pause(io, std::chrono::milliseconds(100));
        co_await pause.async_wait(as_value);
        continue;
      }
      if (around.open.size() >= around.options.connections_max) continue;
      auto made = std::make_shared<connection>(std::move(socket), around);
      asio::co_spawn(io, made->run(), asio::detached);
    }
  }

  // Idle connections end at once, busy ones after their answer, all of them when patience ends;
  // then io.run() has nothing left to do and returns.
  void begin_stop() {
    around.stopping = true;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    for (auto* each : around.open) each->end_if_idle();
    if (around.open.empty()) return;
    patience.expires_after(around.options.stop_within);
    patience.async_wait([this](boost::system::error_code cut_short) {
      if (cut_short) return;
      for (auto* each : around.open) each->abandon();
      io.stop();
    });
  }
  void drained() {
    if (around.stopping) patience.cancel();
  }

  // Connections that were left behind end with `io`, so what they refer to stands before it.
  ~core() { around.drained = [] {}; }

  socket_file file;
  surroundings around;
  asio::io_context io{1};
  local::acceptor acceptor;
  asio::steady_timer patience;
  std::thread thread;
};

std::set<uid_t> own_and_root() { return {::geteuid(), 0}; }

result<std::unique_ptr<server>> server::start(server_options options, const router& routes,
                                              executor run) {
  auto file = socket_file::listen(options.socket, options.group);
  if (!file) return file.error();
  auto inside =
      std::make_unique<core>(std::move(options), routes, std::move(run), std::move(*file));
  auto* at = inside.get();
  asio::co_spawn(at->io, at->accept(), asio::detached);
  at->thread = std::thread([at] { at->io.run(); });
  return std::unique_ptr<server>(new server(std::move(inside)));
}

server::server(std::unique_ptr<core> inside) : core_(std::move(inside)) {}

void server::stop() {
  if (!core_->thread.joinable()) return;
  core_->file.remove();  // from here on, new clients find no service
  asio::post(core_->io, [at = core_.get()] { at->begin_stop(); });
  core_->thread.join();
}

server::~server() { stop(); }

}  // namespace tenure::http
