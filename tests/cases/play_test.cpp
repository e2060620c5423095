// All rows about a pack, played by the pack and the workflows as they stand in a folder.

#include "engine/rows/play.hpp"
#include "tests/cases/shipped.hpp"
#include "tests/support/files.hpp"
#include "tests/support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path root = TENURE_SOURCE_DIR;

// The pack and all workflows in a folder of their own, to be changed.
class copied {
 public:
  explicit copied(std::string pack) : pack_("config/policies/" + std::move(pack)) {
    for (const auto& part : {fs::path("workflows"), pack_}) {
      fs::create_directories((folder_.path() / part).parent_path());
      fs::copy(root / part, folder_.path() / part, fs::copy_options::recursive);
    }
  }

  void change(const fs::path& file, const std::string& from, const std::string& to) {
    auto text = support::read_file(folder_.path() / file);
    auto at = text.find(from);
    if (at == text.npos) throw std::logic_error(file.string() + " has no " + from);
    support::write_file(folder_.path() / file, text.replace(at, from.size(), to));
  }

  fs::path in_pack(const char* file) const { return pack_ / file; }
  void remove(const fs::path& file) { fs::remove(folder_.path() / file); }
  result<rows::play_report> play() {
    return rows::play_rows(folder_.path() / pack_, folder_ / "workflows");
  }

 private:
  fs::path pack_;
  support::temp_folder folder_{"rows"};
};

std::size_t shipped_about(const std::string& pack) {
  std::size_t out = 0;
  for (const auto& each : shipped_cases()) out += each.pack == pack;
  return out;
}

TEST(PlayRows, ThePacksOwnAndThoseOfWorkflowsThatNameIt) {
  for (const auto& pack : pack_names()) {
    auto seen = rows::play_rows(root / "config/policies" / pack, root / "workflows");
    ASSERT_TRUE(seen) << seen.error().text();
    EXPECT_EQ(seen->played, shipped_about(pack)) << pack;
    EXPECT_EQ(seen->broken.size(), 0u) << pack;
  }
}

TEST(PlayRows, AChangedLineOfAWorkflowBreaksTheRowsAboutIt) {
  copied of("massachusetts");
  of.change("workflows/account/workflow.yaml", "untilLeavingInstant:\n", "brakeCheck:\n");
  auto seen = of.play();
  ASSERT_TRUE(seen) << seen.error().text();
  ASSERT_GT(seen->broken.size(), 0u);
  const auto& first = seen->broken.front();
  EXPECT_THAT(first.failure, HasSubstr("massachusetts/cases.yaml:"));
  EXPECT_THAT(first.rules, Contains(HasSubstr("MAS-")));
  EXPECT_NE(first.title, "");
}

TEST(PlayRows, TheOrderIsTheFilesWhateverTheCores) {
  copied of("massachusetts");
  of.change("workflows/account/workflow.yaml", "untilLeavingInstant:\n", "brakeCheck:\n");
  auto one = of.play(), two = of.play();
  ASSERT_TRUE(one && two);
  ASSERT_EQ(one->broken.size(), two->broken.size());
  EXPECT_GT(one->broken.size(), 1u);
  for (std::size_t i = 0; i < one->broken.size(); ++i) {
    EXPECT_EQ(one->broken[i].failure, two->broken[i].failure);
  }
}

TEST(PlayRows, ANewPackMayHaveNoneOfItsOwn) {
  copied of("massachusetts");
  auto all = of.play();
  of.remove(of.in_pack("cases.yaml"));
  auto seen = of.play();
  ASSERT_TRUE(all && seen);
  EXPECT_LT(seen->played, all->played);
  EXPECT_GT(seen->played, 0u);
}

TEST(PlayRows, RowsThatCannotBeReadAreRefusedWithTheirPlace) {
  copied of("massachusetts");
  of.change(of.in_pack("cases.yaml"), "  then:", "  than:");
  auto seen = of.play();
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().code, "case.malformed");
  EXPECT_THAT(seen.error().message, HasSubstr("massachusetts/cases.yaml:"));
}

TEST(PlayRows, WhatCannotBeLoadedIsRefusedAsTheLoaderSays) {
  copied of("massachusetts");
  of.change("workflows/account/workflow.yaml", "'#account.closing'", "'#account.nowhere'");
  auto seen = of.play();
  ASSERT_FALSE(seen);
  EXPECT_THAT(seen.error().text(), HasSubstr("nowhere"));
}

}  // namespace
}  // namespace tenure::test
