#include "engine/policy/case_rule.hpp"

#include "engine/policy/case_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tenure::policy {
namespace {

constexpr std::array tellings{"never", "decided", "after", "before"};  // each tells more

class reader {
 public:
  reader(const yaml_node& node, const case_words& words, fault_sink fault)
      : node_(node), words_(words), fault_(std::move(fault)), path_("workflows." + node.key) {}

  case_rule read() {
    case_rule out;
    if (!node_.map()) {
      wrong(node_, "", "is no map", "Write clause, ask, agree, ... under it");
      return out;
    }
    for (const auto& part : node_.items) read_part(part, out);
    if (out.clause.empty()) wrong(node_, "", "has no clause", "Name the rule that it carries out");
    if (out.ask.who.empty()) wrong(node_, ".ask", "is missing", "Say who may ask");
    return out;
  }

 private:
  void read_part(const yaml_node& part, case_rule& out) {
    const auto& key = part.key;
    if (key == "clause") return read_text(part, out.clause);
    if (key == "for") return read_people(part, ".for", out.kinds);
    if (key == "ask") return read_authority(part, ".ask", out.ask);
    if (key == "agree") return read_stages(part, out);
    if (key == "require") return read_words(part, words_.fields, "a field", out.require);
    if (key == "purposes") return read_purposes(part, out);
    if (key == "gives") return read_kinds(part, out);
    if (key == "requesterMayAgree") return read_flag(part, out.requester_may_agree);
    if (key == "outside") return read_flag(part, out.outside);
    if (key == "longest") return read_period(part, out.longest);
    if (key == "answerWithin") return read_period(part, out.answer_within);
    if (key == "evidenceKept") return read_period(part, out.evidence_kept);
    if (key == "remindAfter") return read_period(part, out.remind_after);
    if (key == "reviewEvery") return read_period(part, out.review_every);
    if (key == "onSilence") return read_silence(part, out.on_silence);
    if (key == "tellSubject") return read_telling(part, out.tell_subject);
    if (key == "backupsHold") return read_period(part, out.backups_hold);
    if (key == "largestQuota") return read_bytes(part, out.largest_quota);
    if (key == "attested") return read_attested(part, words_, sink(), out.attested);
    if (key == "questions") return read_questions(part, sink(), out.questions);
    if (key == "escalate") return read_escalation(part, out.escalate);
    wrong(part, "." + key, "is no key of a workflow's rule",
          "Use clause, for, ask, agree, requesterMayAgree, require, purposes, gives, longest, "
          "answerWithin, remindAfter, evidenceKept, reviewEvery, onSilence, tellSubject, "
          "outside, backupsHold, largestQuota, attested, questions, escalate");
  }

  part_fault sink() {
    return [this](const yaml_node& at, const std::string& where, const std::string& what,
                  const std::string& way_out) { wrong(at, where, what, way_out); };
  }

  void wrong(const yaml_node& at, const std::string& where, const std::string& what,
             const std::string& way_out) {
    fault_(at, path_ + where, what, way_out);
  }

  void read_text(const yaml_node& part, std::string& to) {
    to = part.text;
    if (!part.scalar() || to.empty()) wrong(part, "." + part.key, "is no text", "Write it plainly");
  }

  bool read_value(const yaml_node& part, case_value& to) {
    const auto* value = part.find("value");
    const auto* clause = part.find("clause");
    bool good = value && value->scalar() && clause && clause->scalar() && !clause->text.empty();
    if (!good) wrong(part, "." + part.key, "needs a value and a clause", "Add both");
    if (good) to = {value->text, clause->text};
    return good;
  }

  void read_flag(const yaml_node& part, case_value& to) {
    if (read_value(part, to) && to.value != "true" && to.value != "false") {
      wrong(part, "." + part.key, "is neither true nor false", "Write true or false");
    }
  }

  void read_period(const yaml_node& part, case_value& to) {
    if (!read_value(part, to)) return;
    auto length = parse_period(to.value);
    if (!length || length->zero()) {
      wrong(part, "." + part.key, "'" + to.value + "' is no ISO 8601 duration above zero",
            "Write it like P30D, P6M or PT4H");
    }
  }

  void read_bytes(const yaml_node& part, case_value& to) {
    if (!read_value(part, to)) return;
    if (auto bytes = parse_number(to.value); !bytes || *bytes < 1) {
      wrong(part, "." + part.key, "'" + to.value + "' is no number of bytes above zero",
            "Write it in full: 10737418240");
    }
  }

  void read_escalation(const yaml_node& part, escalation_rule& to) {
    read_authority(part, ".escalate", to.to);
    const auto* after = part.find("after");
    auto length = after ? parse_period(after->text) : std::nullopt;
    if (!length || length->zero()) {
      return wrong(part, ".escalate.after", "is no ISO 8601 duration above zero",
                   "Write it like P3D");
    }
    to.after = after->text;
  }

  void read_telling(const yaml_node& part, case_value& to) {
    if (!read_value(part, to)) return;
    if (std::find(tellings.begin(), tellings.end(), to.value) == tellings.end()) {
      wrong(part, "." + part.key, "'" + to.value + "' is no choice here",
            "Write one of: before, after, decided, never");
    }
  }

  void read_silence(const yaml_node& part, case_value& to) {
    if (read_value(part, to) && to.value != "end" && to.value != "helpdesk") {
      wrong(part, "." + part.key, "'" + to.value + "' is no choice here",
            "Write one of: end, helpdesk");
    }
  }

  template <class Known>
  void read_words(const yaml_node& part, const Known& known, const std::string& what,
                  std::vector<std::string>& to) {
    if (!part.list() || part.items.empty()) {
      wrong(part, "." + part.key, "is no list", "Write [first, second]");
    }
    for (const auto& item : part.items) {
      if (!known.contains(item.text)) {
        wrong(item, "." + part.key, "'" + item.text + "' is not " + what + " of the vocabulary",
              "Correct its name, or add it to workflows/schema/policy-vocabulary.yaml");
      }
      to.push_back(item.text);
    }
  }

  void read_purposes(const yaml_node& part, case_rule& out) {
    const auto* of = part.find("of");
    const auto* clause = part.find("clause");
    if (!of || !of->list() || of->items.empty() || !clause || clause->text.empty()) {
      return wrong(part, ".purposes", "needs `of` (a list) and a clause", "Add both");
    }
    for (const auto& item : of->items) out.purposes.push_back(item.text);
    out.purposes_clause = clause->text;
  }

  void read_kinds(const yaml_node& part, case_rule& out) {
    if (!part.list()) wrong(part, ".gives", "is no list", "Write [read, forward]");
    for (const auto& item : part.items) {
      auto kind = parse_grant_kind(item.text);
      if (kind) out.gives.push_back(*kind);
      if (!kind) {
        wrong(item, ".gives", "'" + item.text + "' is no kind of grant",
              "Use autoReply, extract, forward, read, onBehalf or full");
      }
    }
  }

  void read_people(const yaml_node& part, const std::string& where,
                   std::vector<person_kind>& to) {
    if (!part.list() || part.items.empty()) wrong(part, where, "is no list", "Write [member]");
    for (const auto& item : part.items) {
      auto kind = parse_person_kind(item.text);
      if (kind) to.push_back(*kind);
      if (!kind) {
        wrong(item, where, "'" + item.text + "' is no kind of person",
              "Use employee, agencyWorker, member, nonEmployee, temporary or shared");
      }
    }
  }

  void read_stages(const yaml_node& part, case_rule& out) {
    if (!part.list()) {
      wrong(part, ".agree", "is no list of stages", "Write - { who: [...], clause }");
    }
    for (const auto& item : part.items) {
      out.agree.emplace_back();
      read_authority(item, ".agree." + std::to_string(out.agree.size()), out.agree.back());
    }
  }

  void read_authority(const yaml_node& part, const std::string& where, authority_rule& to) {
    const auto* who = part.find("who");
    const auto* clause = part.find("clause");
    if (!who || !who->list() || who->items.empty() || !clause || clause->text.empty()) {
      return wrong(part, where, "needs `who` (a list) and a clause", "Add both");
    }
    to.clause = clause->text;
    for (const auto& item : who->items) {
      if (!known_authority(item.text)) {
        wrong(item, where, "'" + item.text + "' is no authority of the vocabulary",
              "Use one of its authorities, or role:NAME with one of its roles or of the pack's "
              "offices");
      }
      to.who.push_back(item.text);
    }
    if (const auto* least = part.find("least")) read_least(*least, where, to);
    if (const auto* kinds = part.find("for")) read_people(*kinds, where + ".for", to.kinds);
  }

  void read_least(const yaml_node& part, const std::string& where, authority_rule& to) {
    bool digit = part.text.size() == 1 && part.text[0] >= '1' && part.text[0] <= '9';
    if (!digit) return wrong(part, where + ".least", "is no number from 1 to 9", "Write least: 2");
    to.least = static_cast<std::size_t>(part.text[0] - '0');
  }

  bool known_authority(const std::string& name) const {
    if (name.starts_with("role:")) return words_.roles.contains(name.substr(5));
    return words_.authorities.contains(name);
  }

  const yaml_node& node_;
  const case_words& words_;
  fault_sink fault_;
  std::string path_;
};

}  // namespace

void read_case_rules(const yaml_node& section, const case_words& words, const std::string& parent,
                     case_rules& onto, const fault_sink& fault) {
  for (const auto& node : section.items) {
    bool good = true;
    auto noted = [&](const yaml_node& at, const std::string& path, const std::string& what,
                     const std::string& way_out) {
      good = false;
      fault(at, path, what, way_out);
    };
    auto rule = reader(node, words, noted).read();
    if (!good) continue;
    if (auto was = onto.find(node.key); was != onto.end()) {
      for (const auto& what : weakened(was->second, rule)) {
        fault(node, "workflows." + node.key, what + " weakens " + parent,
              "A pack may only tighten what it extends");
      }
    }
    onto[node.key] = std::move(rule);
  }
}

}  // namespace tenure::policy
