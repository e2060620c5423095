#include "engine/policy/handing_over.hpp"

#include "engine/policy/kinds.hpp"

#include <algorithm>

namespace tenure::policy {
namespace {

constexpr std::string_view wanted = "handOverToHead", workflow = "handOver";

// The engine asks, with nothing but the archive to say: what a request would have to fill in,
// nobody could.
bool can_be_asked(const case_rule& rule) {
  return rule.require.empty() && rule.purposes.empty();
}

bool somebody_receives(const case_rule& rule, person_kind kind) {
  bool is_for = rule.kinds.empty() ||
                std::find(rule.kinds.begin(), rule.kinds.end(), kind) != rule.kinds.end();
  return is_for && std::any_of(rule.agree.begin(), rule.agree.end(),
                               [&](const authority_rule& stage) { return stage.is_for(kind); });
}

}  // namespace

std::vector<std::string> faults_in_hand_over(const pack& of) {
  std::vector<std::string> out;
  auto found = of.cases.find(workflow);
  for (auto kind : all_kinds) {
    if (!of.has(wanted) || !of.flag(wanted, kind)) continue;
    if (found != of.cases.end() && !can_be_asked(found->second)) {
      return {"wants fields that nobody fills in"};
    }
    if (!of.flag("archiveOnClosing", kind)) {
      out.push_back("has no archive to hand over of the kind " + std::string(to_text(kind)));
    } else if (found == of.cases.end() || !somebody_receives(found->second, kind)) {
      out.push_back("names nobody who receives the mail of the kind " +
                    std::string(to_text(kind)));
    }
  }
  return out;
}

}  // namespace tenure::policy
