#pragma once
// Which messages an organisation lets go while the mailbox lives: old ones, in folders that it
// names. The `sweep` section of a pack; without it nothing is swept. Form:
// config/policies/README.md.

#include "engine/policy/case_rule.hpp"

#include <string>
#include <vector>

namespace tenure::policy {

struct sweep_folder {
  std::string folder;  // UTF-8, '/' separated; never the INBOX
  std::string after;   // a period of days or months: older messages go
  std::string clause;
};

struct sweep_rule {
  case_value every;  // a period: how often it is looked for old messages
  case_value most;   // messages that one look may find before two people must agree
  std::vector<sweep_folder> folders;

  bool wanted() const { return !folders.empty(); }
};

// Reads the section into `to`; `fault` hears of everything that is wrong, and of a section in a
// pack whose parent has one: what an enterprise keeps and lets go is not an agency's to change.
void read_sweep(const yaml_node& section, const std::string& parent, sweep_rule& to,
                const fault_sink& fault);

}  // namespace tenure::policy
