#pragma once
// A folder of its own for one test, made with mkdtemp below $TMPDIR (or /tmp) and removed again.
// It is kept, and its name printed, when the test failed or TENURE_KEEP=1 is set.

#include <filesystem>
#include <string_view>

namespace tenure::support {

class temp_folder {
 public:
  explicit temp_folder(std::string_view name = "test");
  ~temp_folder();
  temp_folder(const temp_folder&) = delete;
  temp_folder& operator=(const temp_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// True when the running test, or its suite where no test is running, has failed so far.
bool test_failed();

}  // namespace tenure::support
