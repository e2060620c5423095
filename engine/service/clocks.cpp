#include "engine/service/clocks.hpp"

#include <sodium.h>

#include <chrono>
#include <stdexcept>

namespace tenure::service {

instant adjustable_clock::now() {
  using namespace std::chrono;
  auto system = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  std::int64_t wanted = system + offset_.load();
  std::int64_t latest = latest_.load();
  while (latest < wanted && !latest_.compare_exchange_weak(latest, wanted)) {
  }
  return {std::max(latest, wanted)};
}

void adjustable_clock::move_forward(std::chrono::microseconds by) {
  if (by.count() < 0) throw std::logic_error("the clock only moves forward");
  offset_ += by.count();
}

system_entropy::system_entropy() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
}

void system_entropy::fill(std::span<std::byte> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace tenure::service
