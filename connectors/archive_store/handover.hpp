#pragma once
// Pieces from one thread to another, in order: one puts, one takes. What waits is bounded by size.
// Either side may leave; then the other is told at its next call.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace tenure::archive_store {

template <class Piece>
class handover {
 public:
  // A piece is let in while what waits is smaller than `room`, so one more than that may wait.
  explicit handover(std::size_t room) : room_(room) {}

  // Waits for room. False when the taker has left: nobody will have this piece.
  bool put(Piece piece, std::size_t size) {
    {
      std::unique_lock lock(guard_);
      went_.wait(lock, [&] { return waits_ < room_ || left_; });
      if (left_) return false;
      waits_ += size;
      pieces_.emplace_back(std::move(piece), size);
    }
    came_.notify_one();
    return true;
  }

  // Nothing follows; what waits is still taken.
  void close() {
    {
      std::lock_guard lock(guard_);
      closed_ = true;
    }
    came_.notify_one();
  }

  // Waits for a piece. False when there is none any more: closed and empty, or left.
  bool take(Piece& into) {
    {
      std::unique_lock lock(guard_);
      came_.wait(lock, [&] { return !pieces_.empty() || closed_ || left_; });
      if (left_ || pieces_.empty()) return false;
      into = std::move(pieces_.front().first);
      waits_ -= pieces_.front().second;
      pieces_.pop_front();
    }
    went_.notify_one();
    return true;
  }

  // Either side: what waits is dropped, and both calls answer false from now on.
  void leave() {
    {
      std::lock_guard lock(guard_);
      left_ = true;
    }
    came_.notify_one();
    went_.notify_one();
  }

 private:
  const std::size_t room_;
  std::mutex guard_;
  std::condition_variable came_, went_;
  std::deque<std::pair<Piece, std::size_t>> pieces_;
  std::size_t waits_ = 0;
  bool closed_ = false, left_ = false;
};

}  // namespace tenure::archive_store
