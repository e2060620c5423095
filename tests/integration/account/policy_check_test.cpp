// `tenure policy check` for whoever writes a pack: no configuration, no store, no server.
#include "tests/support/files.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const fs::path source = TENURE_SOURCE_DIR;

// The smallest of the shipped packs; its stories take the shortest time.
fs::path copy_of_pack(const support::temp_folder& in) {
  auto out = in / "massachusetts";
  fs::copy(source / "config/policies/massachusetts", out, fs::copy_options::recursive);
  return out;
}

support::command_result check(const support::temp_folder& from, std::vector<std::string> more) {
  std::vector<std::string> all{"env", "--chdir=" + fs::path(from / "").string(), TENURE_PROGRAM,
                               "policy", "check"};
  all.insert(all.end(), more.begin(), more.end());
  return support::run(all, {.input = {}, .environment = {}, .bound = std::chrono::minutes(10)});
}

TEST(policy_check, a_shipped_pack_is_sound_without_configuration_and_store) {
  support::temp_folder here("policy-check");
  auto said = check(here, {source / "config/policies/massachusetts"});
  EXPECT_EQ(said.exit, 0) << said.out << said.err;
  EXPECT_THAT(said.out, HasSubstr("The pack is sound"));
  EXPECT_THAT(said.out, HasSubstr(" rows about it hold"));
  EXPECT_THAT(said.out, HasSubstr("was not looked at: no configuration names a store"));
}

TEST(policy_check, a_pack_that_breaks_an_invariant_is_refused) {
  support::temp_folder here("policy-check");
  auto pack = copy_of_pack(here);
  auto text = support::read_file(pack / "policy.yaml");
  auto at = text.find("archiveRetention:");
  ASSERT_NE(at, text.npos);
  support::write_file(pack / "policy.yaml", text.insert(at, "archiveRetentio: P1D\n  "));
  auto said = check(here, {pack, "--workflows", source / "workflows"});
  EXPECT_EQ(said.exit, 1) << said.out << said.err;
  EXPECT_THAT(said.out, HasSubstr("archiveRetentio"));
  EXPECT_THAT(said.out, Not(HasSubstr("is sound")));
}

TEST(policy_check, a_row_that_does_not_hold_refuses_the_pack_and_says_where) {
  support::temp_folder here("policy-check");
  auto pack = copy_of_pack(here);
  auto text = support::read_file(pack / "cases.yaml");
  auto at = text.find("  then: {");
  ASSERT_NE(at, text.npos);
  support::write_file(pack / "cases.yaml", text.insert(at + 9, " login: nobody.at.all, "));
  auto said = check(here, {pack, "--workflows", source / "workflows"});
  EXPECT_EQ(said.exit, 1) << said.out << said.err;
  EXPECT_THAT(said.out, HasSubstr("massachusetts/cases.yaml:"));
  EXPECT_THAT(said.out, HasSubstr("not nobody.at.all"));
  EXPECT_THAT(said.out, HasSubstr("an example of MAS-"));
  EXPECT_THAT(said.out, Not(HasSubstr("is sound")));
}

TEST(policy_check, what_is_missing_is_said) {
  support::temp_folder here("policy-check");
  auto none = check(here, {});
  EXPECT_EQ(none.exit, 1) << none.out;
  EXPECT_THAT(none.err, HasSubstr("which pack is not said"));
  auto alone = check(here, {copy_of_pack(here)});
  EXPECT_EQ(alone.exit, 1) << alone.out;
  EXPECT_THAT(alone.err, HasSubstr("--workflows FOLDER"));
  auto nowhere = check(here, {source / "config/policies/moitt", "--workflows", here / "none"});
  EXPECT_EQ(nowhere.exit, 1) << nowhere.out;
  EXPECT_THAT(nowhere.err, HasSubstr("policy-vocabulary.yaml"));
  auto gone = check(here, {"no-pack"});
  EXPECT_EQ(gone.exit, 1) << gone.out;
  EXPECT_THAT(gone.err, HasSubstr("there is no such folder"));
  auto configured = check(here, {"massachusetts", "--config", here / "none.yaml"});
  EXPECT_EQ(configured.exit, 2) << configured.out;
  EXPECT_THAT(configured.err, HasSubstr("The configuration cannot be read"));
}

}  // namespace
}  // namespace tenure::test
