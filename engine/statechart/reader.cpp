#include "engine/statechart/reader.hpp"

#include <algorithm>
#include <cctype>

namespace tenure::statechart {
namespace {

using namespace std::literals;

constexpr std::string_view root_keys[] = {
    "id",    "version", "description", "initial", "context", "states", "on",   "entry",
    "exit",  "always",  "after",       "invoke",  "type",    "meta",   "tags"};
constexpr std::string_view state_keys[] = {
    "id",     "description", "initial", "states", "on",   "entry", "exit",
    "always", "after",       "invoke",  "type",   "meta", "tags",  "onDone"};
constexpr std::string_view transition_keys[] = {"target", "guard", "actions", "reenter",
                                                "description"};
constexpr std::string_view invoke_keys[] = {"id", "src", "input", "onDone", "onError"};
constexpr std::string_view named_keys[] = {"type", "params"};
constexpr std::string_view meta_keys[] = {"mailbox"};

bool is_name(std::string_view text) {
  auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  auto inner = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, inner);
}

// Plain scalars that YAML readers turn into a number that prints differently: 010, 0x1f, 1.0, 1e3.
bool is_odd_number(std::string_view text) {
  auto digits = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  if (digits.starts_with('.')) digits.remove_prefix(1);
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return false;
  if (digits.find_first_not_of("0123456789abcdefABCDEFxXoO.+_-") != digits.npos) return false;
  if (std::ranges::count(digits, '-') > 1) return false;  // a date is no number
  bool whole = digits.find_first_not_of("0123456789") == digits.npos;
  return !whole || text.starts_with('+') || text.starts_with('.') || text == "-0" ||
         (digits.size() > 1 && digits.front() == '0') || digits.size() > 15;
}

}  // namespace

draft reader::read(const yaml_node& root) {
  if (!root.map()) {
    wrong_.add(root.line == 0 ? 1 : root.line, "workflow", "is no map",
               "Write `id:`, `initial:` and `states:`");
    return {};
  }
  draft_.in.id = "workflow";
  if (const auto* id = root.find("id")) draft_.in.id = name_of(*id, "id");
  else wrong_.add(root.line, "id", "is missing", "Give the workflow an id");
  if (const auto* version = root.find("version")) {
    draft_.in.version = text_of(*version, "version");
  } else {
    wrong_.add(root.line, "version", "is missing", "Number the workflow's versions: `version: 1`");
  }
  if (const auto* context = root.find("context")) {
    draft_.in.context = read_attributes(*context, "context");
  }
  read_state(root, no_state, draft_.in.id);
  draft_.in.description = draft_.in.root().description;
  return std::move(draft_);
}

std::string reader::place_of(state_index state) const {
  const auto& node = draft_.in.states[state];
  return node.path.empty() ? draft_.in.id : draft_.in.id + "." + node.path;
}

state_index reader::read_state(const yaml_node& node, state_index parent, const std::string& key) {
  auto self = static_cast<state_index>(draft_.in.states.size());
  state_node state;
  state.key = key;
  state.index = self;
  state.parent = parent;
  state.line = node.line;
  if (parent != no_state) {
    const auto& above = draft_.in.states[parent].path;
    state.path = above.empty() ? key : above + "." + key;
  }
  state.id = parent == no_state ? draft_.in.id : draft_.in.id + "." + state.path;
  draft_.in.states.push_back(std::move(state));
  draft_.initials.emplace_back();
  auto place = place_of(self);
  if (!node.map()) {
    wrong_.add(node.line, place, "is no map", "Write at least `type: final` or an `on:`");
  } else {
    if (parent == no_state) check_keys(node, place, root_keys);
    else check_keys(node, place, state_keys);
    read_facts(node, draft_.in.states[self]);
    read_behaviour(node, self);
    read_children(node, self);
  }
  draft_.in.states[self].end = static_cast<state_index>(draft_.in.states.size());
  draft_.in.states[self].done_event = "xstate.done.state." + draft_.in.states[self].id;
  return self;
}

void reader::read_facts(const yaml_node& node, state_node& state) {
  auto place = place_of(state.index);
  if (const auto* id = node.find("id"); id != nullptr && state.parent != no_state) {
    state.id = name_of(*id, place + ".id");
  }
  if (const auto* text = node.find("description")) {
    state.description = text_of(*text, place + ".description");
  }
  if (const auto* initial = node.find("initial")) {
    draft_.initials[state.index] = name_of(*initial, place + ".initial");
  }
  read_type(node, state);
  if (const auto* meta = node.find("meta")) read_meta(*meta, state);
  if (const auto* entry = node.find("entry")) state.entry = read_actions(*entry, place + ".entry");
  if (const auto* exit = node.find("exit")) state.exit = read_actions(*exit, place + ".exit");
  const auto* tags = node.find("tags");
  if (tags == nullptr) return;
  if (tags->scalar()) state.tags.push_back(tags->text);
  for (const auto& tag : tags->items) state.tags.push_back(text_of(tag, place + ".tags"));
}

void reader::read_type(const yaml_node& node, state_node& state) {
  const auto* states = node.find("states");
  state.type = states != nullptr ? state_type::compound : state_type::atomic;
  const auto* type = node.find("type");
  if (type == nullptr) return;
  if (type->text == "final") {
    state.type = state_type::final;
  } else if (type->text == "parallel") {
    state.type = state_type::parallel;
  } else if (type->text == "history") {
    wrong_.add(type->line, place_of(state.index), "history states are not part of the language",
               "Target the state that is meant; where an account stands must be readable");
  } else {
    wrong_.add(type->line, place_of(state.index), "'" + type->text + "' is no type",
               "`final` or `parallel`; leave `type` out for any other state");
  }
}

void reader::read_meta(const yaml_node& meta, state_node& state) {
  auto place = place_of(state.index) + ".meta";
  check_keys(meta, place, meta_keys);
  const auto* mailbox = meta.find("mailbox");
  if (mailbox == nullptr) return;
  state.mailbox = read_attributes(*mailbox, place + ".mailbox");
  for (const auto& item : mailbox->items) {
    check_known(item, item.key, place + ".mailbox", names_.mailbox, "mailbox condition");
  }
}

void reader::read_children(const yaml_node& node, state_index self) {
  const auto* states = node.find("states");
  if (states == nullptr) return;
  auto place = place_of(self) + ".states";
  if (!states->map() || states->items.empty()) {
    wrong_.add(states->line, place, "has no states", "Write `name: { ... }` for each state");
    return;
  }
  for (const auto& child : states->items) {
    if (draft_.in.states.size() == states_max) {
      wrong_.add(child.line, place, "more than " + std::to_string(states_max) + " states",
                 "Split the workflow");
      return;
    }
    check_name(child, child.key, place);
    auto index = read_state(child, self, child.key);
    draft_.in.states[self].children.push_back(index);
  }
}

void reader::read_behaviour(const yaml_node& node, state_index self) {
  auto place = place_of(self);
  if (const auto* on = node.find("on")) read_on(*on, self);
  if (const auto* done = node.find("onDone"); done != nullptr && self != 0) {
    read_transitions(*done, {self, trigger::state_done,
                             "xstate.done.state." + draft_.in.states[self].id, place + ".onDone"});
  }
  if (const auto* invoke = node.find("invoke")) read_invoke(*invoke, self);
  if (const auto* after = node.find("after")) read_after(*after, self);
  if (const auto* always = node.find("always")) {
    read_transitions(*always, {self, trigger::always, "", place + ".always"});
  }
}

void reader::read_on(const yaml_node& on, state_index self) {
  auto place = place_of(self) + ".on";
  if (!on.map()) wrong_.add(on.line, place, "is no map", "Write `event: { target: ... }`");
  for (const auto& item : on.items) {
    check_event(item, place);
    read_transitions(item, {self, trigger::event, item.key, place + "." + item.key});
  }
}

void reader::check_event(const yaml_node& at, const std::string& place) {
  const auto& descriptor = at.key;
  bool wildcard = descriptor == "*" || descriptor.ends_with(".*");
  if (wildcard && descriptor.find('*') == descriptor.size() - 1) {
    bool answered = std::ranges::any_of(names_.events, [&](const auto& known) {
      return answers(descriptor, known.first);
    });
    if (!answered) {
      wrong_.add(at.line, place, "'" + descriptor + "' answers to no event of the vocabulary",
                 "Correct the prefix, or add the events to the vocabulary");
    }
    return;
  }
  check_known(at, descriptor, place, names_.events, "event");
}

void reader::read_after(const yaml_node& after, state_index self) {
  auto place = place_of(self) + ".after";
  if (!after.map()) wrong_.add(after.line, place, "is no map", "Write `delay: { target: ... }`");
  for (const auto& item : after.items) {
    delay found{item.key, {}, {}, self, item.line};
    if (!names_.delays.contains(item.key)) found.duration = parse_period(item.key);
    if (found.duration) {
      constexpr double month = 30.436875, day = 86400, longest = 1200 * month;  // days; 100 years
      double days = found.duration->months * month + found.duration->days +
                    static_cast<double>(found.duration->seconds) / day;
      if (found.duration->zero()) {
        wrong_.add(item.line, place, "a deadline of no time at all", "Use `always`");
      } else if (days > longest) {
        wrong_.add(item.line, place, "'" + item.key + "' is longer than 100 years",
                   "Nobody will be there to see it; shorten it");
      }
    } else if (std::ranges::all_of(item.key, [](char c) { return c >= '0' && c <= '9'; })) {
      wrong_.add(item.line, place, "'" + item.key + "' has no unit",
                 "Write an ISO 8601 duration such as P30D or PT15M, or the name of a delay");
    } else {
      check_known(item, item.key, place, names_.delays, "delay and no ISO 8601 duration");
    }
    found.event = "xstate.after." + item.key + "." + draft_.in.states[self].id;
    draft_.in.states[self].delays.push_back(static_cast<std::uint16_t>(draft_.in.delays.size()));
    draft_.in.delays.push_back(found);
    read_transitions(item, {self, trigger::after, found.event, place + "." + item.key});
  }
}

void reader::read_invoke(const yaml_node& node, state_index self) {
  if (!node.list()) return read_one_invoke(node, self);
  for (const auto& item : node.items) read_one_invoke(item, self);
}

void reader::read_one_invoke(const yaml_node& node, state_index self) {
  auto place = place_of(self) + ".invoke";
  check_keys(node, place, invoke_keys);
  invocation found;
  found.state = self;
  found.line = node.line;
  if (const auto* id = node.find("id")) found.id = name_of(*id, place + ".id");
  else wrong_.add(node.line, place, "has no id", "Give it one; results come back under it");
  if (const auto* src = node.find("src")) {
    found.src = text_of(*src, place + ".src");
    check_known(*src, found.src, place + ".src", names_.actors, "actor");
  } else {
    wrong_.add(node.line, place, "has no src", "Name the actor to run");
  }
  if (const auto* input = node.find("input")) {
    found.input = read_attributes(*input, place + ".input");
  }
  auto done = "xstate.done.actor." + found.id, error = "xstate.error.actor." + found.id;
  draft_.in.states[self].invokes.push_back(static_cast<std::uint16_t>(draft_.in.invokes.size()));
  draft_.in.invokes.push_back(std::move(found));
  if (const auto* then = node.find("onDone")) {
    read_transitions(*then, {self, trigger::invoke_done, done, place + ".onDone"});
  }
  if (const auto* then = node.find("onError")) {
    read_transitions(*then, {self, trigger::invoke_error, error, place + ".onError"});
  }
}

void reader::read_transitions(const yaml_node& node, const origin& of) {
  if (node.list()) {
    if (node.items.empty()) {
      wrong_.add(node.line, of.place, "is an empty list", "Remove it, or write a transition");
    }
    for (const auto& item : node.items) read_transition(item, of);
  } else {
    read_transition(node, of);
  }
}

void reader::read_transition(const yaml_node& node, const origin& of) {
  transition found;
  found.by = of.by;
  found.event = of.event;
  found.source = of.self;
  found.line = node.line;
  std::vector<std::string> targets;
  if (node.scalar()) {
    targets.push_back(node.text);
  } else {
    check_keys(node, of.place, transition_keys);
    if (const auto* target = node.find("target")) read_targets(*target, of.place, targets);
    if (const auto* guard = node.find("guard")) {
      found.guard = read_named(*guard, of.place + ".guard", names_.guards, "guard");
    }
    if (const auto* actions = node.find("actions")) {
      found.actions = read_actions(*actions, of.place + ".actions");
    }
    if (const auto* text = node.find("description")) {
      found.description = text_of(*text, of.place + ".description");
    }
    if (const auto* reenter = node.find("reenter")) {
      found.reenter = flag_of(*reenter, of.place + ".reenter");
    }
  }
  auto index = static_cast<std::uint16_t>(draft_.in.transitions.size());
  auto& state = draft_.in.states[of.self];
  (of.by == trigger::always ? state.always : state.handlers).push_back(index);
  draft_.in.transitions.push_back(std::move(found));
  draft_.targets.push_back(std::move(targets));
}

void reader::read_targets(const yaml_node& node, const std::string& place,
                          std::vector<std::string>& targets) {
  if (node.scalar()) {
    targets.push_back(node.text);
    return;
  }
  if (!node.list() || node.items.empty()) {
    wrong_.add(node.line, place + ".target", "names no state", "Name a state, or leave it out");
  }
  for (const auto& item : node.items) targets.push_back(text_of(item, place + ".target"));
}

std::vector<named> reader::read_actions(const yaml_node& node, const std::string& place) {
  std::vector<named> actions;
  auto add = [&](const yaml_node& each) {
    if (auto action = read_named(each, place, names_.actions, "action")) actions.push_back(*action);
  };
  if (node.list()) std::ranges::for_each(node.items, add);
  else add(node);
  return actions;
}

std::optional<named> reader::read_named(const yaml_node& node, const std::string& place,
                                        const vocabulary::section& known, std::string_view kind) {
  named found;
  const yaml_node* type = &node;
  if (node.map()) {
    check_keys(node, place, named_keys);
    type = node.find("type");
    if (const auto* params = node.find("params")) {
      found.params = read_attributes(*params, place + ".params");
    }
  }
  if (type == nullptr || !type->scalar()) {
    wrong_.add(node.line, place, "names no " + std::string(kind),
               "Write a name or { type, params }");
    return std::nullopt;
  }
  found.type = type->text;
  check_known(*type, found.type, place, known, kind);
  return found;
}

attributes reader::read_attributes(const yaml_node& node, const std::string& place) {
  attributes values;
  if (!node.map()) wrong_.add(node.line, place, "is no map", "Write `name: value`");
  for (const auto& item : node.items) values[item.key] = text_of(item, place + "." + item.key);
  return values;
}

std::string reader::text_of(const yaml_node& node, const std::string& place) {
  bool null = node.is == yaml_node::kind::nothing;
  if (!node.scalar()) {
    wrong_.add(node.line, place, null ? "has no value" : "is no single value", "Write a text");
  } else if (!node.quoted && is_odd_number(node.text)) {
    wrong_.add(node.line, place, "'" + node.text + "' is read as a different number by other tools",
               "Write it in quotes");
  }
  return node.text;
}

std::string reader::name_of(const yaml_node& node, const std::string& place) {
  check_name(node, node.text, place);
  return node.text;
}

void reader::check_name(const yaml_node& at, const std::string& name, const std::string& place) {
  if (is_name(name)) return;
  wrong_.add(at.line, place, "'" + name + "' is no name",
             "Letters, digits, '_' and '-', beginning with a letter");
}

void reader::check_known(const yaml_node& at, const std::string& name, const std::string& place,
                         const vocabulary::section& known, std::string_view kind) {
  if (known.contains(name)) return;
  std::vector<std::string_view> words;
  for (const auto& [word, description] : known) words.push_back(word);
  wrong_.add(at.line, place, "'" + name + "' is no " + std::string(kind) + " of the vocabulary",
             did_you_mean(name, words, "Correct it, or add it to the vocabulary"));
}

void reader::check_keys(const yaml_node& node, const std::string& place,
                        std::span<const std::string_view> allowed) {
  if (!node.map()) {
    wrong_.add(node.line, place, "is no map", "Write `name: value`");
    return;
  }
  for (const auto& item : node.items) {
    if (std::ranges::find(allowed, std::string_view(item.key)) != allowed.end()) continue;
    wrong_.add(item.line, place, "'" + item.key + "' is no word of the language here",
               did_you_mean(item.key, {allowed.begin(), allowed.end()}, "Remove it"));
  }
}

bool reader::flag_of(const yaml_node& node, const std::string& place) {
  if (node.text == "true") return true;
  if (node.text != "false") wrong_.add(node.line, place, "is neither true nor false", "Write true");
  return false;
}

}  // namespace tenure::statechart
