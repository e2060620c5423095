#include "engine/rows/case_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

namespace tenure::rows {
namespace {

constexpr std::array row_keys = {"case", "rule", "pack", "memoryOnly", "given", "when", "then"};
// "CAM-11c": an organisation's letters, and the clause as its own text counts it.
bool is_rule_id(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == text.npos || dash < 2 || dash + 1 == text.size()) return false;
  return std::ranges::all_of(text.substr(0, dash), [](char c) { return c >= 'A' && c <= 'Z'; });
}

class reader {
 public:
  explicit reader(std::string file) : file_(std::move(file)) {}

  result<std::vector<case_row>> read(const yaml_node& root) {
    const auto* rows = root.map() ? root.find("cases") : &root;
    if (rows == nullptr || !rows->list() || rows->items.empty()) {
      return refusal{.code = "case.malformed",
                     .message = file_ + ":1: a file of cases is a list, or `given:` and `cases:`"};
    }
    if (root.map()) read_common(root);
    for (const auto& node : rows->items) read_row(node);
    if (!faults_.empty()) return refusal{.code = "case.malformed", .message = faults_};
    return std::move(rows_);
  }

 private:
  void fault(const yaml_node& at, const std::string& what) {
    faults_ += (faults_.empty() ? "" : "\n") + file_ + ":" + std::to_string(std::max(at.line, 1)) +
               ": " + what;
  }

  void read_common(const yaml_node& root) {
    for (const auto& part : root.items) {
      if (part.key == "given" && part.map()) {
        common_ = part;
      } else if (part.key != "cases") {
        fault(part, "a file has `given:`, a map, and `cases:`");
      }
    }
  }

  // What the file gives, unless the row gives it otherwise.
  yaml_node given_of(const yaml_node& row) const {
    const auto* own = row.find("given");
    if (own == nullptr) return common_;
    yaml_node all = *own;
    for (const auto& part : common_.items) {
      if (own->find(part.key) == nullptr) all.items.push_back(part);
    }
    return all;
  }

  void read_row(const yaml_node& node) {
    if (!node.map()) return fault(node, "a row is a map of case, rule, given, when and then");
    for (const auto& part : node.items) {
      if (std::find(row_keys.begin(), row_keys.end(), part.key) == row_keys.end()) {
        fault(part, "'" + part.key + "' is no part of a row");
      }
    }
    case_row row{.file = file_, .line = node.line, .title = title_of(node),
                 .rules = rules_of(node), .pack = {}, .given = {}, .when = {}, .then = {},
                 .memory_only = {}};
    row.given = given_of(node);
    if (const auto* why = node.find("memoryOnly")) {
      row.memory_only = why->text;
      if (why->text.empty()) fault(*why, "memoryOnly says in a sentence why");
    }
    if (const auto* pack = node.find("pack")) row.pack = pack->text;
    const auto* when = node.find("when");
    if (when == nullptr || !when->list() || when->items.empty()) {
      return fault(when ? *when : node, "when is a list of steps");
    }
    for (const auto& step : when->items) {
      if (!step.map()) fault(step, "a step is `word: what`");
    }
    row.when = when->items;
    const auto* then = node.find("then");
    if (then == nullptr || !then->map() || then->items.empty()) {
      return fault(then ? *then : node, "then says what must be true; without it nothing is shown");
    }
    row.then = *then;
    rows_.push_back(std::move(row));
  }

  std::string title_of(const yaml_node& node) {
    const auto* title = node.find("case");
    if (title == nullptr || !title->scalar() || title->text.empty()) {
      fault(node, "case says in a sentence what the row shows");
      return {};
    }
    if (!titles_.insert(title->text).second) fault(*title, "another row has the same sentence");
    return title->text;
  }

  std::vector<std::string> rules_of(const yaml_node& node) {
    std::vector<std::string> out;
    const auto* rules = node.find("rule");
    if (rules == nullptr || !rules->list() || rules->items.empty()) {
      fault(rules ? *rules : node, "rule is a list of the rules that the row shows");
      return out;
    }
    for (const auto& rule : rules->items) {
      if (!is_rule_id(rule.text)) fault(rule, "'" + rule.text + "' is no rule's id");
      out.push_back(rule.text);
    }
    return out;
  }

  std::string file_;
  std::string faults_;
  yaml_node common_;
  std::set<std::string> titles_;
  std::vector<case_row> rows_;
};

}  // namespace

result<std::vector<case_row>> read_cases(const std::string& text, const std::string& file) {
  auto root = parse_yaml(text, file);
  if (!root) return root.error();
  return reader(file).read(*root);
}

result<std::vector<case_row>> load_cases(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return refusal{.code = "case.malformed", .message = file.string() + ": cannot be read"};
  return read_cases(text.str(), file.string());
}

}  // namespace tenure::rows
