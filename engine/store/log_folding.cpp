#include "engine/store/log_folding.hpp"

namespace tenure::storage {

log_folding::~log_folding() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(guard_);
    stopping_ = true;
  }
  asked_.notify_one();
  plan_.give_up();
  thread_.join();
}

void log_folding::grew_to(std::int64_t pages) {
  if (pages < plan_.worth) return;
  std::unique_lock lock(guard_);
  if (!thread_.joinable()) thread_ = std::thread([this] { fold_when_asked(); });
  wanted_ = true;
  asked_.notify_one();
  // Nobody commits meanwhile: this fold, or the next commit's, comes to the end of the log, which
  // then begins anew.
  if (pages >= plan_.most) folded_.wait(lock, [&] { return !wanted_; });
}

void log_folding::fold_when_asked() {
  std::unique_lock lock(guard_);
  for (;;) {
    asked_.wait(lock, [&] { return wanted_ || stopping_; });
    if (stopping_) return;
    lock.unlock();
    plan_.fold();
    lock.lock();
    wanted_ = false;
    folded_.notify_all();
  }
}

}  // namespace tenure::storage
