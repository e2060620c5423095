#pragma once
// From the bytes of a list to UTF-8, without guessing.

#include "connectors/hr_csv/config.hpp"

#include <string>
#include <string_view>

namespace tenure::hr_csv {

// Without byte order mark. Refused: hr.list.encoding, hr.list.nul (place is left to the caller).
result<std::string> decode(std::string_view bytes, encoding how);

}  // namespace tenure::hr_csv
