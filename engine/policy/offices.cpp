#include "engine/policy/offices.hpp"

#include "engine/policy/notices.hpp"

#include <algorithm>

namespace tenure::policy {
namespace {

constexpr std::size_t longest_name = 64;

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool letter_or_digit(char c) {
  return lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What stands in a task's assignee and in the trail as it is: no blank, no colon, no comma.
bool good_name(const std::string& name) {
  return !name.empty() && name.size() <= longest_name && lower(name.front()) &&
         std::all_of(name.begin(), name.end(), letter_or_digit);
}

}  // namespace

void read_offices(const yaml_node& section,
                  std::map<std::string, std::string, std::less<>>& onto, const fault_sink& fault) {
  for (const auto& node : section.items) {
    auto path = "offices." + node.key;
    if (!good_name(node.key)) {
      fault(node, path, "is no name of an office", "Write it like mailRoom, at most 64 characters");
    } else if (onto.contains(node.key)) {
      fault(node, path, "is an office already (" + onto.find(node.key)->second + ")",
            "Use it as it is, or give this one another name");
    } else if (!node.scalar() || node.text.empty() || !printable(node.text)) {
      fault(node, path, "says not what the office does", "Write one sentence");
    } else {
      onto.emplace(node.key, node.text);
    }
  }
}

}  // namespace tenure::policy
