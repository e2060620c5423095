#include "tests/unit/hr_csv/lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure::hr_csv {
namespace {

TEST(config, the_shipped_mapping_is_good) {
  auto made = parse_config(shipped_yaml(), "hr-lists.yaml");
  ASSERT_TRUE(made) << made.error().text();
  for (auto kind : {hr_list_kind::joiners, hr_list_kind::leavers, hr_list_kind::absences,
                    hr_list_kind::staff}) {
    EXPECT_EQ(made->layout(kind).columns.at(field::hr_id), "Employee No");
  }
}

struct wrong_row {
  const char* why;
  std::string from, to;
};

const wrong_row wrong[] = {
    {"unknown encoding", "encoding: auto", "encoding: EBCDIC"},
    {"no encoding", "encoding: auto", ""},
    {"delimiter of two", "delimiter: \",\"", "delimiter: \",,\""},
    {"delimiter that is a letter", "delimiter: \",\"", "delimiter: a"},
    {"delimiter that is a quote", "delimiter: \",\"", "delimiter: '\"'"},
    {"no date format", "[DD/MM/YYYY, YYYY-MM-DD]", "[]"},
    {"date format without a year", "[DD/MM/YYYY, YYYY-MM-DD]", "[DD/MM]"},
    {"date format with two days", "[DD/MM/YYYY, YYYY-MM-DD]", "[DD/DD/MM/YYYY]"},
    {"date format with two-digit year", "[DD/MM/YYYY, YYYY-MM-DD]", "[DD/MM/YY]"},
    {"date format in small letters", "[DD/MM/YYYY, YYYY-MM-DD]", "[dd/mm/yyyy]"},
    {"date format as a text", "[DD/MM/YYYY, YYYY-MM-DD]", "DD/MM/YYYY"},
    {"unknown person kind", "Employee: employee", "Employee: staff"},
    {"person type twice in other case", "Permanent: employee", "EMPLOYEE: agencyWorker"},
    {"unknown field", "hrId: Employee No", "hrID: Employee No"},
    {"heading used twice", "givenName: First Name", "givenName: employee no"},
    {"heading blank", "givenName: First Name", "givenName: ''"},
    {"optional field without a column", "optional: [jobTitle", "optional: [absentFrom"},
    {"required field without a column", "required: [hrId", "required: [absentFrom"},
    {"unknown list", "  joiners:", "  newcomers:"},
    {"unknown key", "encoding: auto", "encoding: auto\nencodings: auto"},
    {"key twice", "encoding: auto", "encoding: auto\nencoding: UTF-8"},
    {"no YAML", "encoding: auto", "encoding: [auto"},
};

TEST(config, what_is_wrong_is_refused_with_its_place) {
  for (const auto& row : wrong) {
    SCOPED_TRACE(row.why);
    auto yaml = shipped_yaml();
    auto at = yaml.find(row.from);
    ASSERT_NE(at, yaml.npos);
    auto made = parse_config(yaml.replace(at, row.from.size(), row.to), "hr-lists.yaml");
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().place, testing::StartsWith("hr-lists.yaml"));
    EXPECT_FALSE(made.error().message.empty());
  }
}

}  // namespace
}  // namespace tenure::hr_csv
