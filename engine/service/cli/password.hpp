#pragma once
// A password from whoever signs in: never from the command line, which everybody on the machine can
// read, and never shown.

#include "engine/model/refusal.hpp"

#include <string>

namespace tenure::cli {

// The first line of an open file descriptor, without its end: for scripts. cli.password.unreadable;
// cli.password.malformed beyond 1024 bytes.
result<std::string> password_from(int descriptor);

// Asked on the terminal without echo. cli.password.missing: there is no terminal;
// cli.password.cancelled: Ctrl-C or Ctrl-D.
result<std::string> password_from_terminal(const std::string& prompt);

}  // namespace tenure::cli
