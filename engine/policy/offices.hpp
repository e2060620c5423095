#pragma once
// The `offices` section of a pack: offices of its own, beside the vocabulary's roles, that its
// workflows may name ("role:mailRoom") and that the configuration gives to people. Private to
// loading.

#include "engine/policy/case_rule.hpp"

#include <map>
#include <string>

namespace tenure::policy {

// Adds them to `onto`, which holds the vocabulary's and the parent's. A name is letters and digits
// and begins in lower case; it is nobody's yet, because an office means one thing to all who act.
void read_offices(const yaml_node& section,
                  std::map<std::string, std::string, std::less<>>& onto, const fault_sink& fault);

}  // namespace tenure::policy
