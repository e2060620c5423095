// Loading a pack: judge each file of the chain, lay the child over its parent, tell all faults.
#include "engine/policy/handing_over.hpp"
#include "engine/policy/header_checks.hpp"
#include "engine/policy/kinds.hpp"
#include "engine/policy/notices.hpp"
#include "engine/policy/offices.hpp"
#include "engine/policy/pack.hpp"
#include "engine/policy/source.hpp"
#include "engine/policy/vocabulary.hpp"

#include <algorithm>
#include <array>

namespace tenure::policy {
namespace {

namespace fs = std::filesystem;

constexpr std::array header_keys = {"organisation", "name",    "version", "timeZone", "locale",
                                    "domain",       "values",  "notices", "extends",  "workflows",
                                    "sweep",        "offices"};

std::string all_keys() {
  std::string out;
  for (const auto* key : header_keys) out += (out.empty() ? "" : ", ") + std::string(key);
  return out;
}

class file_reader {
 public:
  file_reader(const source_file& from, const vocabulary& words, fault_list& faults)
      : from_(from), words_(words), faults_(faults) {}

  // Lays what this file says over `onto`, which holds what its parent says.
  void read_into(pack& onto, bool extends) {
    if (!from_.root.map()) {
      fault(from_.root, "(file)", "is no map", "Write organisation, name, version, ...");
      return;
    }
    parent_ = onto.organisation;
    check_keys();
    read_header(onto, extends);
    if (const auto* values = section("values")) {
      for (const auto& node : values->items) read_entry(node, onto, extends);
    }
    if (const auto* notices = section("notices")) {
      for (const auto& node : notices->items) {
        read_notice(node, words_, from_.file, onto, faults_);
      }
    }
    auto tell = [this](auto&&... of) { fault(of...); };
    if (const auto* offices = section("offices")) read_offices(*offices, onto.offices, tell);
    if (const auto* cases = section("workflows")) {
      auto words = words_.cases;
      words.roles = onto.offices;
      read_case_rules(*cases, words, parent_, onto.cases, tell);
    }
    if (const auto* sweep = section("sweep")) read_sweep(*sweep, parent_, onto.sweep, tell);
  }

 private:
  const source_file& from_;
  const vocabulary& words_;
  fault_list& faults_;
  std::string parent_;

  void fault(const yaml_node& at, const std::string& path, const std::string& what,
             const std::string& way_out) {
    faults_.add(from_.file, std::max(at.line, 1), path, what, way_out);
  }

  const yaml_node* section(const char* name) {
    const auto* node = from_.root.find(name);
    if (node && !node->map() && node->is != yaml_node::kind::nothing) {
      fault(*node, name, "is no map", "Write `name: ...` lines under it");
    }
    return node && node->map() ? node : nullptr;
  }

  void check_keys() {
    for (const auto& node : from_.root.items) {
      if (std::find(header_keys.begin(), header_keys.end(), node.key) == header_keys.end()) {
        fault(node, node.key, "is no key of a pack",
              "Use " + all_keys());
      }
    }
  }

  void read_header(pack& onto, bool extends) {
    auto folder = fs::path(from_.file).parent_path().filename().string();
    take("organisation", onto.organisation, false);
    take("name", onto.name, false);
    take("version", onto.version, false);
    take("timeZone", onto.time_zone, extends);
    take("locale", onto.locale, extends);
    take("domain", onto.domain, extends);
    check(onto.organisation == folder, "organisation", "is not the folder's name '" + folder + "'",
          "Give both the same name");
    check(good_time_zone(onto.time_zone), "timeZone", "is no IANA time zone known to this system",
          "Write it like Europe/London");
    check(known_locale(onto.locale), "locale", "is no language and country known to this system",
          "Write it like en-GB");
    check(good_domain(onto.domain), "domain", "is no mail domain",
          "Write a lower-case host name like example.org, at most 189 characters");
  }

  void take(const char* key, std::string& to, bool inherited) {
    const auto* node = from_.root.find(key);
    if (!node && inherited) return;
    to.clear();
    if (!node || !node->scalar() || node->text.empty() || !printable(node->text)) {
      fault(node ? *node : from_.root, key, "is missing or no plain text",
            "Write `" + std::string(key) + ": ...`");
      return;
    }
    to = node->text;
  }

  // Judges a header value that was taken; one that was not is a fault already.
  void check(bool good, const char* key, const std::string& what, const std::string& way_out) {
    const auto* node = from_.root.find(key);
    if (good || !node || !node->scalar() || node->text.empty()) return;
    fault(*node, key, "'" + node->text + "' " + what, way_out);
  }

  void read_entry(const yaml_node& node, pack& onto, bool extends) {
    std::string path = "values." + node.key;
    auto word = words_.values.find(node.key);
    if (word == words_.values.end()) {
      fault(node, path, "is no word of the vocabulary", "Remove it, or correct its name" +
                                                            nearest(node.key));
      return;
    }
    if (!node.map()) {
      fault(node, path, "is no map", "Write { value: ..., clause: ... }");
      return;
    }
    pack::entry entry;
    std::size_t before = faults_.lines.size();
    if (!read_setting(node, path, word->second, {}, entry.common)) return;
    for (const auto& part : node.items) {
      if (part.key == "units") read_units(part, path, word->second, entry);
      else read_kind(part, path, word->second, entry);
    }
    if (faults_.lines.size() != before) return;
    if (extends) check_tightening(node, path, word->second, onto, entry);
    onto.settings[node.key] = std::move(entry);
  }

  void read_kind(const yaml_node& part, const std::string& path, const term& word,
                 pack::entry& entry) {
    if (part.key == "value" || part.key == "clause") return;
    auto kind = parse_person_kind(part.key);
    if (!kind || !part.map()) {
      fault(part, path + "." + part.key, "is no kind of person with a value",
            "Use employee, agencyWorker, member, nonEmployee, temporary or shared, each with "
            "{ value: ..., clause: ... }");
      return;
    }
    check_value_and_clause(part, path + "." + part.key);
    read_setting(part, path + "." + part.key, word, kind, entry.by_kind[*kind]);
  }

  void check_value_and_clause(const yaml_node& part, const std::string& path) {
    for (const auto& inner : part.items) {
      if (inner.key != "value" && inner.key != "clause") {
        fault(inner, path + "." + inner.key, "is neither value nor clause", "Remove it");
      }
    }
  }

  // `units: { HEALTH: { value, clause } }`
  void read_units(const yaml_node& units, const std::string& path, const term& word,
                  pack::entry& entry) {
    if (!word.per_unit || !units.map()) {
      fault(units, path + ".units", "cannot be given here",
            "Only words that say perUnit take units, each { value: ..., clause: ... }");
      return;
    }
    for (const auto& part : units.items) {
      check_value_and_clause(part, path + ".units." + part.key);
      read_setting(part, path + ".units." + part.key, word, {}, entry.by_unit[part.key]);
    }
  }

  bool read_setting(const yaml_node& node, const std::string& path, const term& word,
                    std::optional<person_kind> kind, setting& to) {
    const auto* value = node.find("value");
    const auto* clause = node.find("clause");
    bool good = value && value->scalar() && clause && clause->scalar() && !clause->text.empty() &&
                printable(clause->text);
    if (!good) {
      fault(node, path, "needs a value and a clause",
            "Add both; the clause of a house rule is `practice`");
      return false;
    }
    if (auto wrong = fault_in(word, value->text, kind)) {
      fault(*value, path + ".value", "'" + value->text + "' " + wrong->what, wrong->way_out);
      return false;
    }
    to = {value->text, clause->text};
    return true;
  }

  // WYO-I.D, MAS-4: who extends an enterprise's pack may add to it, never weaken it.
  void check_tightening(const yaml_node& node, const std::string& path, const term& word,
                        const pack& parent, const pack::entry& entry) {
    if (!parent.has(node.key)) return;
    pack child;
    child.settings.emplace(node.key, entry);
    std::vector<std::vector<std::string>> places = {{}};
    for (const auto& [unit, own] : entry.by_unit) places.push_back({unit});
    for (const auto& [unit, own] : parent.settings.at(node.key).by_unit) places.push_back({unit});
    for (const auto& units : places) {
      for (auto kind : all_kinds) {
        const auto& was = parent.get(node.key, kind, units);
        const auto& is = child.get(node.key, kind, units);
        if (at_least_as_tight(word, was.value, is.value)) continue;
        std::string whom = std::string(to_text(kind)) + (units.empty() ? "" : " of " + units[0]);
        fault(node, path, "for " + whom + " '" + is.value + "' weakens '" + was.value + "' (" +
                              was.clause + ") of " + parent_,
              "A pack may only tighten what it extends; keep the parent's value or a stricter "
              "one");
      }
    }
  }

  std::string nearest(const std::string& wrong) const {
    std::string best;
    auto same_case = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    for (const auto& [name, word] : words_.values) {
      auto shared = std::mismatch(wrong.begin(), wrong.end(), name.begin(), name.end(), same_case);
      auto length = static_cast<std::size_t>(shared.first - wrong.begin());
      if (length >= 4 && length * 2 >= name.size()) best = " (" + name + "?)";
    }
    return best;
  }
};

void check_complete(const pack& made, const source_file& own, const vocabulary& words,
                    fault_list& faults) {
  const auto* values = own.root.find("values");
  const auto* notices = own.root.find("notices");
  for (const auto& [name, word] : words.values) {
    if (made.has(name) || (values && values->find(name))) continue;
    faults.add(own.file, values ? values->line : 1, "values." + name,
               "is missing (" + word.description + ")", "Add it with value and clause");
  }
  for (const auto& [name, variables] : words.notices) {
    if (made.notice(name) || (notices && notices->find(name))) continue;
    if (made.cases.empty() && words.case_notices.contains(name)) continue;
    faults.add(own.file, notices ? notices->line : 1, "notices." + name, "is missing",
               "Add it with subject and text");
  }
}

void check_hand_over(const pack& made, const source_file& own, fault_list& faults) {
  const auto* cases = own.root.find("workflows");
  for (const auto& wrong : faults_in_hand_over(made)) {
    faults.add(own.file, cases ? cases->line : 1, "workflows.handOver", wrong,
               "Say who signs for it under agree, or set handOverToHead to false");
  }
}

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

}  // namespace

result<pack> load_pack(const fs::path& folder, const fs::path& vocabulary_file) {
  auto words = load_vocabulary(vocabulary_file);
  if (!words) return words.error();
  // "x/" and "x/." name the same folder as "x"; its last part is the organisation.
  auto clean = folder.lexically_normal();
  if (!clean.has_filename()) clean = clean.parent_path();
  auto chain = open_chain(clean);
  if (!chain) return chain.error();
  fault_list faults;
  pack out;
  out.offices = words->cases.roles;
  for (auto from = chain->rbegin(); from != chain->rend(); ++from) {
    file_reader(*from, *words, faults).read_into(out, from != chain->rbegin());
  }
  check_complete(out, chain->front(), *words, faults);
  if (faults.lines.empty()) check_hand_over(out, chain->front(), faults);
  auto lines = joined_lines(faults.lines);
  if (!lines.empty()) return refusal{"policy.refused", lines, "", "", ""};
  out.digest = digest_of(*chain);
  out.attestations = words->cases.attestations;
  return out;
}

}  // namespace tenure::policy
