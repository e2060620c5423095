#pragma once
// Kills the service, and now and then slapd or Dovecot, at moments that a seed decides.

#include "tests/faults/kill/crowd.hpp"

#include <functional>
#include <random>

namespace tenure::test {

class killer {
 public:
  killer(crowd& of, unsigned seed) : of_(of), random_(seed) {}

  // Kills and starts the service until it was done `times` times. `in_each_life` is called right
  // after each start.
  void strike(int times, const std::function<void()>& in_each_life = {});

  int service_kills = 0, while_working = 0, slapd_kills = 0, dovecot_kills = 0;

 private:
  int between(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  void strike_a_server();
  bool work_is_left();

  crowd& of_;
  std::mt19937 random_;
};

}  // namespace tenure::test
