#include "connectors/archive_store/write_behind.hpp"

#include <utility>

namespace tenure::archive_store {

write_behind::write_behind(package_writer& to) : to_(to), thread_([this] { work(); }) {}

write_behind::~write_behind() {
  {
    std::lock_guard lock(guard_);
    given_up_ = true;
  }
  end();
}

void write_behind::end() {
  {
    std::lock_guard lock(guard_);
    last_ = true;
  }
  came_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void write_behind::add(const stored_message& message) {
  owned mine{message, std::string(message.folder), std::string(message.bytes)};
  {
    std::unique_lock lock(guard_);
    went_.wait(lock, [&] { return bytes_ < waiting_bytes || trouble_; });
    if (trouble_) std::rethrow_exception(trouble_);
    bytes_ += mine.bytes.size();
    waiting_.push_back(std::move(mine));
  }
  came_.notify_one();
}

void write_behind::finish() {
  end();
  if (trouble_) std::rethrow_exception(trouble_);
}

void write_behind::work() try {
  for (;;) {
    owned next;
    {
      std::unique_lock lock(guard_);
      came_.wait(lock, [&] { return last_ || !waiting_.empty(); });
      if (given_up_ || waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
      bytes_ -= next.bytes.size();
    }
    went_.notify_one();
    next.message.folder = next.folder;
    next.message.bytes = next.bytes;
    to_.add(next.message);
  }
} catch (...) {
  std::lock_guard lock(guard_);
  trouble_ = std::current_exception();
  went_.notify_one();
}

}  // namespace tenure::archive_store
