#pragma once
// cases.yaml: what an organisation asks for, as rows of given, when and then. The form is described
// in config/policies/README.md; here a file becomes rows, each with its line.

#include "engine/model/refusal.hpp"
#include "engine/model/yaml.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tenure::rows {

struct case_row {
  std::string file;
  int line = 0;
  std::string title;
  std::vector<std::string> rules;  // "CAM-11c": at least one
  std::string pack;                // of a workflow's row: whose rules; else the file's folder
  yaml_node given;                 // kind nothing: the usual
  std::vector<yaml_node> when;     // each a map of one key
  yaml_node then;
  std::string memory_only;  // why real servers cannot play it; empty: they can

  std::string place(int of_line) const { return file + ":" + std::to_string(of_line); }
};

// Refused: yaml.*, and case.malformed with "file:line: what is wrong" for every fault, a line each.
result<std::vector<case_row>> load_cases(const std::filesystem::path& file);
result<std::vector<case_row>> read_cases(const std::string& text, const std::string& file);

}  // namespace tenure::rows
