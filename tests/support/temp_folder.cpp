#include "tests/support/temp_folder.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <system_error>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace tenure::support {

namespace {

std::filesystem::path make_folder(std::string_view name) {
  const char* parent = std::getenv("TMPDIR");
  std::string pattern = parent != nullptr && *parent != '\0' ? parent : "/tmp";
  pattern += "/tenure-" + std::string(name) + "-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "mkdtemp " + pattern);
  }
  // The servers run as nobody when the tests run as root: they must be able to pass through.
  ::chmod(pattern.c_str(), 0711);
  return pattern;
}

bool keep() {
  const char* wanted = std::getenv("TENURE_KEEP");
  return (wanted != nullptr && *wanted != '\0') || test_failed();
}

}  // namespace

bool test_failed() {
  if (std::uncaught_exceptions() > 0) {
    return true;
  }
  const auto* all = testing::UnitTest::GetInstance();
  if (const auto* test = all->current_test_info(); test != nullptr) {
    return test->result()->Failed();
  }
  const auto* suite = all->current_test_suite();
  return suite != nullptr ? suite->Failed() : all->Failed();
}

temp_folder::temp_folder(std::string_view name) : path_(make_folder(name)) {}

temp_folder::~temp_folder() {
  if (keep()) {
    std::cerr << "kept: " << path_.string() << '\n';
    return;
  }
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace tenure::support
