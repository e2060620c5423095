#include "tests/simulation/reached.hpp"

#include "engine/statechart/transitions.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>

namespace tenure::test {
namespace {

namespace fs = std::filesystem;
const fs::path source = TENURE_SOURCE_DIR;
constexpr int rarely = 3;  // histories

// Every code with which the engine refuses a request, an answer or an act, as its source has them.
std::set<std::string> all_refusals() {
  std::set<std::string> out;
  const std::regex code(
      R"re((?:no|no_name|refuse)\(\s*(?:[ad], )?"([a-z_]+\.[a-z_.]+)")re"
      R"re(|code = "([a-z_]+\.[a-z_.]+)")re");
  std::vector<fs::path> files{"engine/flow/mailboxes.cpp", "engine/policy/naming.cpp",
                              "engine/service/resending.cpp"};
  for (const auto& each : fs::directory_iterator(source / "engine/decide")) {
    // What the loader says of names that nothing knows is no answer to anybody's request.
    if (each.path().extension() == ".cpp" && each.path().stem() != "can_run") {
      files.push_back(each.path());
    }
  }
  for (const auto& file : files) {
    std::ifstream in(source / file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) {
      out.insert((*at)[1].matched ? (*at)[1] : (*at)[2]);
    }
  }
  return out;
}

std::set<std::string> all_transitions() {
  world any;
  auto out = statechart::transitions_of(*any.chart);
  for (const auto& [id, chart] : any.case_charts) out.merge(statechart::transitions_of(*chart));
  return out;
}

// Lines of unreachable.txt, each with the reason above it.
std::set<std::string> unreachable() {
  std::set<std::string> out;
  std::ifstream in(source / "tests/simulation/unreachable.txt");
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') out.insert(line);
  }
  return out;
}

void print_of(const char* what, const std::set<std::string>& all,
              const std::map<std::string, int>& in_histories) {
  std::size_t count = 0;
  for (const auto& each : all) count += in_histories.contains(each);
  std::cout << what << " reached: " << count << " of " << all.size() << '\n';
  for (const auto& each : all) {
    auto found = in_histories.find(each);
    if (found == in_histories.end()) std::cout << "never: " << each << '\n';
    else if (found->second < rarely) std::cout << "rarely: " << each << '\n';
  }
}

}  // namespace

void reached::add(const watch& lived) {
  auto transitions = lived.taken_by_name();
  std::lock_guard lock(together_);
  for (const auto& each : transitions) ++in_histories_[each];
  for (const auto& each : lived.refusals) ++in_histories_[each];
  wrong.insert(wrong.end(), lived.wrong.begin(), lived.wrong.end());
  ++histories;
  entries += lived.entries();
}

void reached::print() const {
  print_of("transitions", all_transitions(), in_histories_);
  print_of("refusals", all_refusals(), in_histories_);
}

bool reached::has(const std::string& transition_or_refusal) const {
  std::lock_guard lock(together_);
  return in_histories_.contains(transition_or_refusal);
}

std::vector<std::string> reached::missing_refusals() const {
  std::vector<std::string> out;
  for (const auto& each : all_refusals()) {
    if (!in_histories_.contains(each)) out.push_back(each);
  }
  return out;
}

std::vector<std::string> reached::missing() const {
  std::vector<std::string> out;
  auto listed = unreachable();
  for (const auto& each : all_transitions()) {
    if (!in_histories_.contains(each) && !listed.contains(each)) out.push_back(each);
  }
  return out;
}

std::vector<std::string> reached::disagreements() const {
  std::vector<std::string> out;
  auto all = all_transitions();
  all.merge(all_refusals());
  auto listed = unreachable();
  for (const auto& each : all) {
    bool happened = in_histories_.contains(each);
    if (!happened && !listed.contains(each)) out.push_back("was never reached: " + each);
    if (happened && listed.contains(each)) out.push_back("is listed and happens: " + each);
  }
  for (const auto& each : listed) {
    if (!all.contains(each)) out.push_back("is listed and exists no more: " + each);
  }
  return out;
}

}  // namespace tenure::test
