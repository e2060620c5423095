#pragma once
// One map of a connector's YAML configuration, read key by key. Trouble is remembered, the first
// one wins, and `finish` answers it: config.unknown_key, config.missing, config.not_a_number,
// config.out_of_bounds, config.not_a_flag, config.not_text, config.not_a_map.

#include "engine/model/refusal.hpp"
#include "engine/model/yaml.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace tenure::connectors {

class settings {
 public:
  // `place`: the file's name, for refusals. The node must outlive this.
  settings(const yaml_node& node, std::string place);

  std::string text(std::string_view name);  // must be there, not empty
  std::string text(std::string_view name, std::string_view otherwise);
  std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                      std::int64_t most);
  bool flag(std::string_view name, bool otherwise);
  const yaml_node& node(std::string_view name);  // must be there; else an empty node

  void refuse(std::string code, std::string message, std::string_view name = {});
  // The first trouble, or a key that nobody asked for.
  std::optional<refusal> finish();

 private:
  const yaml_node* scalar(std::string_view name);

  const yaml_node& node_;
  std::string place_;
  std::set<std::string, std::less<>> asked_;
  std::optional<refusal> first_;
};

}  // namespace tenure::connectors
