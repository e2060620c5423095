#pragma once
// Private to this folder: where a handler on its worker thread and the connection on the io thread
// meet. The worker never touches the network; it leaves its latest progress or its answer here and
// wakes the connection. Only the latest progress is kept, so that a slow reader costs no memory.

#include "engine/http/message.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace tenure::http {

class exchange {
 public:
  // --- worker's side
  void report(const progress& so_far) {
    std::lock_guard lock(mutex_);
    progress_ = so_far;
    if (wake_) wake_();
  }
  void finish(response answer) {
    std::lock_guard lock(mutex_);
    if (!answer_) answer_ = std::move(answer);
    if (wake_) wake_();
  }
  bool cancelled() const { return cancelled_; }

  // --- connection's side
  void cancel() { cancelled_ = true; }
  // `wake` is called under the lock, from the worker's thread; an empty one ends that.
  void wake_with(std::function<void()> wake) {
    std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }
  std::optional<progress> take_progress() {
    std::lock_guard lock(mutex_);
    return std::exchange(progress_, std::nullopt);
  }
  bool answered() const {
    std::lock_guard lock(mutex_);
    return answer_.has_value();
  }
  std::optional<response> take_answer() {
    std::lock_guard lock(mutex_);
    return std::exchange(answer_, std::nullopt);
  }

 private:
  mutable std::mutex mutex_;
  std::optional<progress> progress_;
  std::optional<response> answer_;
  std::function<void()> wake_;
  std::atomic<bool> cancelled_ = false;
};

// Held by the task that an executor was given: whatever becomes of the task, there is an answer.
class ticket {
 public:
  explicit ticket(std::shared_ptr<exchange> of) : exchange_(std::move(of)) {}
  ~ticket() {
    exchange_->finish(problem(503, {"environment.stopping", "The service is stopping", "", "",
                                    "Ask again when it runs."}));
  }
  ticket(const ticket&) = delete;
  ticket& operator=(const ticket&) = delete;

 private:
  std::shared_ptr<exchange> exchange_;
};

}  // namespace tenure::http
