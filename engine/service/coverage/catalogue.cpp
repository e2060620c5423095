#include "engine/service/coverage/catalogue.hpp"

#include "engine/model/yaml.hpp"

#include <algorithm>
#include <set>

namespace tenure::coverage {
namespace {

constexpr const char* file_name = "config/policies/rules.yaml";

class catalogue_reader {
 public:
  result<catalogue> read(const yaml_node& root) {
    const auto* organisations = root.find("organisations");
    const auto* rules = root.find("rules");
    if (organisations == nullptr || rules == nullptr || !rules->list()) {
      return refusal{.code = "coverage.malformed",
                     .message = std::string(file_name) + ":1: say organisations and rules"};
    }
    for (const auto& each : organisations->items) {
      out_.organisations.push_back({each.key, each.text});
    }
    for (const auto& node : rules->items) read_rule(node);
    if (faults_.empty()) return std::move(out_);
    return refusal{.code = "coverage.malformed", .message = faults_};
  }

 private:
  void fault(const yaml_node& at, const std::string& what) {
    faults_ += (faults_.empty() ? "" : "\n") + std::string(file_name) + ":" +
               std::to_string(at.line) + ": " + what;
  }

  void read_rule(const yaml_node& node) {
    rule made;
    const std::pair<const char*, std::string*> members[] = {{"id", &made.id},
                                                            {"means", &made.means},
                                                            {"lacks", &made.lacks},
                                                            {"outOfReach", &made.out_of_reach}};
    for (const auto& part : node.items) {
      auto known = std::ranges::find(members, part.key, [](const auto& each) {
        return std::string(each.first);
      });
      if (known == std::end(members)) fault(part, "'" + part.key + "' is no part of a rule");
      else *known->second = part.text;
    }
    bool told = std::ranges::any_of(out_.organisations, [&](const organisation& each) {
      return each.prefix == made.organisation();
    });
    if (!told) fault(node, "'" + made.id + "' is of no organisation of this file");
    if (made.means.empty()) fault(node, "say in a line what " + made.id + " means");
    if (!ids_.insert(made.id).second) fault(node, made.id + " stands here twice");
    out_.rules.push_back(std::move(made));
  }

  catalogue out_;
  std::set<std::string> ids_;
  std::string faults_;
};

}  // namespace

const rule* catalogue::find(const std::string& id) const {
  auto found = std::ranges::find(rules, id, &rule::id);
  return found == rules.end() ? nullptr : &*found;
}

result<catalogue> read_catalogue(const std::filesystem::path& source) {
  auto root = read_yaml(source / file_name);
  if (!root) return root.error();
  return catalogue_reader().read(*root);
}

}  // namespace tenure::coverage
