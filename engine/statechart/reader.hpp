#pragma once
// Private to engine/statechart: from the YAML tree to a chart whose targets are still names.

#include "engine/model/yaml.hpp"
#include "engine/statechart/chart.hpp"
#include "engine/statechart/findings.hpp"
#include "engine/statechart/vocabulary.hpp"

#include <span>

namespace tenure::statechart {

// A chart as read. `targets[i]` are the target names of `in.transitions[i]` as written.
struct draft {
  chart in;
  std::vector<std::vector<std::string>> targets;
  std::vector<std::string> initials;  // by state; empty: none written
};

class reader {
 public:
  reader(const vocabulary& names, findings& wrong) : names_(names), wrong_(wrong) {}
  draft read(const yaml_node& root);

 private:
  const vocabulary& names_;
  findings& wrong_;
  draft draft_;

  state_index read_state(const yaml_node& node, state_index parent, const std::string& key);
  void read_facts(const yaml_node& node, state_node& state);
  void read_children(const yaml_node& node, state_index self);
  void read_type(const yaml_node& node, state_node& state);
  void read_meta(const yaml_node& meta, state_node& state);
  void read_behaviour(const yaml_node& node, state_index self);
  void read_on(const yaml_node& on, state_index self);
  void read_after(const yaml_node& after, state_index self);
  void read_invoke(const yaml_node& node, state_index self);
  void read_one_invoke(const yaml_node& node, state_index self);

  struct origin {  // whose transitions are being read
    state_index self;
    trigger by;
    std::string event;
    std::string place;
  };
  void read_transitions(const yaml_node& node, const origin& of);
  void read_transition(const yaml_node& node, const origin& of);
  void read_targets(const yaml_node& node, const std::string& place,
                    std::vector<std::string>& targets);

  std::vector<named> read_actions(const yaml_node& node, const std::string& place);
  std::optional<named> read_named(const yaml_node& node, const std::string& place,
                                  const vocabulary::section& known, std::string_view kind);
  attributes read_attributes(const yaml_node& node, const std::string& place);
  std::string text_of(const yaml_node& node, const std::string& place);
  std::string name_of(const yaml_node& node, const std::string& place);
  void check_name(const yaml_node& at, const std::string& name, const std::string& place);
  void check_known(const yaml_node& at, const std::string& name, const std::string& place,
                   const vocabulary::section& known, std::string_view kind);
  void check_keys(const yaml_node& node, const std::string& place,
                  std::span<const std::string_view> allowed);
  void check_event(const yaml_node& at, const std::string& place);
  bool flag_of(const yaml_node& node, const std::string& place);
  std::string place_of(state_index state) const;
};

}  // namespace tenure::statechart
