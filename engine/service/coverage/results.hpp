#pragma once
// What came of the claims in a run of the tests, as GoogleTest's XML reports have it.

#include "engine/model/refusal.hpp"
#include "engine/service/coverage/catalogue.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace tenure::coverage {

enum class ending { passed, failed, not_run };

// By "file: title". What is not in it did not run.
class results {
 public:
  // `on_servers`: of a row, that real servers played it.
  void add(const std::string& file, const std::string& title, ending how, bool on_servers = false);
  // Of a row that is played twice, the worse one.
  ending of(const claim& which) const;
  bool empty() const { return endings_.empty(); }

 private:
  ending of(const std::string& key) const;
  std::map<std::string, ending> endings_;
};

// All *.xml in the folder, as tests/run leaves them there; a test that marks itself has the
// properties `shownIn` and `shows`, and `mailSystem` = "servers" when a row was played there.
// Refused: coverage.no_results, coverage.unreadable.
result<results> read_results(const std::filesystem::path& folder);

}  // namespace tenure::coverage
