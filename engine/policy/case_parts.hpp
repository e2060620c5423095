#pragma once
// The parts of a workflow's rule that have a shape of their own: what must be on record, what is
// asked. Private to policy.

#include "engine/policy/case_rule.hpp"
#include "engine/policy/vocabulary.hpp"

namespace tenure::policy {

// `where` is the path below the workflow's: ".questions.1.kind".
using part_fault = std::function<void(const yaml_node&, const std::string& where,
                                      const std::string& what, const std::string& way_out)>;

void read_attested(const yaml_node& part, const case_words& words, const part_fault& wrong,
                   std::vector<attested_rule>& to);
void read_questions(const yaml_node& part, const part_fault& wrong, std::vector<question>& to);

}  // namespace tenure::policy
