#include "engine/statechart/explain.hpp"
#include "engine/statechart/load.hpp"
#include "engine/statechart/step.hpp"

#include <gtest/gtest.h>

namespace tenure::statechart {
namespace {
struct all_no : environment {
  bool guard(const named&, std::string_view) override { return false; }
  void action(const named&) override {}
};
TEST(smoke, account) {
  std::filesystem::path root = TENURE_SOURCE_DIR;
  auto names = load_vocabulary(root / "workflows/schema/vocabulary.yaml");
  ASSERT_TRUE(names) << names.error().text();
  auto chart = load_file(root / "workflows/account/workflow.yaml", *names);
  ASSERT_TRUE(chart) << chart.error().text();
  all_no env;
  auto now = initial(**chart, env);
  ASSERT_TRUE(now);
  EXPECT_EQ(to_text(**chart, now->next), "expected");
  now = step(**chart, now->next, "xstate.after.untilStart.account.expected", env);
  EXPECT_EQ(to_text(**chart, now->next), "provisioning");
  now = step(**chart, now->next, "xstate.done.actor.create", env);
  EXPECT_EQ(to_text(**chart, now->next), "employed.presence.active,employed.employment.staying");
  now = step(**chart, now->next, "absence.started", env);
  EXPECT_EQ(to_text(**chart, now->next), "employed.presence.absent.telling,employed.employment.staying");
  auto again = parse(**chart, to_text(**chart, now->next));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, now->next);
  for (auto& p : possibilities(**chart, now->next)) std::puts(in_words(**chart, p).c_str());
}
}
}
