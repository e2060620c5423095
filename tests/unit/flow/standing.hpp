#pragma once
// How a mailbox stands in the world of a test, read where it is: at the mail system.

#include "tests/world/world.hpp"

#include <gtest/gtest.h>

namespace tenure::test {

inline constexpr const char* in_use =
    "employed.presence.active,employed.employment.staying";

inline mailbox_condition condition_of(world& w, account_id id) {
  auto box = w.mail.snapshot(id);
  return box ? box->condition : mailbox_condition{};
}

inline void expect_closed(world& w, account_id id) {
  auto c = condition_of(w, id);
  EXPECT_EQ(c.sign_in, sign_in::blocked);
  EXPECT_EQ(c.address_list, address_list::hidden);
  EXPECT_EQ(c.delivery, delivery::refused);
}

inline void expect_open(world& w, account_id id) {
  auto c = condition_of(w, id);
  EXPECT_EQ(c.sign_in, sign_in::allowed);
  EXPECT_EQ(c.address_list, address_list::shown);
  EXPECT_EQ(c.delivery, delivery::accepted);
}

}  // namespace tenure::test
