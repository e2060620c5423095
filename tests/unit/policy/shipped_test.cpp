// Every pack in config/policies loads; the values that carry an organisation's rules are what its
// policy says; what a weakened agency pack is told.

#include "engine/policy/pack.hpp"
#include "engine/policy/render.hpp"
#include "engine/policy/vocabulary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace tenure::policy {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path policies = fs::path(TENURE_SOURCE_DIR) / "config/policies";
const fs::path vocabulary_file =
    fs::path(TENURE_SOURCE_DIR) / "workflows/schema/policy-vocabulary.yaml";
constexpr person_kind kinds[] = {person_kind::employee, person_kind::agency_worker,
                                 person_kind::member, person_kind::non_employee,
                                 person_kind::temporary};

std::vector<std::string> shipped_names() {
  std::vector<std::string> names;
  for (const auto& folder : fs::directory_iterator(policies)) {
    if (folder.is_directory()) names.push_back(folder.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

pack load(const std::string& name) {
  return load_pack(policies / name, vocabulary_file).value();
}

class shipped : public testing::TestWithParam<std::string> {};

TEST_P(shipped, pack_loads_and_says_every_value_with_its_clause) {
  auto loaded = load_pack(policies / GetParam(), vocabulary_file);
  ASSERT_TRUE(loaded) << loaded.error().text();
  auto words = load_vocabulary(vocabulary_file).value();
  EXPECT_EQ(loaded->organisation, GetParam());
  EXPECT_EQ(loaded->digest.size(), 64u);
  EXPECT_EQ(loaded->settings.size(), words.values.size());
  for (const auto& [name, word] : words.values) {
    for (auto kind : kinds) EXPECT_FALSE(loaded->get(name, kind).clause.empty()) << name;
  }
  for (const auto& [name, variables] : words.notices) {
    attributes values;
    for (const auto& variable : variables) values[variable] = "value of " + variable;
    auto sent = render(*loaded->notice(name), values);
    ASSERT_TRUE(sent) << name;
    EXPECT_EQ(sent->text.find('{'), std::string::npos) << name;
    // An automatic answer is text; every notice has both parts.
    EXPECT_EQ(sent->html.empty(), name == "redirectReply") << name;
  }
}

// Every clause that the pack gives is explained in its README, a child's also in its parent's.
TEST_P(shipped, readme_explains_every_clause) {
  std::ostringstream text;
  text << std::ifstream(policies / GetParam() / "README.md").rdbuf();
  if (GetParam() == "wyoming-health") {
    text << std::ifstream(policies / "wyoming/README.md").rdbuf();
  }
  for (const auto& [name, entry] : load(GetParam()).settings) {
    EXPECT_THAT(text.str(), HasSubstr(entry.common.clause)) << name;
    for (const auto& [kind, special] : entry.by_kind) {
      EXPECT_THAT(text.str(), HasSubstr(special.clause)) << name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(packs, shipped, testing::ValuesIn(shipped_names()),
                         [](const auto& of) {
                           std::string name = of.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(shipped_packs, five_organisations_and_an_agency) {
  EXPECT_THAT(shipped_names(),
              testing::ElementsAre("calgary", "cambridgeshire", "massachusetts", "moitt",
                                   "wyoming", "wyoming-health"));
}

struct fact {
  const char* pack;
  const char* word;
  person_kind kind;
  const char* value;
  const char* clause;
};

using enum person_kind;
const fact facts[] = {
    {"cambridgeshire", "retentionTime", employee, "P30D", "CAM-11c"},
    {"cambridgeshire", "retentionTime", agency_worker, "PT0S", "CAM-10a"},
    {"cambridgeshire", "archiveRetention", employee, "P6Y", "CAM-19"},
    {"cambridgeshire", "absenceClosesMailbox", employee, "true", "CAM-9.2.3a"},
    {"moitt", "retentionTime", employee, "P6M", "PAK-13"},
    {"moitt", "handOverToHead", employee, "true", "PAK-13"},
    {"moitt", "addressTemplate", employee, "{jobTitle}", "PAK-6a"},
    {"wyoming", "joinerApproval", employee, "none", "WYO-II.B1"},
    {"wyoming", "joinerApproval", agency_worker, "agreement", "WYO-II.B1"},
    {"wyoming", "joinerApproval", member, "agreement", "WYO-II.B1"},
    {"wyoming", "joinerApproval", non_employee, "agreement", "WYO-II.B1"},
    {"wyoming", "joinerApproval", temporary, "agreement", "WYO-II.B1"},
    {"wyoming", "keepOldAddressAsAlias", employee, "true", "practice"},
    {"wyoming-health", "joinerApproval", non_employee, "agreement", "WYO-II.B1"},
    {"massachusetts", "archiveOnClosing", employee, "true", "MAS-5"},
    {"massachusetts", "driftRepair", employee, "true", "practice"},
    {"calgary", "leavingInstant", employee, "endOfDay", "CAL-AM1"},
    {"calgary", "absenceClosesMailbox", employee, "false", "CAL-AM3"},
};

TEST(shipped_packs, rule_as_their_policies_say) {
  for (const auto& row : facts) {
    const auto rules = load(row.pack);
    const auto& is = rules.get(row.word, row.kind);
    EXPECT_EQ(is.value, row.value) << row.pack << " " << row.word;
    EXPECT_EQ(is.clause, row.clause) << row.pack << " " << row.word;
  }
}

// WYO-I.D: an agency adds policy and never drops a provision of the enterprise.
TEST(shipped_packs, an_agency_that_weakens_the_state_is_refused) {
  struct {
    const char *from, *to, *said;
  } rows[] = {
      {"value: P90D", "value: P7D", "'P7D' weakens 'P30D' (WYO-III.G) of wyoming"},
      {"value: P90D", "value: P1M", "weakens 'P30D' (WYO-III.G)"},  // February is shorter
      {"value: P10Y", "value: P35M", "weakens 'P3Y' (WYO-III.G)"},
      {"  driftRepair:\n    value: true", "  archiveOnClosing:\n    value: false",
       "weakens 'true' (WYO-III.G)"},
      {"  driftRepair:\n    value: true", "  keepOldAddressAsAlias:\n    value: false",
       "weakens 'true' (practice)"},
      {"value: 20\n", "value: 101\n", "'101' weakens '100'"},
  };
  std::string root = (fs::temp_directory_path() / "tenure-agency-XXXXXX").string();
  ASSERT_TRUE(mkdtemp(root.data()));
  fs::copy(policies, root, fs::copy_options::recursive);
  auto file = fs::path(root) / "wyoming-health/policy.yaml";
  std::ostringstream good;
  good << std::ifstream(file).rdbuf();
  for (const auto& row : rows) {
    SCOPED_TRACE(row.to);
    auto text = good.str();
    auto at = text.find(row.from);
    ASSERT_NE(at, text.npos);
    std::ofstream(file) << text.replace(at, std::string(row.from).size(), row.to);
    auto loaded = load_pack(fs::path(root) / "wyoming-health", vocabulary_file);
    ASSERT_FALSE(loaded);
    EXPECT_THAT(loaded.error().message, HasSubstr(row.said));
  }
  fs::remove_all(root);
}

}  // namespace
}  // namespace tenure::policy
