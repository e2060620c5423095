#pragma once
// YAML as configuration needs it: a tree that knows its lines and keeps every scalar as written, so
// that 010 stays "010" and `no` stays "no" until the reader who knows the type judges it.
//
// Refused (yaml.*), because each has made somebody's configuration say what they did not mean:
// the same key twice in a map, anchors and aliases (also the way to a YAML bomb), tags, several
// documents in one file, keys that are no plain text, more than 64 levels, more than 1 MiB.

#include "engine/model/refusal.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tenure {

struct yaml_node {
  enum class kind { nothing, scalar, list, map };

  kind is = kind::nothing;
  int line = 0;         // first line is 1
  std::string text;     // of a scalar
  bool quoted = false;  // the scalar stood in quotes or as a block: "30", not 30
  std::string key;      // of a node that stands in a map
  std::vector<yaml_node> items;  // of a list or a map, in file order

  bool scalar() const { return is == kind::scalar; }
  bool map() const { return is == kind::map; }
  bool list() const { return is == kind::list; }
  const yaml_node* find(std::string_view name) const;  // nullptr: not a map, or no such key
};

// `place` of a refusal is "file:line". An empty document is a node of kind nothing.
result<yaml_node> parse_yaml(const std::string& text, const std::string& file);
result<yaml_node> read_yaml(const std::filesystem::path& file);

}  // namespace tenure
