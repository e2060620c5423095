#pragma once
// The rules of a pack as another pack could have them with the same workflows: what must hold,
// holds under any pack, and a line that this pack never comes to is tried all the same. Stricter
// rules are what an agency's own pack may make of these tomorrow (WYO-I.D).

#include "engine/decide/decide.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenure::check {

// How a pack's rules are changed.
enum class variant {
  stricter,  // somebody agrees, somebody above is asked in time, something is on record, and who
             // agrees decides whether the subject is told
  trusting,  // who asks and may agree has agreed; where none of them may and no mailbox opens to
             // others, nobody has to; and the subject is told beforehand
};
std::string_view to_text(variant of);  // "under stricter rules"

// `roles`: the pack's offices; the first is asked when nobody answers. What a workflow has no words
// for stays as it is, so the rules of some workflows are those of the pack.
policy::case_rules changed(policy::case_rules rules, variant how, const decide::case_charts& charts,
                           const std::vector<std::string>& roles);

// The same people, words and times lead the same way.
bool same_way(const policy::case_rule& one, const policy::case_rule& other);

}  // namespace tenure::check
