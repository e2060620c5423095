#include "engine/service/coverage/results.hpp"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

namespace tenure::coverage {
namespace {

namespace fs = std::filesystem;
using boost::property_tree::ptree;
constexpr const char* servers_too = " (on servers)";

ending ending_of(const ptree& test) {
  if (test.count("failure") > 0) return ending::failed;
  bool ran = test.get("<xmlattr>.status", "") == "run" &&
             test.get("<xmlattr>.result", "") == "completed";
  return ran ? ending::passed : ending::not_run;
}

std::string property(const ptree& test, const std::string& name) {
  auto all = test.get_child_optional("properties");
  if (!all) return {};
  for (const auto& [tag, each] : *all) {
    if (each.get("<xmlattr>.name", "") == name) return each.get("<xmlattr>.value", "");
  }
  return {};
}

void add_all(const ptree& report, results& to) {
  for (const auto& [tag, suite] : report.get_child("testsuites", {})) {
    for (const auto& [name, test] : suite) {
      auto file = property(test, "shownIn");
      if (name == "testcase" && !file.empty()) {
        to.add(file, property(test, "shows"), ending_of(test),
               property(test, "mailSystem") == "servers");
      }
    }
  }
}

}  // namespace

void results::add(const std::string& file, const std::string& title, ending how,
                  bool on_servers) {
  auto key = file + ": " + title + (on_servers ? servers_too : "");
  auto& known = endings_.emplace(key, how).first->second;
  if (how == ending::failed) known = how;  // one failure among several runs is a failure
}

ending results::of(const std::string& key) const {
  auto found = endings_.find(key);
  return found == endings_.end() ? ending::not_run : found->second;
}

ending results::of(const claim& which) const {
  auto key = which.file + ": " + which.title;
  auto once = of(key);
  if (!which.row || !which.real_servers || once == ending::failed) return once;
  auto again = of(key + servers_too);
  return again == ending::passed ? once : again;
}

result<results> read_results(const fs::path& folder) {
  results out;
  std::error_code none;
  for (const auto& each : fs::directory_iterator(folder, none)) {
    // ctest's own report has no properties of tests.
    if (each.path().extension() != ".xml" || each.path().filename() == "ctest.xml") continue;
    try {
      ptree report;
      boost::property_tree::read_xml(each.path().string(), report);
      add_all(report, out);
    } catch (const boost::property_tree::xml_parser_error& why) {
      return refusal{.code = "coverage.unreadable", .message = why.what()};
    }
  }
  if (!out.empty()) return out;
  return refusal{.code = "coverage.no_results",
                 .message = "no test in " + folder.string() + " said which rule it shows",
                 .place = {}, .rule = {},
                 .way_out = "Run the tests first: tests/run cases account; then name the folder of "
                            "their reports with --results"};
}

}  // namespace tenure::coverage
