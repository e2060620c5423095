#pragma once
// Reading the notices of a pack: their texts and variables are judged when the pack is loaded, so
// that none fails when it is to be sent. Private to loading.

#include "engine/model/yaml.hpp"
#include "engine/policy/pack.hpp"
#include "engine/policy/vocabulary.hpp"

#include <string>
#include <vector>

namespace tenure::policy {

// What is wrong, line by line: "file:line: path: what. way out".
struct fault_list {
  std::vector<std::string> lines;

  void add(const std::string& file, int line, const std::string& path, const std::string& what,
           const std::string& way_out) {
    lines.push_back(file + ":" + std::to_string(line) + ": " + path + ": " + what + ". " + way_out);
  }
};

// No control characters but line feed and tab.
bool printable(std::string_view text);

// One notice into `onto`. The HTML part says what the text says (the same variables), holds no
// scripts, no remote content, no page of its own, and no variable within a tag.
void read_notice(const yaml_node& node, const vocabulary& words, const std::string& file,
                 pack& onto, fault_list& faults);

}  // namespace tenure::policy
