#pragma once
// A policy pack: what one organisation wants, as data. A workflow names a value ("retentionTime"),
// the pack gives it, with the clause it comes from. A value may differ by kind of person.
// File format: config/policies/README.md. Source of the rules: each pack's README.

#include "engine/model/instant.hpp"
#include "engine/model/person.hpp"
#include "engine/model/refusal.hpp"
#include "engine/policy/case_rule.hpp"
#include "engine/policy/sweep_rule.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::policy {

struct setting {
  std::string value;   // as written: "P30D", "true", "headOfDepartment", "{givenName}.{surname}"
  std::string clause;  // "CAM-11c"
};

// A notice's texts; `{name}` stands for a variable.
struct notice_template {
  std::string subject;
  std::string text;
  std::string html;  // may be empty
};

class pack {
 public:
  std::string organisation;  // folder name: "cambridgeshire"
  std::string name;          // "Cambridgeshire County Council"
  std::string version;
  std::string digest;     // SHA-256 over the pack's files, hexadecimal
  std::string time_zone;  // IANA name
  std::string locale;     // BCP 47, "en-GB": how notices write days and numbers
  std::string domain;     // mail domain of new addresses

  // The value for this kind of person. Names are checked at load against the vocabulary, so an
  // unknown name here is a programmer's mistake and throws std::logic_error.
  const setting& get(std::string_view name, person_kind kind) const;
  // The same for somebody of these units, innermost first: the nearest unit with a value of its own
  // (a retention schedule, MAS-5, WYO-III.G) goes before the kind of person.
  const setting& get(std::string_view name, person_kind kind,
                     const std::vector<std::string>& units) const;
  bool has(std::string_view name) const;
  period period_of(std::string_view name, person_kind kind,
                   const std::vector<std::string>& units = {}) const;
  bool flag(std::string_view name, person_kind kind) const;
  std::int64_t number(std::string_view name, person_kind kind) const;
  const notice_template* notice(std::string_view name) const;  // nullptr: the pack has none

  struct entry {
    setting common;
    std::map<person_kind, setting> by_kind;
    std::map<std::string, setting> by_unit;
  };
  std::map<std::string, entry, std::less<>> settings;
  std::map<std::string, notice_template, std::less<>> notices;
  case_rules cases;  // by workflow; what is missing is not offered
  sweep_rule sweep;  // of old messages in named folders; not wanted() without the section
  // Posts that are given to people by name and that cases are decided by ("role:dpo"), with what
  // each does: the vocabulary's roles, and the pack's own.
  std::map<std::string, std::string, std::less<>> offices;
  // What can be on record about people and units, with its meaning: the vocabulary's.
  std::map<std::string, std::string, std::less<>> attestations;
};

// Reads FOLDER/policy.yaml (and what it extends) and checks it: schema, names against
// workflows/schema/policy-vocabulary.yaml (`vocabulary`), values by their type, periods not zero
// where that makes no sense nor above 100 years, time zone known, notice variables known, nothing
// missing, nothing of the parent weakened. Every fault is a line of the refusal's message
// (policy.refused): "file:line: path: what. way out"; all are reported, not only the first. A file
// that is no YAML or cannot be read is told alone (yaml.*, policy.unreadable, policy.vocabulary),
// as is a bad extends (policy.extends, policy.extends_circle, policy.extends_too_long: above 8).
result<pack> load_pack(const std::filesystem::path& folder,
                       const std::filesystem::path& vocabulary);

}  // namespace tenure::policy
