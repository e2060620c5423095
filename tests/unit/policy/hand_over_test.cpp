// A pack that wants a leaver's mail handed over says to whom.

#include "tests/unit/policy/pack_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::policy {
namespace {

using testing::HasSubstr;

struct hand_over_row {
  const char* rule;
  const char* said;  // nullptr: good
};

const hand_over_row hand_overs[] = {
    {"agree: [{ who: [headOfUnit], clause: a }]", nullptr},
    {"agree: [{ who: [headOfUnit], clause: a }], for: [member]", "of the kind employee"},
    {"agree: [{ who: [headOfUnit], clause: a, for: [employee] }]", "of the kind member"},
    {"agree: [{ who: [headOfUnit], clause: a }], require: [reason]", "fields that nobody fills in"},
    {"agree: [{ who: [headOfUnit], clause: a }], purposes: { of: [x], clause: a }",
     "fields that nobody fills in"},
    {"longest: { value: P30D, clause: a }", "names nobody who receives the mail"},
};

TEST(pack, who_wants_a_hand_over_says_to_whom) {
  pack_folder folder;
  folder.write("cambridgeshire", changed("", ""));
  for (const auto& row : hand_overs) {
    SCOPED_TRACE(row.rule);
    folder.write("child", child("  handOverToHead: { value: true, clause: a }\n") +
                              "workflows: { handOver: { clause: a, ask: { who: [staff], "
                              "clause: a }, " + row.rule + " } }\n");
    auto made = folder.load("child");
    ASSERT_EQ(made.has_value(), row.said == nullptr) << (made ? "" : made.error().text());
    if (row.said) EXPECT_THAT(made.error().message, HasSubstr(row.said));
  }
}

}  // namespace
}  // namespace tenure::policy
