// The `sweep` section of a pack, through the loader: each fault is told with its place.

#include "engine/policy/pack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tenure::policy {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string every = "  every: { value: P7D, clause: C }\n";
const std::string most = "  most: { value: 100, clause: C }\n";
const std::string one = "  folders: [{ folder: Transitory, after: P90D, clause: C-1 }]\n";

class sweep_rule_of_a_pack : public testing::Test {
 protected:
  sweep_rule_of_a_pack() {
    EXPECT_NE(::mkdtemp(folder.data()), nullptr);
    for (const char* each : {"moitt", "calgary"}) {
      fs::copy(source / "config/policies" / each, fs::path(folder) / each);
    }
    fs::create_directory(fs::path(folder) / "agency");
  }
  ~sweep_rule_of_a_pack() override { fs::remove_all(folder); }

  result<pack> load(const std::string& lines, const std::string& parent = "moitt") {
    std::ofstream(fs::path(folder) / "agency/policy.yaml")
        << "organisation: agency\nname: An agency\nversion: \"1\"\nextends: ../" << parent
        << "\nsweep:\n" << lines;
    return load_pack(fs::path(folder) / "agency",
                     source / "workflows/schema/policy-vocabulary.yaml");
  }

  const fs::path source = TENURE_SOURCE_DIR;
  std::string folder = (fs::temp_directory_path() / "sweep-rule-XXXXXX").string();
};

TEST_F(sweep_rule_of_a_pack, is_read_as_it_is_written) {
  auto made = load(every + most +
                   "  folders:\n    - { folder: Transitory, after: P90D, clause: C-1 }\n"
                   "    - { folder: Projects/Old mail, after: P24M, clause: C-2 }\n");
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_EQ(made->sweep.every.value, "P7D");
  EXPECT_EQ(made->sweep.most.value, "100");
  ASSERT_EQ(made->sweep.folders.size(), 2u);
  EXPECT_EQ(made->sweep.folders[1].folder, "Projects/Old mail");
  EXPECT_EQ(made->sweep.folders[1].after, "P24M");
  EXPECT_EQ(made->sweep.folders[1].clause, "C-2");
}

TEST_F(sweep_rule_of_a_pack, without_the_section_sweeps_nothing) {
  auto made = load_pack(source / "config/policies/cambridgeshire",
                        source / "workflows/schema/policy-vocabulary.yaml");
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->sweep.wanted());
}

TEST_F(sweep_rule_of_a_pack, is_refused_with_every_fault) {
  auto folder_of = [](const std::string& text) {
    return every + most + "  folders: [" + text + "]\n";
  };
  struct {
    std::string lines, said;
  } rows[] = {
      {every + most, "sweep.folders: are missing"},
      {every + most + "  folders: Transitory\n", "sweep.folders: is no list"},
      {most + one, "sweep.every: is missing"},
      {every + one, "sweep.most: is missing"},
      {every + most + one + "  when: now\n", "sweep.when: is no key of a sweep"},
      {"  every: P7D\n" + most + one, "sweep.every: needs a value and a clause"},
      {"  every: { value: P7D }\n" + most + one, "sweep.every: needs a value and a clause"},
      {"  every: { value: PT1H, clause: C }\n" + most + one, "'PT1H' is no period of 1 to 31"},
      {"  every: { value: P0D, clause: C }\n" + most + one, "'P0D' is no period of 1 to 31"},
      {"  every: { value: P32D, clause: C }\n" + most + one, "'P32D' is no period of 1 to 31"},
      {"  every: { value: P1M, clause: C }\n" + most + one, "'P1M' is no period of 1 to 31"},
      {every + "  most: { value: 0, clause: C }\n" + one, "'0' is no number of messages"},
      {every + "  most: { value: all, clause: C }\n" + one, "'all' is no number of messages"},
      {every + "  most: { value: -1, clause: C }\n" + one, "'-1' is no number of messages"},
      {folder_of("{ folder: INBOX, after: P90D, clause: C }"), "'INBOX' is no folder that may be"},
      {folder_of("{ folder: inbox, after: P90D, clause: C }"), "'inbox' is no folder that may be"},
      {folder_of("{ folder: \"*\", after: P90D, clause: C }"), "'*' is no folder that may be"},
      {folder_of("{ folder: \"A/%\", after: P90D, clause: C }"), "'A/%' is no folder that may be"},
      {folder_of("{ folder: /A, after: P90D, clause: C }"), "'/A' is no folder that may be"},
      {folder_of("{ folder: A/, after: P90D, clause: C }"), "'A/' is no folder that may be"},
      {folder_of("{ folder: \"a\\tb\", after: P90D, clause: C }"), "is no folder that may be"},
      {folder_of("{ after: P90D, clause: C }"), "'' is no folder that may be swept"},
      {folder_of("{ folder: A, clause: C }"), "'' is no period of days or months"},
      {folder_of("{ folder: A, after: PT24H, clause: C }"), "'PT24H' is no period of days"},
      {folder_of("{ folder: A, after: P1DT1H, clause: C }"), "'P1DT1H' is no period of days"},
      {folder_of("{ folder: A, after: P0D, clause: C }"), "'P0D' is no period of days"},
      {folder_of("{ folder: A, after: P101Y, clause: C }"), "'P101Y' is no period of days"},
      {folder_of("{ folder: A, after: ninety days, clause: C }"), "is no period of days"},
      {folder_of("{ folder: A, after: P90D }"), "sweep.folders.1.clause: is missing"},
      {folder_of("{ folder: A, after: P90D, clause: C, for: member }"), "'for' means nothing"},
      {folder_of("{ folder: A, after: P90D, clause: C }, { folder: A, after: P9D, clause: C }"),
       "sweep.folders.2.folder: 'A' stands twice"},
  };
  for (const auto& row : rows) {
    auto made = load(row.lines);
    ASSERT_FALSE(made) << row.lines;
    EXPECT_THAT(made.error().message, HasSubstr(row.said)) << row.lines;
    EXPECT_THAT(made.error().message, HasSubstr("agency/policy.yaml:")) << row.lines;
  }
}

TEST_F(sweep_rule_of_a_pack, is_the_parents_to_give_where_the_parent_has_one) {
  auto made = load(every + most + "  folders: [{ folder: Transitory, after: P9D, clause: C }]\n",
                   "calgary");
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, HasSubstr("sweep: changes what calgary sweeps"));
}

}  // namespace
}  // namespace tenure::policy
