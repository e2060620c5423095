#pragma once
// A glance into the store of a service that stands still, from another process: SQLite's file, its
// log and its index of the log (https://www.sqlite.org/walformat.html). It changes nothing, and
// takes nothing from the next start: when the service is killed nobody has the store open, and the
// log is recovered from what is on the disk.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace tenure::test {

class store_glance {
 public:
  explicit store_glance(std::filesystem::path file) : file_(std::move(file)) {}

  // Rows of text. nullopt: it cannot be read in the midst of what the service is doing.
  std::optional<std::vector<std::vector<std::string>>> rows(const std::string& sql) const;
  // A transaction of that process is open.
  bool in_transaction(pid_t service) const;
  // It folds the log into the file, and not all of it is there.
  bool folding(pid_t service) const;

 private:
  std::filesystem::path file_;
};

}  // namespace tenure::test
