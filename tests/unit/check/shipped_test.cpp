// The shipped packs keep what must hold, and the checker really looked.

#include "engine/check/check.hpp"

#include <gtest/gtest.h>

namespace tenure::test {
namespace {

const std::filesystem::path root = TENURE_SOURCE_DIR;

std::string in_words(const check::finding& of) {
  auto out = of.id + ": " + of.message;
  for (const auto& line : of.story) out += "\n    " + line;
  return out;
}

class shipped_pack : public testing::TestWithParam<const char*> {};

TEST_P(shipped_pack, is_sound) {
  auto seen = check::check_pack(root / "config/policies" / GetParam(), root / "workflows");
  for (const auto& found : seen.findings) ADD_FAILURE() << in_words(found);
  RecordProperty("situations", static_cast<int>(seen.worlds));
  EXPECT_GT(seen.explorations, 3u);
  EXPECT_GT(seen.worlds, 500u);
}

INSTANTIATE_TEST_SUITE_P(all, shipped_pack,
                         testing::Values("cambridgeshire", "wyoming", "wyoming-health",
                                         "massachusetts", "moitt", "calgary"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace tenure::test
