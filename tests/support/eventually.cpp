#include "tests/support/eventually.hpp"

#include <stdexcept>
#include <string>
#include <thread>

namespace tenure::support {

void eventually(const std::function<bool()>& holds, std::chrono::milliseconds bound,
                std::string_view what) {
  const auto end = std::chrono::steady_clock::now() + bound;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error("still not after " + std::to_string(bound.count()) +
                               " ms: " + std::string(what));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(4));
  }
}

}  // namespace tenure::support
