#include "tests/support/shows_rule.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tenure::support {

void shows_rule(const char* rules, const char* what, std::source_location at) {
  std::string file = at.file_name();
  auto begin = file.rfind("tests/");
  testing::Test::RecordProperty("rule", rules);
  testing::Test::RecordProperty("shownIn", begin == file.npos ? file : file.substr(begin));
  testing::Test::RecordProperty("shows", what);
}

}  // namespace tenure::support
