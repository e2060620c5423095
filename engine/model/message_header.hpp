#pragma once
// One header of a message (RFC 5322, 2.2), for telling messages apart. Encoded words stay encoded.

#include <string>
#include <string_view>

namespace tenure {

// The first header of this name, unfolded and without the blanks around it; empty when there is
// none. `name` without its colon, in any case.
std::string header_of(std::string_view message, std::string_view name);

}  // namespace tenure
