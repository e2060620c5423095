#pragma once
// A test with a folder of its own, removed afterwards.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tenure::audit::test {

class scratch : public testing::Test {
 protected:
  scratch() {
    std::string name = testing::TempDir() + "tenure-audit-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~scratch() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

}  // namespace tenure::audit::test
