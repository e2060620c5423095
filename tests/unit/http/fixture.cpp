#include "tests/unit/http/fixture.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace tenure::http {

bool becomes_true(const std::function<bool()>& what) {
  for (int i = 0; i < 4000; ++i) {
    if (what()) return true;
    ::poll(nullptr, 0, 5);
  }
  return what();
}

worker_pool::worker_pool(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void worker_pool::run(std::function<void()> task) {
  std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  given_.notify_one();
}

void worker_pool::finish() {
  {
    std::lock_guard lock(mutex_);
    finishing_ = true;
    given_.notify_all();
  }
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void worker_pool::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    given_.wait(lock, [this] { return finishing_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }
}

a_served_router::a_served_router() {
  auto wanted = (std::filesystem::temp_directory_path() / "tenure-http-XXXXXX").string();
  if (::mkdtemp(wanted.data()) == nullptr) throw std::runtime_error("mkdtemp: " + wanted);
  folder = wanted;
  options.socket = folder / "socket";
  options.users = own_and_root();
}

a_served_router::~a_served_router() {
  service.reset();
  workers.finish();
  std::filesystem::remove_all(folder);
}

void a_served_router::start() {
  auto started = server::start(options, routes, run);
  if (!started) throw std::runtime_error(started.error().text());
  service = std::move(*started);
}

request a_served_router::make_get(std::string path) {
  request out;
  out.method = "GET";
  out.path = std::move(path);
  return out;
}

response a_served_router::ask(const request& what) const {
  auto answer = client({options.socket}).send(what);
  if (!answer) throw std::runtime_error(answer.error().text());
  return *answer;
}

sockaddr_un a_served_router::raw_address() const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, options.socket.c_str(), sizeof address.sun_path - 1);
  return address;
}

int a_served_router::connect_raw() const {
  int peer = ::socket(AF_UNIX, SOCK_STREAM, 0);
  auto address = raw_address();
  if (::connect(peer, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("connect " + options.socket.string());
  }
  timeval bound{20, 0};
  ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
  ::setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof bound);
  return peer;
}

std::string a_served_router::exchange_bytes(const std::string& bytes, bool stay) const {
  int peer = connect_raw();
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    auto n = ::send(peer, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) break;  // the server answered before it read everything
    sent += static_cast<std::size_t>(n);
  }
  if (!stay) ::shutdown(peer, SHUT_WR);
  std::string back;
  char buffer[4096];
  for (;;) {
    auto n = ::recv(peer, buffer, sizeof buffer, 0);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) back += "(still open)";
    if (n <= 0) break;
    back.append(buffer, static_cast<std::size_t>(n));
  }
  ::close(peer);
  return back;
}

}  // namespace tenure::http
