#pragma once
// A directory of people in memory, for tests of who may act: the authenticator port without a
// server. Thread-safe.

#include "engine/ports/sign_in.hpp"

#include <map>
#include <mutex>

namespace tenure::memory {

class people_book final : public authenticator {
 public:
  // One more person, found by who.login; replaces whoever has the same directory_id.
  void put(identity who, std::string password);
  // What check and look answer for this person from now on; done: as usual.
  void answer(std::string_view directory_id, outcome_class as);
  // Nobody can be asked (true) or everybody again.
  void away(bool is);

  authentication check(std::string_view login, std::string_view password) override;
  authentication look(std::string_view directory_id) override;

 private:
  struct person {
    identity who;
    std::string password;
    outcome_class as = outcome_class::done;
  };
  authentication answer_of(const person* found) const;

  mutable std::mutex mutex_;
  std::map<std::string, person, std::less<>> people_;  // by directory id
  bool away_ = false;
};

}  // namespace tenure::memory
