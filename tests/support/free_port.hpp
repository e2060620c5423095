#pragma once
// Ports for servers.

#include <cstdint>

namespace tenure::support {

// A TCP port of 127.0.0.1 that the kernel picked and that stays reserved until this process ends:
// a socket remains bound to it without listening, so nobody else is given it, while a server that
// sets SO_REUSEADDR (all of ours do) can listen on it, stop, and listen again.
std::uint16_t free_port();

// True when something accepts connections on 127.0.0.1:port.
bool accepts_connections(std::uint16_t port);

}  // namespace tenure::support
