#pragma once
// Kills the service, and now and then slapd or Dovecot: at named moments, which it waits for, and
// at moments that a seed decides. Before each kill the service stands still (SIGSTOP) and is looked
// at, so what a kill fell into is known and not guessed.

#include "tests/faults/kill/crowd.hpp"
#include "tests/faults/kill/observer.hpp"

#include <functional>
#include <map>
#include <random>

namespace tenure::test {

// What the lives are about that are ended.
struct stage {
  // Asked of the service at the beginning of each life, and not waited for.
  std::vector<std::string> command = {};
  std::string list = {};  // its digest, when the command applies one
  // Nothing is left that a life could be about.
  std::function<bool()> finished = [] { return false; };
};

class killer {
 public:
  killer(crowd& of, unsigned seed) : of_(of), random_(seed), watching_(of) {}

  // Starts and kills the service: once at each of the named moments, in an order of its own, and
  // as many times at a moment that comes by chance. Started again at the end. When the stage is
  // finished before a moment came, the service is killed all the same.
  void strike(std::vector<moment> named, int by_chance, const stage& of);

  const observer& watching() const { return watching_; }
  int fell_on(moment which) const;
  std::string histogram() const;

  int service_kills = 0, slapd_kills = 0, dovecot_kills = 0;

 private:
  int between(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  void begin_life(const stage& of, bool until_ready);
  moments stopped(const stage& of);
  moments wait_for(moment wanted, const stage& of);
  moments some_time(const stage& of);
  void end_life(const moments& in);
  void kill_a_server();

  crowd& of_;
  std::mt19937 random_;
  observer watching_;
  std::map<moment, int> fell_on_;
  pid_t client_ = -1;
};

}  // namespace tenure::test
