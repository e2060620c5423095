#pragma once
// Where a connection may go without TLS.

#include <string_view>

namespace tenure::connectors {

// True for names that cannot leave this machine: without TLS a password may go nowhere else.
inline bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1" || host == "[::1]";
}

}  // namespace tenure::connectors
