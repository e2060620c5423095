#include "engine/statechart/vocabulary.hpp"

#include "engine/model/yaml.hpp"
#include "engine/statechart/findings.hpp"

#include <set>

namespace tenure::statechart {
namespace {

struct named_section {
  std::string_view name;
  vocabulary::section vocabulary::* member;
};
constexpr named_section sections[] = {
    {"guards", &vocabulary::guards}, {"actions", &vocabulary::actions},
    {"actors", &vocabulary::actors}, {"delays", &vocabulary::delays},
    {"events", &vocabulary::events}, {"mailbox", &vocabulary::mailbox}};

std::vector<std::string_view> section_names() {
  std::vector<std::string_view> names;
  for (const auto& each : sections) names.push_back(each.name);
  return names;
}

vocabulary::section read_section(const yaml_node& node, findings& wrong) {
  vocabulary::section section;
  if (!node.map()) wrong.add(node.line, node.key, "is no map", "Write `name: description`");
  for (const auto& item : node.items) {
    if (!item.scalar() || item.text.empty()) {
      wrong.add(item.line, node.key + "." + item.key, "has no description",
                "Say in one line what it means");
    }
    section.emplace(item.key, item.text);
  }
  return section;
}

vocabulary read(const yaml_node& root, findings& wrong) {
  vocabulary names;
  if (!root.map()) wrong.add(1, "vocabulary", "is no map", "Write sections: guards, actions, ...");
  for (const auto& node : root.items) {
    bool known = false;
    for (const auto& each : sections) {
      if (node.key != each.name) continue;
      names.*each.member = read_section(node, wrong);
      known = true;
    }
    if (!known) {
      wrong.add(node.line, node.key, "is no section of a vocabulary",
                did_you_mean(node.key, section_names(),
                             "Sections: guards, actions, actors, delays, events, mailbox"));
    }
  }
  return names;
}

result<vocabulary> checked(const result<yaml_node>& tree, const std::string& file) {
  if (!tree) return tree.error();
  findings wrong(file);
  auto names = read(*tree, wrong);
  if (!wrong.empty()) return wrong.as_refusal("chart.vocabulary");
  return names;
}

// The names a chart uses, one set for each section in the order of `sections`.
struct usage {
  std::set<std::string_view> guards, actions, actors, delays, events, mailbox;
};

void note_actions(const std::vector<named>& actions, usage& used) {
  for (const auto& action : actions) used.actions.insert(action.type);
}

void note(const chart& in, const vocabulary& names, usage& used) {
  for (const auto& state : in.states) {
    note_actions(state.entry, used);
    note_actions(state.exit, used);
    for (const auto& [key, value] : state.mailbox) used.mailbox.insert(key);
  }
  for (const auto& each : in.transitions) {
    note_actions(each.actions, used);
    if (each.guard) used.guards.insert(each.guard->type);
    if (each.by != trigger::event) continue;
    for (const auto& [event, description] : names.events) {
      if (each.event != "*" && answers(each.event, event)) used.events.insert(event);
    }
  }
  for (const auto& each : in.invokes) used.actors.insert(each.src);
  for (const auto& each : in.delays) used.delays.insert(each.name);
}

}  // namespace

result<vocabulary> load_vocabulary(const std::filesystem::path& file) {
  return checked(read_yaml(file), file.string());
}

result<vocabulary> parse_vocabulary(const std::string& yaml, const std::string& file) {
  return checked(parse_yaml(yaml, file), file);
}

std::vector<std::string> unused_names(const vocabulary& names,
                                      const std::vector<std::shared_ptr<const chart>>& charts) {
  usage used;
  for (const auto& each : charts) note(*each, names, used);
  const std::set<std::string_view>* sets[] = {&used.guards, &used.actions, &used.actors,
                                              &used.delays, &used.events,  &used.mailbox};
  std::vector<std::string> unused;
  for (std::size_t i = 0; i < std::size(sections); ++i) {
    for (const auto& [name, description] : names.*sections[i].member) {
      if (!sets[i]->contains(name)) unused.push_back(std::string(sections[i].name) + "." + name);
    }
  }
  return unused;
}

std::string nearest(std::string_view word, const vocabulary::section& known) {
  std::vector<std::string_view> names;
  for (const auto& [name, description] : known) names.push_back(name);
  return nearest(word, names);
}

}  // namespace tenure::statechart
