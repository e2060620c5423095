#pragma once
// What an organisation wants of one workflow: who may ask, who must agree, what may be given, how
// long, and whether the subject is told. The `workflows` section of a pack; a workflow that the
// section does not name is not offered. Form: config/policies/README.md.

#include "engine/model/grant.hpp"
#include "engine/model/person.hpp"
#include "engine/model/yaml.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::policy {

// People by their place: a word of the vocabulary's `authorities` ("headOfUnitOrAbove") or
// "role:" and an office of the pack. Any of `who`; `least` different people of them.
struct authority_rule {
  std::vector<std::string> who;
  std::size_t least = 1;
  std::string clause;
  std::vector<person_kind> kinds = {};  // a stage only for mailboxes of these; empty: for all

  bool is_for(person_kind kind) const {
    return kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  }
};

// A value with its clause, as policy::setting.
struct case_value {
  std::string value;
  std::string clause;
};

// What must be on record before a case gives anything (engine/model/attestation.hpp).
struct attested_rule {
  std::string of;    // about whom: "requester", "subject" or "recipient"
  std::string kind;  // a word of the vocabulary's `attestations`
  std::string clause;
  bool signed_here = false;  // where it is missing, the workflow itself has it signed

  bool operator==(const attested_rule&) const = default;
};

enum class answer_kind { text, yes_no, choice, date };
std::string_view to_text(answer_kind kind);  // "text", "yesNo", "choice", "date"

// What a request is asked besides its fields. Answers stand in the case as "answer.<id>".
struct question {
  std::string id;
  std::string text;
  answer_kind kind = answer_kind::text;
  std::vector<std::string> choices;
  bool required = true;
  std::string clause;

  bool operator==(const question&) const = default;
};

// Who is asked as well, and from when, while those who may agree say nothing.
struct escalation_rule {
  std::string after;  // a period; empty: nobody else is asked
  authority_rule to;
};

struct case_rule {
  std::string clause;
  std::vector<person_kind> kinds;  // whose mailboxes it is for; empty: everybody's
  authority_rule ask;
  std::vector<authority_rule> agree;  // in order; empty: asking is enough
  case_value requester_may_agree{"false", "practice"};  // who asks and may agree has agreed
  std::vector<std::string> require;   // fields that a request must fill in
  std::vector<std::string> purposes;  // the closed list; empty: any purpose
  std::string purposes_clause;
  std::vector<grant_kind> gives;      // kinds of grant that may be asked for
  case_value longest{"P90D", "practice"};        // a grant's longest time
  case_value answer_within{"P5D", "practice"};   // silence refuses after this
  case_value remind_after{"P2D", "practice"};
  case_value evidence_kept{"P6Y", "practice"};   // what was collected, after further action
  // How often what was given is confirmed anew by those who agree; empty: never before its end.
  case_value review_every;
  case_value on_silence;  // to such a question: "end", or "helpdesk" first; empty: "end"
  case_value tell_subject{"after", "practice"};  // "before" | "after" | "decided" | "never"
  case_value outside{"false", "practice"};       // a target outside the organisation is possible
  case_value backups_hold;   // how far back `asOf` may lie; empty: not looked at
  case_value largest_quota;  // bytes, the most that `quota` may ask for; empty: any
  std::vector<attested_rule> attested;
  std::vector<question> questions;
  escalation_rule escalate;
};

using case_rules = std::map<std::string, case_rule, std::less<>>;

// The words that rules may use.
struct case_words {
  std::map<std::string, std::string, std::less<>> authorities;  // name -> description
  std::map<std::string, std::string, std::less<>> roles;  // a pack may add to them: `offices`
  std::map<std::string, std::string, std::less<>> fields;
  std::map<std::string, std::string, std::less<>> attestations;
};

// Lays a `workflows` section over `onto`, which holds what `parent` says. `fault(node, path, what,
// way out)` hears of every fault, a weakened rule included; a faulty one is left out.
using fault_sink = std::function<void(const yaml_node&, const std::string&, const std::string&,
                                      const std::string&)>;
void read_case_rules(const yaml_node& section, const case_words& words, const std::string& parent,
                     case_rules& onto, const fault_sink& fault);

// What of `parent` the child weakens, a sentence each; empty: it only tightens (WYO-I.D, MAS-4).
std::vector<std::string> weakened(const case_rule& parent, const case_rule& child);

}  // namespace tenure::policy
