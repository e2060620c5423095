#pragma once
// The real clock and the real randomness: the only implementations of these ports outside tests.

#include "engine/ports/clock.hpp"
#include "engine/ports/entropy.hpp"

#include <atomic>

namespace tenure::service {

// The system's clock plus an offset. The offset is zero except on a demonstration store, whose
// clock may be moved forward. Never runs backwards, even when the system's does. Thread-safe.
class adjustable_clock final : public clock {
 public:
  instant now() override;
  void move_forward(std::chrono::microseconds by);
  std::chrono::microseconds offset() const { return std::chrono::microseconds(offset_.load()); }

 private:
  std::atomic<std::int64_t> offset_{0};
  std::atomic<std::int64_t> latest_{0};
};

// libsodium's generator.
class system_entropy final : public entropy {
 public:
  system_entropy();
  void fill(std::span<std::byte> bytes) override;
};

}  // namespace tenure::service
