#include "engine/policy/case_parts.hpp"

#include "engine/model/instant.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace tenure::policy {
namespace {

constexpr std::array people{"requester", "subject", "recipient"};
constexpr std::array<std::string_view, 4> kinds{"text", "yesNo", "choice", "date"};

std::string text_of(const yaml_node& of, std::string_view name) {
  const auto* found = of.find(name);
  return found && found->scalar() ? found->text : "";
}

void only(const yaml_node& of, const std::string& where, const part_fault& wrong,
          std::initializer_list<std::string_view> known) {
  for (const auto& part : of.items) {
    if (std::find(known.begin(), known.end(), part.key) == known.end()) {
      wrong(part, where, "'" + part.key + "' means nothing here", "Correct its name");
    }
  }
}

bool read_flag(const yaml_node& of, const char* name, bool otherwise, const std::string& where,
               const part_fault& wrong) {
  auto text = text_of(of, name);
  if (text.empty()) return otherwise;
  if (text != "true" && text != "false") {
    wrong(of, where + "." + name, "is neither true nor false", "Write true or false");
  }
  return text == "true";
}

// Letters and digits: it is a part of a field's name, and of an option of the command.
bool is_id(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0;
  });
}

void read_choices(const yaml_node& of, const std::string& where, const part_fault& wrong,
                  question& to) {
  if (const auto* choices = of.find("choices")) {
    for (const auto& each : choices->items) to.choices.push_back(each.text);
  }
  if ((to.kind == answer_kind::choice) != (to.choices.size() > 1)) {
    wrong(of, where + ".choices", "belongs to a choice, with two or more", "Write [first, second]");
  }
}

question read_question(const yaml_node& of, const std::string& where, const part_fault& wrong) {
  only(of, where, wrong, {"id", "text", "kind", "choices", "required", "clause"});
  question out{.id = text_of(of, "id"), .text = text_of(of, "text"), .kind = {}, .choices = {},
               .required = read_flag(of, "required", true, where, wrong),
               .clause = text_of(of, "clause")};
  if (!is_id(out.id)) wrong(of, where + ".id", "is no word", "Use letters and digits");
  if (out.text.empty()) wrong(of, where + ".text", "is missing", "Write what is asked");
  if (out.clause.empty()) wrong(of, where + ".clause", "is missing", "Name the rule that asks");
  auto kind = text_of(of, "kind");
  auto found = std::find(kinds.begin(), kinds.end(), kind.empty() ? "text" : kind);
  if (found == kinds.end()) {
    wrong(of, where + ".kind", "'" + kind + "' is no kind of answer",
          "Use text, yesNo, choice or date");
  } else {
    out.kind = answer_kind(found - kinds.begin());
  }
  read_choices(of, where, wrong, out);
  return out;
}

}  // namespace

std::string_view to_text(answer_kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

void read_attested(const yaml_node& part, const case_words& words, const part_fault& wrong,
                   std::vector<attested_rule>& to) {
  if (!part.list()) wrong(part, ".attested", "is no list", "Write - { of, kind, clause }");
  for (const auto& item : part.items) {
    auto where = ".attested." + std::to_string(to.size() + 1);
    only(item, where, wrong, {"of", "kind", "clause", "signedHere"});
    attested_rule rule{.of = text_of(item, "of"), .kind = text_of(item, "kind"),
                       .clause = text_of(item, "clause"),
                       .signed_here = read_flag(item, "signedHere", false, where, wrong)};
    if (std::find(people.begin(), people.end(), rule.of) == people.end()) {
      wrong(item, where + ".of", "'" + rule.of + "' is nobody here",
            "Use requester, subject or recipient");
    }
    if (!words.attestations.contains(rule.kind)) {
      wrong(item, where + ".kind", "'" + rule.kind + "' is no attestation of the vocabulary",
            "Correct its name, or add it to workflows/schema/policy-vocabulary.yaml");
    }
    if (rule.clause.empty()) wrong(item, where + ".clause", "is missing", "Name the rule");
    to.push_back(std::move(rule));
  }
}

void read_questions(const yaml_node& part, const part_fault& wrong, std::vector<question>& to) {
  if (!part.list() || part.items.empty()) {
    wrong(part, ".questions", "is no list", "Write - { id, text, kind, clause }");
  }
  for (const auto& item : part.items) {
    auto where = ".questions." + std::to_string(to.size() + 1);
    auto asked = read_question(item, where, wrong);
    bool twice = std::any_of(to.begin(), to.end(),
                             [&](const question& before) { return before.id == asked.id; });
    if (twice) wrong(item, where + ".id", "'" + asked.id + "' is asked twice", "Give it another");
    to.push_back(std::move(asked));
  }
}

}  // namespace tenure::policy
