// The checker has teeth: each row changes one line of a shipped pack or workflow, as somebody might
// by mistake, and the pack must be refused. A line that the row wants changed and that is not there
// fails the row: a seed that no longer grows shows nothing.

#include "engine/check/check.hpp"
#include "engine/model/yaml.hpp"
#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <sstream>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;

const fs::path root = TENURE_SOURCE_DIR;

struct defect {
  std::string name, file, after, from, to, found, pack, only;
  int line = 0;
};

void PrintTo(const defect& of, std::ostream* to) { *to << "defects.yaml:" << of.line; }

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<defect> seeds() {
  std::vector<defect> out;
  auto listed = read_yaml(root / "tests/unit/check/defects.yaml").value();
  for (const auto& node : listed.items) {
    auto text = [&](std::string_view key, const char* otherwise = "") {
      const auto* found = node.find(key);
      return found != nullptr ? found->text : std::string(otherwise);
    };
    out.push_back({text("name"), text("file"), text("after"), text("from"), text("to"),
                   text("found"), text("pack", "cambridgeshire"), text("only"), node.line});
  }
  return out;
}

// "workflows/internal-forward/workflow.yaml" -> "internalForward": only what was changed is tried.
std::string workflow_in(const fs::path& file) {
  if (file.filename() != "workflow.yaml") return {};
  std::string out;
  for (char c : file.parent_path().filename().string()) {
    bool joins = !out.empty() && out.back() == '-';
    if (joins) out.back() = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    else out += c;
  }
  return out;
}

class seeded : public testing::TestWithParam<defect> {};

TEST_P(seeded, defect_is_found) {
  const auto& row = GetParam();
  support::temp_folder copy("defect");
  for (const char* folder : {"workflows", "config/policies"}) {
    fs::create_directories((copy / folder).parent_path());
    fs::copy(root / folder, copy.path() / folder, fs::copy_options::recursive);
  }
  auto text = text_of(copy / row.file);
  auto behind = text.find(row.after);
  ASSERT_NE(behind, text.npos) << "defects.yaml:" << row.line << ": `after` is not there";
  auto at = text.find(row.from, behind);
  ASSERT_NE(at, text.npos) << "defects.yaml:" << row.line << ": the line is not there any more";
  std::ofstream(copy / row.file) << text.replace(at, row.from.size(), row.to);

  auto seen = check::check_pack(copy / "config/policies" / row.pack, copy / "workflows",
                                {.first_only = true,
                                 .only = row.only.empty() ? workflow_in(row.file) : row.only});
  ASSERT_FALSE(seen.findings.empty()) << "nobody noticed";
  EXPECT_EQ(seen.findings.front().id, row.found) << seen.findings.front().message;
}

INSTANTIATE_TEST_SUITE_P(all, seeded, testing::ValuesIn(seeds()),
                         [](const auto& info) {
                           auto name = info.param.name;
                           auto letter = [](unsigned char c) { return std::isalnum(c) != 0; };
                           std::replace_if(name.begin(), name.end(), std::not_fn(letter), '_');
                           return name;
                         });

TEST(seeds, are_many) { EXPECT_GE(seeds().size(), 350u); }

}  // namespace
}  // namespace tenure::test
