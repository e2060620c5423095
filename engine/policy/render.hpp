#pragma once
// A notice with its variables filled in. Values come from HR and are not trusted: they stay on one
// line, cannot add a header to a mail or markup to a page.

#include "engine/model/attributes.hpp"
#include "engine/model/refusal.hpp"
#include "engine/policy/pack.hpp"

#include <string>

namespace tenure::policy {

struct rendered_notice {
  std::string subject;  // one line
  std::string text;     // plain text
  std::string html;     // empty when the template has none; values are escaped in it
  attributes values;    // those of the variables that it names, as they stand in it
};

// Control characters in a value (CR, LF and NUL among them) become blanks. A variable that `values`
// lacks is refused (policy.notice_variable): a notice with a hole in it is not sent. A template no
// pack let through is refused too (policy.notice_template).
result<rendered_notice> render(const notice_template& notice, const attributes& values);

}  // namespace tenure::policy
