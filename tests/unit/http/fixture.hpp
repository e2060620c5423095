#pragma once
// A router, a server on a socket in a folder of its own, workers, and ways to ask it.

#include "engine/http/client.hpp"
#include "engine/http/server.hpp"

#include <gtest/gtest.h>

#include <sys/un.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace tenure::http {

// Looks again every few milliseconds, at most 20 s.
bool becomes_true(const std::function<bool()>& what);

class worker_pool {
 public:
  explicit worker_pool(int threads);
  ~worker_pool() { finish(); }
  void run(std::function<void()> task);
  void finish();  // runs what was given, then ends the threads

 private:
  void work();
  std::mutex mutex_;
  std::condition_variable given_;
  std::deque<std::function<void()>> tasks_;
  bool finishing_ = false;
  std::vector<std::thread> threads_;
};

class a_served_router : public testing::Test {
 protected:
  static constexpr bool keep_open = true;

  a_served_router();
  ~a_served_router() override;
  void start();
  static request make_get(std::string path);
  response ask(const request& what) const;
  response get(std::string path) const { return ask(make_get(std::move(path))); }
  sockaddr_un raw_address() const;
  int connect_raw() const;  // the caller closes it
  // Sends `bytes` and answers all that comes back until the server closes. Unless `stay`, our side
  // says at once that nothing follows.
  std::string exchange_bytes(const std::string& bytes, bool stay = false) const;

  std::filesystem::path folder;
  router routes;
  worker_pool workers{4};
  executor run = [this](std::function<void()> task) { workers.run(std::move(task)); };
  server_options options;
  std::unique_ptr<server> service;
};

}  // namespace tenure::http
