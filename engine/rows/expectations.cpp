// What a row's `then` may ask. One function per word; each says what it found instead.
#include "engine/audit/json_cursor.hpp"
#include "engine/rows/case_words.hpp"
#include "engine/rows/mail_words.hpp"
#include "engine/rows/runner.hpp"
#include "engine/rows/stage.hpp"

#include <algorithm>

namespace tenure::rows {
namespace {


void expect_state(stage& on, const account& of, const yaml_node& node) {
  for (const auto& wanted : texts(on, node)) {
    if (!lies_in(of.state, wanted)) on.fail(node, "the state is " + of.state + ", not " + wanted);
  }
}

// A field of the condition as it stands in the trail, without its name: `"blocked"`, `["a"]`.
std::string field_text(const mailbox_condition& of, const std::string& field) {
  std::string_view wanted[] = {field};
  auto json = to_json(only(of, wanted));
  auto colon = json.find(':');
  return colon == json.npos ? "nothing" : json.substr(colon + 1, json.size() - colon - 2);
}

bool is_number(const std::string& field) { return field == "quota" || field == "messageSize"; }

std::string quoted(const yaml_node& node) {
  if (node.scalar() && is_number(node.key)) return node.text;
  std::string out;
  if (node.scalar()) {
    audit::append_json_string(out, node.text);
    return out;
  }
  for (const auto& item : node.items) {
    if (!out.empty()) out += ',';
    audit::append_json_string(out, item.text);
  }
  return "[" + out + "]";
}

void expect_delegates(stage& on, const mailbox_condition& is, const yaml_node& node) {
  std::vector<std::string> found;
  if (is.delegates) {
    for (const auto& each : *is.delegates) found.push_back(each.who + " " + each.rights);
  }
  if (found != texts(on, node)) on.fail(node, "delegates are " + joined(found));
}

void expect_mailbox(stage& on, const account& of, const yaml_node& node) {
  auto box = on.world.house.look(of);
  if (node.scalar()) {
    bool there = node.text == "there";
    if (!there && node.text != "gone") on.stop(node, "write there, gone, or its condition");
    if (there != box.has_value()) on.fail(node, "the mailbox is not " + node.text);
    return;
  }
  if (!box) return on.fail(node, "there is no mailbox");
  for (const auto& field : node.items) {
    if (std::find(std::begin(condition_fields), std::end(condition_fields), field.key) ==
        std::end(condition_fields)) {
      on.stop(field, "'" + field.key + "' is no field of a mailbox");
    }
    if (field.key == "delegates") {
      expect_delegates(on, *box, field);
      continue;
    }
    auto is = field_text(*box, field.key);
    if (is != quoted(field)) on.fail(field, field.key + " is " + is + ", not " + quoted(field));
  }
}

void expect_tasks(stage& on, const account& of, const yaml_node& node) {
  std::vector<std::string> open;
  for (const auto& each : on.world.open_tasks(of.id)) {
    open.push_back(each.kind + " for " + each.assignee);
  }
  auto wanted = texts(on, node);
  std::sort(open.begin(), open.end()), std::sort(wanted.begin(), wanted.end());
  if (open != wanted) on.fail(node, "open tasks are: " + joined(open));
}

// All notices so far, in order: "leaverManager to manager".
void expect_notices(stage& on, const account& of, const yaml_node& node) {
  std::vector<std::string> sent;
  for (const auto& each : on.world.house.notices(of.id)) sent.push_back(each.name);
  if (sent != texts(on, node)) on.fail(node, "notices were: " + joined(sent));
}

// Who got notices of this template, in order: { accessAsked: ["person:1004", "person:1005"] }.
void expect_told(stage& on, const account& of, const yaml_node& node) {
  for (const auto& wanted : node.items) {
    std::vector<std::string> told;
    for (const auto& each : on.world.house.notices(of.id)) {
      if (each.name == wanted.key) told.push_back(each.to);
    }
    if (told != texts(on, wanted)) on.fail(wanted, wanted.key + " went to: " + joined(told));
  }
}

// A refusal leaves the mailbox as it was.
void expect_refused(stage& on, const account&, const yaml_node& node) {
  for (const auto& entry : on.entries(on.trail_before, {})) {
    auto code = value_of(entry.facts, "refused");
    if (!code.empty()) on.refused.insert(std::string(code));
  }
  for (const auto& wanted : texts(on, node)) {
    if (on.refused.contains(wanted) || (wanted == "nothing" && on.refused.empty())) continue;
    on.fail(node, "refused was: " + joined({on.refused.begin(), on.refused.end()}));
  }
  if (!on.refused.empty() && on.world.house.look(on.account_of(on.subject)) != on.before) {
    on.fail(node, "it was refused, and yet the mailbox has changed");
  }
}

void expect_ignored(stage& on, const account& of, const yaml_node& node) {
  bool ignored = false;
  for (const auto& entry : on.entries(on.trail_before, of.id)) {
    ignored = ignored || entry.facts.contains("ignored");
  }
  if (ignored != (text_of(node, on.row) == "true")) {
    on.fail(node, ignored ? "the last step meant nothing" : "the last step was not ignored");
  }
}

// The deadline's name, and the local time at which it falls due, or `never`.
void expect_due(stage& on, const account& of, const yaml_node& node) {
  std::vector<deadline> all;
  on.world.engine->run([&](flow::line& line) {
    all = line.in.deadlines().of_account(of.id);
    return false;
  });
  for (const auto& item : node.items) {
    auto found = std::find_if(all.begin(), all.end(), [&](const deadline& each) {
      return each.event == item.key || each.event.starts_with("xstate.after." + item.key + ".");
    });
    auto is = found == all.end() ? "never" : to_text(found->due);
    bool never = text_of(item, on.row) == "never";
    auto wanted = never ? "never" : to_text(moment(on.world.pack, item, on.row));
    if (is != wanted) on.fail(item, item.key + " falls due " + is + ", not " + wanted);
  }
}

bool fits(const audit::leaf& entry, const yaml_node& wanted) {
  for (const auto& part : wanted.items) {
    bool good = part.key == "event"  ? entry.event == part.text
                : part.key == "from" ? lies_in(entry.from, part.text)
                : part.key == "to"   ? lies_in(entry.to, part.text)
                : part.key == "by"   ? entry.capacity == part.text
                : part.key == "rule" ? std::find(entry.rules.begin(), entry.rules.end(),
                                                 part.text) != entry.rules.end()
                                     : value_of(entry.facts, part.key) == part.text;
    if (!good) return false;
  }
  return true;
}

// Each of the list fits some entry of the account's trail; other keys than these are facts.
void expect_trail(stage& on, const account& of, const yaml_node& node) {
  auto entries = on.entries(0, of.id);
  for (const auto& wanted : node.items) {
    if (!wanted.map()) on.stop(wanted, "an entry is a map of event, from, to, by, rule and facts");
    bool found = std::any_of(entries.begin(), entries.end(),
                             [&](const audit::leaf& entry) { return fits(entry, wanted); });
    if (!found) on.fail(wanted, "no entry of the trail is so");
  }
}

void expect_no_trail(stage& on, const account& of, const yaml_node& node) {
  auto entries = on.entries(0, of.id);
  for (const auto& unwanted : node.items) {
    if (!unwanted.map()) on.stop(unwanted, "an entry is a map");
    for (const auto& entry : entries) {
      if (fits(entry, unwanted)) {
        on.fail(unwanted, "entry " + std::to_string(entry.index) + " of the trail is so");
      }
    }
  }
}

void expect_remembers(stage& on, const account& of, const yaml_node& node) {
  for (const auto& item : node.items) {
    auto is = std::string(value_of(of.context, item.key));
    auto wanted = text_of(item, on.row) == "nothing" ? "" : item.text;
    if (is != wanted) on.fail(item, item.key + " is '" + is + "', not '" + item.text + "'");
  }
}

void expect_text(stage& on, const yaml_node& node, const std::string& is) {
  if (is != text_of(node, on.row)) on.fail(node, node.key + " is " + is + ", not " + node.text);
}

struct named_expectation {
  const char* word;
  void (*check)(stage&, const account&, const yaml_node&);
};

constexpr named_expectation expectations[] = {
    {"address",
     [](stage& on, const account& of, const yaml_node& at) { expect_text(on, at, of.address); }},
    {"archive", expect_archive},
    {"because", expect_because},
    {"case", expect_case},
    {"cases", expect_cases},
    {"certified", expect_rights},
    {"due", expect_due},
    {"folders", expect_folders},
    {"grants", expect_rights},
    {"ignored", expect_ignored},
    {"login",
     [](stage& on, const account& of, const yaml_node& at) { expect_text(on, at, of.login); }},
    {"mailbox", expect_mailbox},
    {"noTrail", expect_no_trail},
    {"notices", expect_notices},
    {"refused", expect_refused},
    {"remembers", expect_remembers},
    {"state", expect_state},
    {"tasks", expect_tasks},
    {"told", expect_told},
    {"trail", expect_trail},
};

}  // namespace

void expect(stage& on, const yaml_node& wanted) {
  if (!wanted.map() || wanted.items.empty()) on.stop(wanted, "say what must be true");
  auto of = on.account_of(member(wanted, "person", on.subject));
  for (const auto& node : wanted.items) {
    if (node.key == "person") continue;
    auto known = std::find_if(std::begin(expectations), std::end(expectations),
                              [&](const auto& each) { return each.word == node.key; });
    if (known == std::end(expectations)) on.stop(node, "'" + node.key + "' cannot be expected");
    known->check(on, of, node);
  }
}

std::vector<std::string> expectation_words() {
  std::vector<std::string> words;
  for (const auto& each : expectations) words.emplace_back(each.word);
  return words;
}

}  // namespace tenure::rows
