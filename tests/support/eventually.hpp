#pragma once
// A bounded wait for a named moment.

#include <chrono>
#include <functional>
#include <string_view>

namespace tenure::support {

// Asks `holds` every few milliseconds until it is true; throws std::runtime_error naming `what`
// when the bound has passed. The only place where a test waits.
void eventually(const std::function<bool()>& holds, std::chrono::milliseconds bound,
                std::string_view what);

}  // namespace tenure::support
