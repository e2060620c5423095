#include "engine/decide/can_run.hpp"

#include "engine/decide/deliberation.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace tenure::decide {
namespace {

using statechart::chart;

// Where each name without a meaning is used first: ("guards", name) -> line.
class strangers {
 public:
  void look(std::string_view kind, const std::string& name, int line) {
    auto known = known_names(kind);
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    auto& first = found_.try_emplace({kind, name}, line).first->second;
    first = std::min(first, line);
  }
  void look(const std::vector<statechart::named>& actions, int line) {
    for (const auto& action : actions) look("actions", action.type, line);
  }

  bool none() const { return found_.empty(); }
  std::string in_words(const std::string& file) const {
    std::string out;
    for (const auto& [which, line] : found_) {
      const auto& [kind, name] = which;
      if (!out.empty()) out += '\n';
      out += file + ":" + std::to_string(line) + ": '" + name + "' is not among the " +
             std::string(kind) + " that this version of Tenure knows";
    }
    return out;
  }

 private:
  std::map<std::pair<std::string_view, std::string>, int> found_;
};

strangers find_strangers(const chart& in) {
  strangers found;
  for (const auto& state : in.states) {
    found.look(state.entry, state.line);
    found.look(state.exit, state.line);
  }
  for (const auto& each : in.transitions) {
    found.look(each.actions, each.line);
    if (each.guard) found.look("guards", each.guard->type, each.line);
  }
  for (const auto& each : in.invokes) found.look("actors", each.src, each.line);
  for (const auto& each : in.delays) {
    if (!each.duration) found.look("delays", each.name, each.line);
  }
  return found;
}

}  // namespace

result<void> can_run(const chart& in) {
  auto found = find_strangers(in);
  if (found.none()) return {};
  return refusal{.code = "chart.name_unknown", .message = found.in_words(in.file),
                 .way_out = "Take the name out of the workflow and of the vocabulary, or use the "
                            "version of Tenure that they were written for"};
}

}  // namespace tenure::decide
