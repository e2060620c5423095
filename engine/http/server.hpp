#pragma once
// Serves a router over HTTP/1.1 on a Unix socket. One io thread of its own that never blocks;
// handlers run wherever `executor` runs them. Boost.Beast stays in the .cpp.

#include "engine/http/router.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace tenure::http {

// Runs the task soon, on another thread. A task that is dropped unrun is answered 503.
using executor = std::function<void(std::function<void()>)>;

struct server_options {
  std::filesystem::path socket;
  std::set<uid_t> users;       // who is served; see own_and_root()
  std::optional<gid_t> group;  // whose members are served too; the socket then belongs to it (0660)

  std::size_t header_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 16 * 1024 * 1024;
  std::size_t connections_max = 256;
  std::chrono::milliseconds header_within{10'000};  // also how long a connection may idle
  std::chrono::milliseconds body_within{30'000};
  std::chrono::milliseconds write_within{30'000};
  std::chrono::milliseconds heartbeat{10'000};    // a line this often while a handler works
  std::chrono::milliseconds stop_within{20'000};  // for requests in flight
};

// The service's own user and root.
std::set<uid_t> own_and_root();

class server {
 public:
  // Listens when it returns. `routes` and what the handlers use must outlive every task given to
  // `run`. A socket file that nobody listens on is replaced. Refused: server.socket.busy (a service
  // listens there), server.socket.denied (no socket stands there, or the system said no).
  static result<std::unique_ptr<server>> start(server_options options, const router& routes,
                                               executor run);
  // Stops taking requests, finishes those in flight within stop_within; then tells the rest that
  // they are cancelled and leaves them. Removes the socket. Called twice: nothing.
  void stop();
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

 private:
  struct core;
  explicit server(std::unique_ptr<core> inside);
  std::unique_ptr<core> core_;
};

}  // namespace tenure::http
