#pragma once
// Text within a page of HTML.

#include <string>
#include <string_view>

namespace tenure {

// The five characters that HTML gives a meaning to, as references: what comes out stands between
// tags or within a quoted attribute and is text there, whatever went in. Bytes past 0x7f stay.
std::string html_escaped(std::string_view text);

}  // namespace tenure
