#include "engine/rows/case_words.hpp"

namespace tenure::rows {

// Where the last case stands: "open", "closed", or `none` when there is none.
void expect_case(stage& on, const account&, const yaml_node& node) {
  auto found = on.latest_case();
  auto wanted = text_of(node, on.row);
  if (!found && wanted == "none") return;
  if (!found || !lies_in(found->state, wanted)) {
    on.fail(node, "the case is " + (found ? found->state : "none") + ", not " + wanted);
  }
}

// The word with which the last case was refused, or lapsed: mailboxClosing.
void expect_because(stage& on, const account&, const yaml_node& node) {
  auto found = on.latest_case();
  auto is = found ? std::string(value_of(found->context, "refusedBecause")) : std::string();
  if (is == text_of(node, on.row)) return;
  on.fail(node, "it was refused because of " + (is.empty() ? "nothing" : is) + ", not " +
                    node.text);
}

// Where the newest case of a workflow stands: { accessReview: kept, delegation: none }.
void expect_cases(stage& on, const account&, const yaml_node& node) {
  for (const auto& item : node.items) {
    auto found = on.newest_of(item.key);
    auto wanted = text_of(item, on.row);
    if (!found && wanted == "none") continue;
    if (found && lies_in(found->state, wanted)) continue;
    on.fail(item, item.key + " is " + (found ? found->state : "none") + ", not " + wanted);
  }
}

// The open grants in the mailbox, in order of opening: "read for 1002". Or, of those that somebody
// has certified, by whom: "read for 1002 by 1001".
void expect_rights(stage& on, const account& of, const yaml_node& node) {
  bool certified = node.key == "certified";
  std::vector<std::string> some;
  on.world.engine->run([&](flow::line& line) {
    for (const auto& g : line.in.grants().on(of.id)) {
      if (g.closed || (certified && !g.certified)) continue;
      some.push_back(std::string(to_text(g.kind)) + " for " + g.holder.value);
      if (certified) some.back() += " by " + g.certified_by.value;
    }
    return false;
  });
  if (some != texts(on, node)) on.fail(node, node.key + " are: " + joined(some));
}

}  // namespace tenure::rows
