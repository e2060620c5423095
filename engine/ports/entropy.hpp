#pragma once
// Where randomness comes from: new ids and salts. Seeded in simulation.

#include "engine/model/id.hpp"

#include <cstddef>
#include <cstring>
#include <span>

namespace tenure {

class entropy {
 public:
  virtual ~entropy() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;
};

template <class Id>
Id new_id(entropy& source) {
  Id out;
  std::byte bytes[16];
  source.fill(bytes);
  std::memcpy(&out.bits.high, bytes, 8);
  std::memcpy(&out.bits.low, bytes + 8, 8);
  return out;
}

}  // namespace tenure
