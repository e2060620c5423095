#pragma once
// Where time comes from. The only implementations are the system's clock (service) and the
// demonstration and test clocks; nothing else may ask what time it is.

#include "engine/model/instant.hpp"

namespace tenure {

class clock {
 public:
  virtual ~clock() = default;
  virtual instant now() = 0;  // UTC; never before an instant it returned earlier
};

}  // namespace tenure
