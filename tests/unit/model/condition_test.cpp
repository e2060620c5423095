#include "engine/model/attributes.hpp"
#include "engine/model/condition.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

mailbox_condition closed() {
  return {.sign_in = sign_in::blocked, .address_list = address_list::hidden,
          .delivery = delivery::refused, .delegates = std::vector<delegate>{}};
}

TEST(Condition, DifferenceIsWhatIsNotShown) {
  mailbox_condition observed{.sign_in = sign_in::allowed, .address_list = address_list::hidden};
  mailbox_condition expected{.sign_in = sign_in::blocked, .delivery = delivery::refused,
                             .delegates = std::vector<delegate>{}};
  EXPECT_EQ(difference(closed(), observed), expected);
  EXPECT_TRUE(says_nothing(difference(closed(), closed())));
  EXPECT_TRUE(says_nothing(difference({}, observed)));
}

TEST(Condition, OverlayWins) {
  auto laid = overlay(closed(), {.sign_in = sign_in::allowed});
  EXPECT_EQ(laid.sign_in, sign_in::allowed);
  EXPECT_EQ(laid.delivery, delivery::refused);
}

TEST(Condition, OnlyKeepsTheFieldsNamed) {
  const std::string_view fields[] = {"delivery", "quota"};
  auto kept = only(overlay(closed(), {.quota_bytes = 7}), fields);
  EXPECT_EQ(kept, (mailbox_condition{.delivery = delivery::refused, .quota_bytes = 7}));
  EXPECT_EQ(only(closed(), condition_fields), closed());
  EXPECT_TRUE(says_nothing(only(closed(), {})));
}

TEST(Condition, ReadsWhatItWrites) {
  mailbox_condition all{sign_in::blocked,   address_list::shown,
                        delivery::accepted, "a@b.example",
                        {{"x@b.example"}},  "Zoë \"Z\" O'Neil",
                        "",                 "away\nback soon",
                        {{{"u2", "read"}}}, {{"u3", "u4"}},
                        104857600,          26214400};
  EXPECT_EQ(condition_from_json(to_json(all)), all);
  EXPECT_EQ(to_json(closed()),
            R"({"signIn":"blocked","addressList":"hidden","delivery":"refused","delegates":{}})");
}

TEST(Condition, RefusesWhatItDoesNotKnow) {
  for (const char* json : {"", "[]", "{\"signIn\":\"maybe\"}", "{\"signin\":\"blocked\"}",
                           "{\"quota\":\"1\"}", "{\"messageSize\":\"1\"}",
                           "{\"aliases\":[1]}", "{\"sendOnBehalf\":[1]}",
                           "{\"sendOnBehalf\":\"u\"}",
                           "{\"delegates\":[]}",
                           "{\"signIn\":null}", "{\"forwarding\":1}"}) {
    EXPECT_FALSE(condition_from_json(json)) << json;
  }
}

TEST(Attributes, ReadsWhatItWrites) {
  attributes values{{"b", "2"}, {"a", "Zoë\n\"\\"}};
  EXPECT_EQ(attributes_from_json(to_json(values)), values);
  for (const char* json : {"", "{", "[]", "{\"a\":1}", "{\"a\":\"b\"} x"}) {
    EXPECT_FALSE(attributes_from_json(json)) << json;
  }
}

}  // namespace
}  // namespace tenure
