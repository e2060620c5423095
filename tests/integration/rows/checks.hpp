#pragma once
// What is asked of every row on real servers when it has ended. Each answers what is not so.

#include "tests/world/world.hpp"

namespace tenure::test {

// The trail, exported and signed, verifies with nothing but its files and the key.
std::vector<std::string> verify_trail(tenure::rows::world& of);

// Every mailbox that is left is as its account's state and its grants want it.
std::vector<std::string> look_for_drift(tenure::rows::world& of, mail_house& house);

}  // namespace tenure::test
