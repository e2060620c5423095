// The stored text form of flat name/value pairs, and what is no such text.
#include "engine/model/attributes.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

TEST(StoredAttributes, ComeBackAsTheyWere) {
  attributes of{{"", "no name"}, {"line", "a\r\nb\t\"c\" \\"}, {"text", "Zoë \u2028"}};
  EXPECT_EQ(attributes_from_json(to_json(of)), of);
  EXPECT_EQ(to_json({}), "{}");
  EXPECT_EQ(to_json({{"b", "2"}, {"a", "1"}}), R"({"a":"1","b":"2"})");
}

TEST(StoredAttributes, AreRefusedInAnyOtherForm) {
  for (const char* text :
       {"", "{", "[]", "null", "\"a\"", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":[]}",
        "{\"a\":true}", "{a:\"b\"}", "{'a':'b'}", "{\"a\":\"b\",}", "{\"a\":\"b\"} x",
        "{\"a\":\"\xff\"}"}) {
    EXPECT_FALSE(attributes_from_json(text)) << text;
  }
}

TEST(StoredAttributes, KeepTheLastOfTwoValuesForOneName) {
  EXPECT_EQ(attributes_from_json(R"({"a":"1","a":"2"})"), (attributes{{"a", "2"}}));
}

}  // namespace
}  // namespace tenure
