#pragma once
// What goes wrong with the systems around the engine, and for how long: any verb of any connector,
// in any way, for some of its calls or for all.

#include "tests/world/world.hpp"

#include <random>
#include <string>
#include <vector>

namespace tenure::test {

class weather {
 public:
  weather(world& of, std::mt19937_64& dice) : w_(of), dice_(dice) {}

  void change();                       // one verb gets worse, or better
  void clear();                        // everything works
  void worsen(const std::string& src);  // whatever this actor needs fails until it clears
  void delay(const std::string& src);   // ... is out of reach: tried again and again
  // The actors of the workflow that need anything of a connector.
  static std::vector<std::string> effects_of(const statechart::chart& in);
  bool is_fair() const { return fair_; }

 private:
  void set(const std::string& verb, double share, const memory::fault& how);
  int pick(int below) { return std::uniform_int_distribution<>(0, below - 1)(dice_); }

  world& w_;
  std::mt19937_64& dice_;
  bool fair_ = true;
};

}  // namespace tenure::test
